"""Find the id that somebody meant by a word that is not one."""

from collections.abc import Iterable

MOST = 2
"""Most ids to suggest for one word."""

LIKE = 0.75
"""How like an id the word must be, 0 to 1: twice the letters in common over all letters."""

SHORT = 3
"""Letters of the shortest id that one slip of the keyboard leaves recognisable."""


def suggestions(word: object, allowed: Iterable[str]) -> tuple[str, ...]:
    """The ids that are most like a word, the most like first; none where none is close.

    Case, and - or a space in place of _, make no difference. A short id is also meant where one
    letter is wrong or two neighbours are swapped.

    >>> suggestions("Key accuonts", ["key_accounts", "products"])
    ('key_accounts',)
    >>> suggestions("ath", ["aht", "agent_cost"])
    ('aht',)
    >>> suggestions("weather", ["key_accounts", "products"])
    ()
    """
    if not isinstance(word, str):
        return ()
    from difflib import get_close_matches  # only where something is mistyped

    ids = {_plain(name): name for name in allowed}
    plain = _plain(word)
    close = get_close_matches(plain, ids, MOST, LIKE) or [n for n in ids if _one_slip(plain, n)]
    return tuple(ids[name] for name in close[:MOST])


def meant_or_allowed(word: object, allowed: Iterable[str]) -> str:
    """For faults in the data: the ids that may be meant; where none is close, all allowed.

    >>> meant_or_allowed("critreion", ["criterion", "kind"])
    'did you mean criterion?'
    """
    names = tuple(allowed)
    close = suggestions(word, names)
    return f"did you mean {', '.join(close)}?" if close else "allowed are " + ", ".join(names)


def _one_slip(word: str, name: str) -> bool:
    """Whether a word is an id with one wrong letter or with two neighbours swapped."""
    if len(word) != len(name) or len(name) < SHORT:
        return False
    wrong = [n for n, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
    if len(wrong) == 2:
        first, second = wrong
        return second - first == 1 and word[first : second + 1] == name[second] + name[first]
    return len(wrong) == 1


def _plain(word: str) -> str:
    return word.strip().lower().replace("-", "_").replace(" ", "_")[:60]
