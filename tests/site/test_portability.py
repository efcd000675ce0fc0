"""Two ways on when Material for MkDocs ends (docs/decisions/0009): both are built here.

ProperDocs, a fork of MkDocs, builds the site as it is. Other generators build the staged Markdown:
the same pages, without our hook and our theme files.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hooks.commands.stage import stage
from hooks.pages.pages import pages
from hooks.publish.whole import HASHES, INTEGRITY
from service_structure import load_guide
from service_structure.source.records import Guide
from tests.site.built import assets_of, runtime_of, written_pages
from tests.support import ROOT, Document, words

LANGUAGES = ["ru", "en"]
GENERATORS = {
    "mkdocs": ["mkdocs", "build", "--strict", "--quiet", "--config-file", "mkdocs.yml"],
    "zensical": ["zensical", "build", "--config-file", "zensical.yml"],
}
PROPERDOCS = """
import sys
from pathlib import Path
import properdocs.replacement  # from here on, `import mkdocs` gives ProperDocs
from hooks.commands.build import build_language
from service_structure import load_guide
languages = list(load_guide().languages.values())
sys.exit(not build_language(sys.argv[1], languages, Path(sys.argv[2])))
"""
GENERATOR = re.compile(r'<meta name="generator" content="([^"]*)">')
EDIT = re.compile(r'<a [^>]*\brel="edit">[^<]*</a>')
BLANKS = re.compile(r"(?<=>)\s+")
"""Between two tags: where the link was, there are more."""
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
NO_ANCHOR = "Warning: anchor does not exist"
LINK_TO_ANSWERS = re.compile(r'href="#\w+=')
FETCHED = {"link": "href", "script": "src", "img": "src", "iframe": "src"}
"""Elements for which a browser sends a request by itself, with the attribute for the address."""


@pytest.mark.weekly
def test_properdocs_builds_the_same_files(site: Path, tmp_path: Path) -> None:
    """As a fork that names its repository: each page has a link to its data file, and no more."""
    language, repository = LANGUAGES[0], "https://github.com/someone/fork"
    done = subprocess.run(
        [sys.executable, "-c", PROPERDOCS, language, tmp_path],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT), "REPO_URL": repository},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    theirs, ours = _files(tmp_path / language), _files(site / language)
    del ours["embed/index.html"]  # written beside the pages by hooks.publish.embed
    digest = assets_of(site, language).name  # see hooks.publish.fingerprint
    python = runtime_of(site).name
    ours = {
        name.replace(f"{digest}/", ""): content.replace(f"{digest}/".encode(), b"").replace(
            f"{python}/".encode(), b""
        )
        for name, content in ours.items()
    }
    assert theirs.keys() == ours.keys()
    for page in written_pages(language):
        name = _address(page.uri)
        link = Document(theirs[name].decode()).one("a", rel="edit")["href"]
        assert link == f"{repository}/edit/main/calculator/guide/{page.source}"
        assert (ROOT / "calculator" / "guide" / page.source).is_file()
    for name in (name for name in theirs if name.endswith("index.html")):
        (program,) = GENERATOR.findall(theirs[name].decode())
        assert "ProperDocs" in program, f"{name} was made by {program}"
        for files in (theirs, ours):
            html = BLANKS.sub("", EDIT.sub("", GENERATOR.sub("", files[name].decode())))
            files[name] = HASHES.sub("{}", INTEGRITY.sub("", html)).encode()  # hooks.publish.whole
    different = [name for name in theirs if theirs[name] != ours[name]]
    assert not different, f"differ from those in site/{language}: {different}"


@pytest.fixture(scope="module", params=LANGUAGES)
def staged(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stage") / str(request.param)
    stage(load_guide(), folder.name, folder)
    return folder


@pytest.mark.weekly
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
        for element, attribute in FETCHED.items():
            for asked in document.all(element):
                assert "//" not in asked.get(attribute), f"{address} asks another host: {asked}"
    if generator == "zensical":
        _check_warnings(COLOURS.sub("", done.stdout + done.stderr))
        calculator = Document((site / "calculator" / "index.html").read_text(encoding="utf-8"))
        (sheet,) = [link["href"] for link in calculator.all("link", rel="stylesheet")][-1:]
        style = (site / "calculator" / sheet).read_text(encoding="utf-8")
        assert ".calculator" in style, f"{sheet} is not our style sheet"


def _check_warnings(output: str) -> None:
    """Zensical takes a link to answers, `#size=large`, for one to an anchor; more is a fault."""
    first, *warnings = output.split("Warning:")
    assert "Build started" in first, output
    for warning in warnings:
        assert f"Warning:{warning}".startswith(NO_ANCHOR), output
        assert LINK_TO_ANSWERS.search(warning), output


def test_nothing_staged_needs_a_hook_or_lacks_a_file(staged: Path) -> None:
    for name in ("mkdocs.yml", "zensical.yml"):
        assert "hooks" not in (staged / name).read_text(encoding="utf-8")
    docs = staged / "docs"
    page = (docs / "calculator.md").read_text(encoding="utf-8")
    assert 'data-runtime="../runtime/"' in page
    for file in ("runtime/pyodide.mjs", "assets/calculator.js", "assets/worker.js"):
        assert (docs / file).is_file(), f"{file} is missing: the calculator would not start"


def _files(folder: Path) -> dict[str, bytes]:
    """The content of every file below a folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _address(uri: str) -> str:
    """Where a generator puts a page: structures/matrix.md → structures/matrix/index.html."""
    path = Path(uri)
    return (
        (path if path.stem == "index" else path.with_suffix("") / "_")
        .with_name("index.html")
        .as_posix()
    )
