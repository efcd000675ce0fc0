"""The site as `make build` left it."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from hooks.pages.pages import SitePage, pages
from service_structure import load_guide
from tests.support import ROOT

SITE = ROOT / "site"

HOME = "http://127.0.0.1:8000/"
"""Where the site says that it is, unless it is built with another SITE_URL."""


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built site."""
    if not (SITE / "index.html").exists():
        pytest.fail("there is no site to test: run `make build` first")
    return SITE


@cache
def written_pages(language: str) -> tuple[SitePage, ...]:
    """Every page of a language before MkDocs has it."""
    return pages(load_guide(), language, "../runtime/")


def folder(uri: str) -> str:
    """Where MkDocs puts a page: structures/index.md → structures/."""
    return "" if uri == "index.md" else uri.removesuffix("index.md").replace(".md", "/")


def runtime_of(site: Path) -> Path:
    """The folder with Python's files, which is named by their digest."""
    (folder,) = (site / "runtime").iterdir()
    return folder


def assets_of(site: Path, language: str) -> Path:
    """The folder with the scripts, styles and data of a language, named by their digest."""
    (sheet,) = (site / language / "assets").glob("*/style.css")
    return sheet.parent


def copy_as_new(
    site: Path, into: Path, *, ignore: Callable[[str, list[str]], set[str]] | None = None
) -> None:
    """Copy a site as if it had been built this moment.

    Browsers use a file without asking for it again for a tenth of its age.
    """
    shutil.copytree(site, into, ignore=ignore, copy_function=shutil.copyfile)
