"""A language that is being translated can be looked at: what it lacks is told in another one."""

import tomllib

import pytest

from service_structure import load_precedents
from tests.support import DataCopy
from tools import draft

GERMAN = '[[language]]\nid = "de"\nname = "Deutsch"\ndecimal = ","\nthousands = "."\n\n'
ENGLISH = '[[language]]\nid = "en"'


@pytest.mark.long
def test_a_language_with_ten_texts_is_a_whole_guide_once_it_is_filled(copy: DataCopy) -> None:
    copy.take_precedents()
    copy.edit("guide.toml", ENGLISH, GERMAN + ENGLISH)
    form = copy.read("messages/form.toml")
    copy.write("messages/form.toml", form.replace("\nen = ", '\nde = "Wort"\nen = ', 1))
    assert len(copy.faults()) > 1_000
    assert draft.fill(copy.folder, "de") > 100
    guide = copy.guide()
    assert "Wort" in {text["de"] for text in guide.messages.values()}
    matrix = guide.structures["matrix"]
    assert matrix.name["de"] == matrix.name["en"]
    assert draft.fill(copy.folder, "de") == 0
    assert all(found.why["de"] for found in load_precedents(guide).values())


def test_what_is_filled_is_the_same_otherwise() -> None:
    text = 'a = 1\nday = 2026-11-28\n[b]\nen = "x \\u202F“y”"\nru = "z"\n[[c]]\nshare = 0.5\n'
    table = tomllib.loads(text)
    found = draft.filled(table, "de", ["ru", "en"])
    assert found == table | {"b": table["b"] | {"de": table["b"]["en"]}}
    lines = "".join(f"{key} = {draft.as_toml(value)}\n" for key, value in found.items())
    assert tomllib.loads(lines) == found
