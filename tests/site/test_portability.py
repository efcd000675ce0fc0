"""The staged Markdown is a site for other generators: the same pages, with no hook of ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hooks.commands.stage import stage
from hooks.pages.pages import pages
from service_structure import load_guide
from service_structure.source.records import Guide
from tests.support import Document, words

LANGUAGES = ["ru", "en"]
GENERATORS = {
    "mkdocs": ["mkdocs", "build", "--strict", "--quiet", "--config-file", "mkdocs.yml"],
    "zensical": ["zensical", "build", "--config-file", "zensical.yml"],
}


@pytest.fixture(scope="module", params=LANGUAGES)
def staged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stage") / str(request.param)
    stage(load_guide(), folder.name, folder)
    return folder


@pytest.mark.parametrize("generator", GENERATORS)
def test_another_generator_builds_the_same_pages(
    guide: Guide, staged: Path, generator: str
) -> None:
    program, *arguments = GENERATORS[generator]
    done = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=staged,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    site = staged / "site"
    wanted = {_address(page.uri): page for page in pages(guide, staged.name, "runtime/")}
    built = {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert built == wanted.keys()
    for address, page in wanted.items():
        document = Document((site / address).read_text(encoding="utf-8"))
        assert document.one("html")["lang"] == staged.name
        headings = [words(heading.text) for heading in document.all("h1")]
        assert any(heading.startswith(page.title) for heading in headings), address


def test_nothing_staged_needs_a_hook_or_lacks_a_file(staged: Path) -> None:
    for name in ("mkdocs.yml", "zensical.yml"):
        assert "hooks" not in (staged / name).read_text(encoding="utf-8")
    docs = staged / "docs"
    page = (docs / "calculator.md").read_text(encoding="utf-8")
    assert 'data-runtime="../runtime/"' in page
    for file in ("runtime/pyodide.mjs", "assets/calculator.js", "assets/worker.js"):
        assert (docs / file).is_file(), f"{file} is missing: the calculator would not start"


def _address(uri: str) -> str:
    """Where a generator puts a page: structures/matrix.md → structures/matrix/index.html."""
    path = Path(uri)
    return (
        (path if path.stem == "index" else path.with_suffix("") / "_")
        .with_name("index.html")
        .as_posix()
    )
