"""The reader's own agents stand in the table of the board beside those that the model needs."""

import pytest

from service_structure.views import board, today
from service_structure.views.blocks import Table
from service_structure.views.figures import FIGURES
from service_structure.views.memo import findings
from service_structure.views.own_agents import own_agents_of
from tests.papers.test_advice import (
    ANNA,
    LANGUAGES,
    NUMBERS,
    OWN,
    asked,
    by_reason,
    deck_of,
    found_in,
    told_on,
)
from tests.support import words


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_agents_than_the_model_needs_stand_in_the_table_of_the_board(language: str) -> None:
    """First, in a column of their own, with their pay; in the deck also on the first slide."""
    have, agents, pay = [
        words(OWN.messages[name][language]) for name in ("own_row_have", "own_agents", "own_cost")
    ]
    tables, seen, written = 0, set[bool](), FIGURES["yearly_cost"].written
    for told in ("", *by_reason()):
        found = found_in(told, language)
        money = board.people_and_money(found).blocks[0]
        assert isinstance(money, Table)
        heads = [words(column.head) for column in money.columns]
        own = found.move and own_agents_of(found.move, found)
        assert (have in heads) == bool(own)
        assert all(len(row) == len(heads) for row in money.rows)
        if not own:
            continue
        tables, say = tables + 1, found.sentences
        first, second = [[words(str(cell)) for cell in row] for row in money.rows[:2]]
        assert first[:3] == [agents, say.exact(own.have), say.number(own.needed)]
        assert second[:3] == [
            pay, *[words(written(say, coins / 100)) for coins in (own.cost, own.needed_cost)]
        ]  # fmt: skip
        text = told_on(deck_of(told, language)[2])
        assert all(cell in text for cell in (have, *first, *second))
        seen.add(today.is_kept(found))
        if today.is_kept(found):
            lead = told_on(deck_of(told, language)[0])
            assert say.exact(own.have) in lead
            assert say.number(own.needed) in lead
            assert words(say.say("deck_by_model")) in words(lead)
    assert tables
    assert seen == {True, False}


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_structure_of_today_the_readers_agents_stand_in_the_table_too(
    language: str,
) -> None:
    found = findings(asked(ANNA, NUMBERS), OWN, language)
    money = board.people_and_money(found).blocks[0]
    assert isinstance(money, Table)
    assert OWN.messages["own_row_have"][language] == money.columns[1].head
    assert money.rows[0][:2] == (found.sentences.figure_name("own_agents"), "60")
    assert len(money.rows) == 1 + len(FIGURES)
    needed = round(found.staffings[found.best.id].paid_agents)
    fits = findings(asked(ANNA, {**NUMBERS, "agents": needed}), OWN, language)
    money = board.people_and_money(fits).blocks[0]
    assert isinstance(money, Table)
    assert len(money.rows) == len(FIGURES), "the one proposed needs the agents that there are"
