"""The state of the calculator as it is kept in the fragment of its address."""

from urllib.parse import unquote_plus, urlencode

from calculator.answers import AnswerFault, Answers, fault, read_answers
from calculator.records import Guide

VERSION_KEY = "v"
"""Fragments carry the version of the guide they were made with under this key."""


def read_fragment(fragment: str, guide: Guide) -> tuple[Answers, tuple[AnswerFault, ...]]:
    """Return the answers kept in a URL fragment (without its #) and the faults found in it.

    Of a key that occurs twice the first value counts.
    """
    raw: dict[str, str] = {}
    faults = []
    for pair in filter(None, fragment.split("&")):
        key, equals, value = (unquote_plus(part, errors="replace") for part in pair.partition("="))
        if key == VERSION_KEY:
            if value != guide.version:
                faults.append(fault("other_version", key, value, [guide.version]))
        elif not equals:
            faults.append(fault("not_a_pair", key, "", guide.factors))
        elif key in raw:
            faults.append(fault("repeated", key, value, [raw[key]]))
        else:
            raw[key] = value
    answers, more = read_answers(raw, guide)
    return answers, (*faults, *more)


def write_fragment(answers: Answers, guide: Guide) -> str:
    """Return the URL fragment (without #) of the given answers, sorted; empty if none is given."""
    if not answers.given:
        return ""
    pairs = {VERSION_KEY: guide.version} | {f: answers.levels[f] for f in answers.given}
    return urlencode(sorted(pairs.items()))
