"""The first sheet of a workbook: people, waits and money, as the other sheets work them out.

That the formulas give these values is asked in test_workbook.py, of every cell of a workbook.
"""

from io import BytesIO
from zipfile import ZipFile

import pytest

from service_structure import load_guide
from service_structure.case.case import read_case
from service_structure.decision.model import recommend_for
from service_structure.papers import make_paper
from service_structure.papers.in_short import in_short
from service_structure.papers.package import escaped
from service_structure.papers.sheets import Formula
from service_structure.papers.workbook import TABS
from service_structure.planning.budget import COINS
from service_structure.staffing.costs import Staffing
from service_structure.views.findings import Findings
from service_structure.views.memo import findings

OWN = load_guide()
LANGUAGES = list(OWN.languages)
ANSWERS = {"size": "medium", "regions": "many", "place_difference": "none", "products": "few"}


def told(
    profile: dict[str, str], numbers: dict[str, float], language: str
) -> tuple[Findings, list[list[object]]]:
    """The rows; of formulas the values."""
    table = {"answers": ANSWERS, "numbers": numbers, "profile": profile}
    found = findings(recommend_for(read_case(table, OWN)[0], OWN), OWN, language)
    rows = [[cell.value for cell in row] for row in in_short(found, {tab: tab for tab in TABS})]
    return found, [[v.value if isinstance(v, Formula) else v for v in row] for row in rows]


def figures(staffed: Staffing) -> list[float]:
    waiting = staffed.waiting
    return [
        *(staffed.paid_agents, staffed.paid_staff, waiting.service_level, waiting.mean_wait),
        staffed.yearly_cost,
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_stands_beside_the_move_with_its_money(language: str) -> None:
    found, (head, *rows) = told({"structure": "decentralised"}, {"agents": 60}, language)
    move = found.move
    assert move
    assert not move.doubt
    assert head[2] == found.sentences.short(move.target)
    assert [row[1] for row in rows[:5]] == figures(move.before)
    assert [row[2] for row in rows[:5]] == figures(move.after)
    price, balance = rows[5:]
    assert price[1:] == [None, move.budget.price("usual") / COINS]
    assert balance[1:] == [None, move.budget.value() / COINS]


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_that_proves_nothing_is_not_shown_in_short(language: str) -> None:
    apart = {"agents": 60.0, "contacts_per_hour": 60.0}  # far more people than contacts
    found, (_, *rows) = told({"structure": "decentralised"}, apart, language)
    assert found.move
    assert found.move.doubt
    assert len(rows) == 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("today", [None, "centralised"])
def test_what_is_proposed_stands_beside_the_next_candidate(
    language: str, today: str | None
) -> None:
    found, (head, *rows) = told({"structure": today} if today else {}, {}, language)
    best, other = found.best.id, found.candidates[1].structure
    assert best == "centralised"
    assert head[1:3] == [found.sentences.short(own) for own in (best, other)]
    for n, own in enumerate((best, other), 1):
        assert [row[n] for row in rows] == figures(found.staffings[own])


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_between_two_stands_there_with_both(language: str) -> None:
    case, faults = read_case({"answers": ANSWERS | {"budget": "moderate~high"}}, OWN)
    assert not faults
    result = recommend_for(case, OWN)
    with ZipFile(BytesIO(make_paper("xlsx", result, OWN, language).content)) as book:
        texts = "".join(book.read(name).decode() for name in book.namelist() if "xml" in name)
    both = findings(result, OWN, language).sentences.answer("budget", "moderate~high")
    assert escaped(both) in texts
