"""Find the id that somebody meant by a word that is not one."""

from collections.abc import Iterable

MOST = 2
"""Most ids to suggest for one word."""

LIKE = 0.75
"""How like an id the word must be, 0 to 1: twice the letters in common over all letters."""


def suggestions(word: object, allowed: Iterable[str]) -> tuple[str, ...]:
    """The ids that are most like a word, the most like first; none where none is close.

    Case, and - or a space in place of _, make no difference.

    >>> suggestions("Key accuonts", ["key_accounts", "products"])
    ('key_accounts',)
    >>> suggestions("weather", ["key_accounts", "products"])
    ()
    """
    if not isinstance(word, str):
        return ()
    from difflib import get_close_matches  # only where something is mistyped

    ids = {_plain(name): name for name in allowed}
    return tuple(ids[name] for name in get_close_matches(_plain(word), ids, MOST, LIKE))


def meant_or_allowed(word: object, allowed: Iterable[str]) -> str:
    """For faults in the data: the ids that may be meant; where none is close, all allowed.

    >>> meant_or_allowed("critreion", ["criterion", "kind"])
    'did you mean criterion?'
    """
    names = tuple(allowed)
    close = suggestions(word, names)
    return f"did you mean {', '.join(close)}?" if close else "allowed are " + ", ".join(names)


def _plain(word: str) -> str:
    return word.strip().lower().replace("-", "_").replace(" ", "_")[:60]
