"""What a visitor of the repository fills in or copies: issue forms and the citation."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from service_structure import __version__

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[0-9]-*.yml"))
RUSSIAN = re.compile("[а-яё]", re.I)
KINDS = {"markdown", "input", "textarea", "dropdown"}


def words_of(form: dict[str, Any]) -> Iterator[str]:
    """Everything in a form that a person reads."""
    yield from (form["name"], form["description"])
    for part in form["body"]:
        shown = part["attributes"]
        yield from (shown[key] for key in ("label", "description", "value") if key in shown)
        yield from shown.get("options", ())


def test_there_are_the_two_forms_that_the_guide_needs() -> None:
    assert [path.name for path in FORMS] == ["1-statement.yml", "2-organisation.yml"]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_is_whole_and_speaks_both_languages(path: Path) -> None:
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    assert {part["type"] for part in form["body"]} <= KINDS
    assert len({part["id"] for part in fields}) == len(fields) >= 4
    assert any(part.get("validations", {}).get("required") for part in fields)
    for text in words_of(form):
        assert RUSSIAN.search(text), f"{path.name}: add the Russian to {text!r}"
        assert re.search("[a-z]", text), f"{path.name}: add the English to {text!r}"


def test_the_citation_names_this_version_and_its_licences() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == __version__
    assert citation["license"] == project["license"].split(" AND ")
