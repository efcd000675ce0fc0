"""A call or a command used in a way that it is not made for says what to write instead."""

import pytest

from service_structure.source.suggestions import suggestions


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("ath", ("aht",)),
        ("hat", ("aht",)),
        ("aht", ("aht",)),
        ("agt", ("aht",)),
        ("tha", ()),
        ("xyz", ()),
        ("at", ("aht",)),
        ("", ()),
    ],
)
def test_one_slip_in_a_short_id_is_seen_through(word: str, meant: tuple[str, ...]) -> None:
    assert suggestions(word, ["aht", "patience", "agent_cost"]) == meant


def test_two_letters_say_too_little_to_guess_from() -> None:
    assert suggestions("xn", ["ru", "en"]) == ()
