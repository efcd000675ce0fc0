"""The terms that the built pages explain."""

import re
from pathlib import Path

import pytest


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_pages_explain_their_terms_and_no_control_stands_in_another(
    site: Path, language: str
) -> None:
    explained = 0
    for path in sorted((site / language).rglob("*.html")):
        content = path.read_text(encoding="utf-8")
        explained += content.count('<button class="term"')
        for whole in re.findall(r"<a\b[^>]*>.*?</a>|<svg\b[^>]*>.*?</svg>", content, re.S):
            assert '<button class="term"' not in whole, f"explained in a link or picture: {path}"
    assert explained > 20
