"""The structure that the reader has in mind, in slides and workbook: told once, by formulas."""

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from service_structure import load_guide
from service_structure.decision.model import Recommendation
from service_structure.papers.budget_sheet import MONTHS_ROW, TOTAL_ROW
from service_structure.papers.deck import MOST, slides
from service_structure.papers.figure_lines import DIGITS, STAFFED
from service_structure.papers.slides import SMALLEST, Grid, Line, Slide, size_for
from service_structure.papers.staffing_block import FIRST_ROW
from service_structure.papers.total_columns import TOTAL_STYLES
from service_structure.papers.workbook import as_xlsx, number_cells
from service_structure.planning.budget import COINS, ESTIMATES, MONTHS_AHEAD
from service_structure.planning.transition import transition
from service_structure.staffing.costs import Staffing, staff_for
from service_structure.views import preferred, today
from service_structure.views.memo import findings
from tests.papers.office import XLSX, Sheets, convert, formula_cells, read_sheets, with_value
from tests.papers.test_advice import ALONE, ANNA, NUMBERS, OUTGROWN, asked
from tests.papers.test_workbook import NUMBERS_SHEET, figures
from tests.support import words

OWN = load_guide()
LANGUAGES = list(OWN.languages)
MIND = "matrix"
CASES: Mapping[str, Recommendation] = {
    "moves": asked(OUTGROWN, NUMBERS, structure="functional", preferred=MIND),
    "kept": asked(ANNA, NUMBERS, structure="decentralised", preferred=MIND, symptoms=["waits"]),
    "best-today": asked(OUTGROWN, NUMBERS, structure="product", preferred=MIND),
    "unknown-today": asked(OUTGROWN, ALONE, preferred=MIND),
    "ruled-out": asked({"regions": "one"}, NUMBERS, preferred="decentralised"),
}
PAY = 31.5

near = partial(pytest.approx, rel=1e-9, abs=1e-9)


def mind(name: str) -> str:
    found = CASES[name].profile.preferred
    assert found
    return found


def lines_of(slide: Slide) -> str:
    lines = [thing for thing in slide.things if isinstance(thing, Line)]
    return words(" ".join([f"{line.bold} {line.text}" for line in lines]))


def table_of(slide: Slide) -> Grid:
    return next(thing for thing in slide.things if isinstance(thing, Grid))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_slides_tell_of_it_on_one_of_five_to_seven(name: str, language: str) -> None:
    found = findings(CASES[name], OWN, language)
    deck = slides(found)
    assert 5 <= len(deck) <= MOST
    said = words(preferred.finding(found))
    telling = [slide for slide in deck if said in lines_of(slide)]
    assert telling == deck[-1:]
    label = OWN.messages["inputs_preferred"][language]
    assert f"{label}. " not in " ".join(map(lines_of, deck)), "told twice"
    (slide,) = telling
    rows = {row[0]: row for row in table_of(slide).rows}
    for structure in filter(None, (mind(name), CASES[name].recommended, found.best.id)):
        (row,) = [told for own, told in rows.items() if own.startswith(short(structure, language))]
        assert found.sentences.points(found.recommendation.standing(structure).fit) in row
    assert len([own for own in rows if ":" in own]) == (2 if found.move else 1)
    assert size_for(slide.things) > SMALLEST


def short(structure: str, language: str) -> str:
    return OWN.structures[structure].short[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slide_of_its_own_tells_the_money_of_the_move_and_what_softens(language: str) -> None:
    found = findings(CASES["kept"], OWN, language)
    told = lines_of(slides(found)[-1])
    (balance,) = preferred.balance(found)
    assert words(str(balance.text)) in told
    assert OWN.messages["preferred_risks"][language] in told
    found = findings(CASES["best-today"], OWN, language)
    assert found.preference
    price = words(today.price(found.preference.budget, found))
    assert price in lines_of(slides(found)[-1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_that_leads_or_is_todays_has_no_slide_and_no_sheet(language: str) -> None:
    for structure in ("functional", "product"):
        result = asked(OUTGROWN, NUMBERS, structure="functional", preferred=structure)
        alone = asked(OUTGROWN, NUMBERS, structure="functional")
        titles = [slide.title for slide in slides(findings(result, OWN, language))]
        assert titles == [slide.title for slide in slides(findings(alone, OWN, language))]
        names = [names_of(as_xlsx(own, OWN, language, "")) for own in (result, alone)]
        assert names[0] == names[1]


def names_of(content: bytes) -> list[str]:
    with ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def opened(office: Path) -> Mapping[str, Sheets]:
    """Workbooks as they are made, and with another pay, as LibreOffice works them out."""
    files = []
    for name, result in CASES.items():
        content = as_xlsx(result, OWN, "en", "")
        files.append(office / f"mind-{name}.xlsx")
        files[-1].write_bytes(content)
        files.append(office / f"mind-{name}-paid.xlsx")
        with_value(content, NUMBERS_SHEET, number_cells()["agent_cost"], PAY, files[-1])
    return {file.stem: read_sheets(file) for file in convert(files, XLSX, office)}


def paid(result: Recommendation) -> Recommendation:
    """The same with another pay of agents, which that of leaders follows."""
    numbers = result.inputs.numbers
    rise = PAY / numbers.agent_cost
    changed: dict[str, Any] = {
        "agent_cost": PAY,
        "supervisor_cost": numbers.supervisor_cost * rise,
        "manager_cost": numbers.manager_cost * rise,
    }
    return replace(result, inputs=replace(result.inputs, numbers=replace(numbers, **changed)))


def columns(name: str) -> dict[str, str]:
    """The column of each structure in the sheet."""
    profile = CASES[name].profile
    shown = dict.fromkeys(filter(None, (profile.current, CASES[name].recommended, mind(name))))
    return dict(zip(shown, "BCD", strict=False))


def as_shown(value: object, figure: str) -> float:
    """A figure as the sheet shows it."""
    form = TOTAL_STYLES.get(figure, "")
    return round(float(str(value)), DIGITS[form]) if form else float(str(value))


def assert_alike(sheets: Sheets, name: str, staffings: Mapping[str, Staffing]) -> None:
    cells, letters = sheets["In mind"], columns(name)
    difference = chr(ord("A") + len(letters) + 1)
    first, own = letters[CASES[name].recommended], letters[mind(name)]
    for structure, letter in letters.items():
        values = figures(staffings[structure])
        for row, figure in enumerate(STAFFED, FIRST_ROW + 3):
            assert cells[f"{letter}{row}"] == near(values[figure]), (structure, figure)
    for row, figure in enumerate(STAFFED, FIRST_ROW + 3):
        shown = [as_shown(cells[f"{letter}{row}"], figure) for letter in (own, first)]
        assert cells[f"{difference}{row}"] == near(shown[0] - shown[1]), figure


@pytest.mark.parametrize("name", CASES)
def test_the_sheet_says_what_python_says_and_follows_a_changed_number(
    opened: Mapping[str, Sheets], name: str
) -> None:
    for result, stem in ((CASES[name], f"mind-{name}"), (paid(CASES[name]), f"mind-{name}-paid")):
        staffings = staff_for(result.inputs.numbers, OWN)
        assert_alike(opened[stem], name, staffings)
        for structure, letter in columns(name).items():
            standing = result.standing(structure)
            told = [opened[stem]["In mind"][f"{letter}{FIRST_ROW + n}"] for n in (0, 2)]
            assert told == near([100 * standing.fit, standing.probability])


@pytest.mark.parametrize("name", CASES)
def test_its_budget_equals_pythons_and_stands_beside_that_of_the_first(
    opened: Mapping[str, Sheets], name: str
) -> None:
    """The timetable of a move is the same with another pay."""
    assert ("Budget, in mind" in opened[f"mind-{name}"]) == (
        CASES[name].profile.current is not None
    )
    for result, stem in ((CASES[name], f"mind-{name}"), (paid(CASES[name]), f"mind-{name}-paid")):
        for structure, letter in columns(name).items():
            way = transition(result, structure, OWN)
            if way is None or way.today == way.target:
                continue
            sheet = "Budget, in mind" if structure == mind(name) else "Budget"
            cells, beside = opened[stem][sheet], opened[stem]["In mind"]
            row = FIRST_ROW + 3 + len(STAFFED) + 2
            for place, estimate in enumerate(ESTIMATES):
                price = near(way.budget.price(estimate) / COINS)
                assert cells[f"{'BCD'[place]}{TOTAL_ROW}"] == price
                assert beside[f"{letter}{row + place}"] == price
            end = near(way.budget.value() / COINS)
            assert beside[f"{letter}{row + len(ESTIMATES)}"] == end
            assert end in [cells.get(f"{c}{MONTHS_ROW + MONTHS_AHEAD - 1}") for c in "LMNOPQR"]


@pytest.mark.parametrize("name", CASES)
def test_what_is_stored_is_what_comes_out_and_no_cell_has_an_error(
    opened: Mapping[str, Sheets], office: Path, name: str
) -> None:
    file = office / f"mind-{name}.xlsx"
    stored = read_sheets(file)
    sheets = {tab: cells for tab, cells in formula_cells(file).items() if "mind" in tab}
    assert len(sheets) == (2 if CASES[name].profile.current else 1)
    for tab, cells in sheets.items():
        assert len(cells) >= 2 * len(STAFFED)
        for cell in cells:
            assert stored[tab][cell] == near(opened[f"mind-{name}"][tab][cell]), (tab, cell)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_says_how_it_stands(language: str) -> None:
    for name, result in CASES.items():
        found = findings(result, OWN, language)
        with ZipFile(io.BytesIO(as_xlsx(result, OWN, language, ""))) as archive:
            sheet = words(archive.read("xl/worksheets/sheet1.xml").decode())
        assert words(preferred.finding(found)) in sheet, name
