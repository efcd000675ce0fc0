"""The diagrams as a browser draws them: every name fits its place."""

import pytest
from playwright.sync_api import Browser

from hooks.publish.assets import joined
from service_structure.source.records import Structure
from service_structure.views.diagrams import WIDTH, diagram
from tests.browser.calculator_page import GUIDE, LANGUAGES

STYLE = joined()["style.css"]


@pytest.mark.everywhere
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("structure", GUIDE.structures.values(), ids=lambda value: value.id)
def test_every_name_fits_its_place(structure: Structure, language: str, browser: Browser) -> None:
    """Also in DejaVu Sans, which is wider than what most readers have."""
    page = browser.new_page()
    page.set_content(
        f'<style>{STYLE} text {{ font-family: "DejaVu Sans" }}</style>'
        f'<div class="md-typeset">{diagram(structure, GUIDE, language)}</div>'
    )
    outside = page.evaluate(
        """(width) => {
            const rects = [...document.querySelectorAll("svg rect")].map(r => r.getBBox());
            const apart = (a, b) => a.x > b.x + b.width || b.x > a.x + a.width
                || a.y > b.y + b.height || b.y > a.y + a.height;
            const holds = (a, b) => b.x >= a.x && b.x + b.width <= a.x + a.width
                && b.y >= a.y && b.y + b.height <= a.y + a.height;
            return [...document.querySelectorAll("svg text")].filter(t => {
                const box = t.getBBox();
                return box.x < 0 || box.x + box.width > width
                    || rects.some(r => !apart(r, box) && !holds(r, box));
            }).map(t => t.textContent);
        }""",
        WIDTH,
    )
    page.close()
    assert not outside, (
        f"shorten these names in {structure.file}: they cross a border or leave the drawing"
    )
