"""The parts of the style sheet: short, all joined, and Material's classes in one of them."""

import re
from pathlib import Path

import pytest

from service_structure import load_guide
from tests.support import ROOT
from tests.views.made import made

STYLES = ROOT / "docs" / "styles"
SHEETS = sorted(set(STYLES.glob("*.css")) - {STYLES / "style.css"})
LONGEST = 350  # lines
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MATERIAL = re.compile(r"\.md-(?!typeset(?![\w-]))[\w-]+")
every = pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)


@every
def test_a_sheet_has_at_most_350_lines(sheet: Path) -> None:
    lines = len(sheet.read_text("utf-8").splitlines())
    assert lines <= LONGEST, f"{sheet.name} has {lines} lines: make two sheets of it"


@every
def test_only_the_theme_sheet_names_classes_of_material(sheet: Path) -> None:
    """Whoever replaces Material finds in one file what goes with it."""
    found = set(MATERIAL.findall(COMMENT.sub("", sheet.read_text("utf-8"))))
    if sheet.stem == "theme":
        assert found
    else:
        assert not found, f"move what names {found} to theme.css"


def test_every_sheet_is_imported_once() -> None:
    imported = re.findall(r'@import "./(.+?)"', (STYLES / "style.css").read_text("utf-8"))
    assert sorted(imported) == [sheet.name for sheet in SHEETS]


@pytest.mark.long
def test_no_rule_for_the_id_of_a_control_meets_a_heading_of_the_guide() -> None:
    """Ids of the calculator are styled within it: a heading elsewhere may have the same one."""
    guide = load_guide()
    anchors = {
        anchor
        for text in made(guide, "en").values()
        for anchor in re.findall(r"\{: #([\w-]+)", text)
    }
    assert len(anchors) > 200
    for sheet in SHEETS:
        for selector in re.findall(r"([^{}]+)\{", COMMENT.sub("", sheet.read_text("utf-8"))):
            if ".calculator" not in selector and not selector.strip().startswith("@"):
                assert not anchors & set(re.findall(r"#([\w-]+)", selector)), selector


def test_without_javascript_the_dark_colours_are_the_same() -> None:
    rule = re.compile(r'\[data-md-color-scheme="(\w+)"\] \{\s*(--ink: .*?)\}', re.DOTALL)
    colours = dict(rule.findall((STYLES / "tokens.css").read_text("utf-8")))
    (unscripted,) = rule.findall((STYLES / "unscripted.css").read_text("utf-8"))
    assert unscripted == ("default", colours["slate"])
