"""Templates are read by people: their lines are as short as those of the code."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = (
    "calculator/service_structure/views",
    *("docs/pages", "docs/overrides", "docs/root", "docs/embed"),
)
LIMIT = 100
"""Columns, as for Python (see pyproject.toml)."""


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_line_of_a_template_is_longer_than_a_line_of_code(folder: str) -> None:
    files = [
        path
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in {".jinja", ".html"} and path.is_file()
    ]
    assert files, "the templates have moved: bring FOLDERS up to date"
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)} columns"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LIMIT
    ]
    assert not long, "break these lines; inside {{ }} and {% %} a line break changes no output"
