"""The built site, file by file: languages, heads, links, results; and nothing from elsewhere."""

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from hooks.pages.pages import uris
from service_structure import load_guide, load_precedents, recommend
from service_structure.source.records import Guide
from service_structure.views import render_form, render_result
from tests.site.built import HOME, SITE, folder, runtime_of, written_pages
from tests.support import MACHINE_DATE, ROOT, Document, give_up, words

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
AS_FOUND = {reading.address for p in load_precedents().values() for reading in p.readings}
"""Addresses of the casebook's sources, some of them old and without https."""
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


ADDRESSES = {uri: folder(uri) for uri in uris(GUIDE)}
PAGES = [f"{language}/{address}" for language in LANGUAGES for address in ADDRESSES.values()]


EVERYWHERE = ["", "404.html", "offline.html", *PAGES]


@cache
def document(address: str) -> Document:
    path = SITE / address
    path = path / "index.html" if address.endswith("/") or not address else path
    return Document(path.read_text(encoding="utf-8"))


def whole(address: str, link: str) -> str:
    """The address that a link of a page leads to when the site is served at HOME."""
    base = next((element["href"] for element in document(address).all("base")), "")
    return urljoin(urljoin(HOME + address, base), link)


def target(address: str, link: str) -> tuple[str, str]:
    """The path within the site that a link of a page leads to, and its anchor."""
    parts = urlsplit(whole(address, link))
    return unquote(parts.path).lstrip("/"), unquote(parts.fragment)


pytestmark = pytest.mark.usefixtures("site")


def python() -> str:
    """The address of the folder with Python's files within the site."""
    return f"{runtime_of(SITE).relative_to(SITE)}/"


def test_every_page_of_the_guide_exists_in_every_language_and_no_other() -> None:
    for language in LANGUAGES:
        root = SITE / language
        found = {p.parent.relative_to(root).as_posix() + "/" for p in root.rglob("index.html")}
        assert {"" if f == "./" else f for f in found} - {"embed/"} == set(ADDRESSES.values())
    assert {p.name for p in SITE.iterdir() if p.is_dir()} == {*LANGUAGES, "runtime", "offline"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_names_its_language_title_and_description(language: str) -> None:
    for page in written_pages(language):
        found = document(f"{language}/{ADDRESSES[page.uri]}")
        assert found.one("html")["lang"] == language
        assert next(found.all("title")).text.strip().startswith(page.title)
        assert found.one("meta", name="description")["content"] == page.description
        assert words(found.one("h1").text).startswith(page.title)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_points_at_its_versions_in_all_languages(address: str) -> None:
    language, _, rest = address.partition("/")
    wanted = [(each, f"{each}/{rest}") for each in sorted(LANGUAGES)]
    links = [e for e in document(address).all("link") if e.get("hreflang")]
    assert sorted((e["hreflang"], target(address, e["href"])[0]) for e in links) == wanted
    switches = list(document(address).all("a", **{"data-switch-language": ""}))
    assert [(e["hreflang"], target(address, e["href"])[0]) for e in switches] == [
        pair for pair in wanted if pair[0] != language
    ]
    assert target(address, document(address).one("link", rel="canonical")["href"])[0] == address


@pytest.mark.parametrize("address", EVERYWHERE)
def test_nothing_is_loaded_from_another_host(address: str) -> None:
    """A link to a source is the reader's choice; what a page loads by itself is not."""
    for element in document(address).elements:
        if element.tag in {"a", "meta", "base"} or element.get("rel") in {
            "canonical",
            "alternate",
            "alternate ",
        }:
            continue
        for name in ("src", "href", "srcset", "data", "poster", "action"):
            link = element.get(name)
            assert not urlsplit(link).netloc, f"{element.tag} {name}={link}"


def test_styles_load_nothing_from_another_host() -> None:
    for path in SITE.rglob("*.css"):
        for link in re.findall(r"url\(([^)]*)\)|@import\s+([^;]*)", path.read_text("utf-8")):
            assert "//" not in "".join(link).partition("data:")[0], path


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_link_within_the_site_leads_somewhere(address: str) -> None:
    for element in document(address).elements:
        for link in filter(None, map(element.get, ("href", "src", "data-runtime", "data-worker"))):
            if not whole(address, link).startswith(HOME):
                assert element.tag == "a", f"{link} is loaded"
                assert link.startswith("https://") or link in AS_FOUND, link
                continue
            path, anchor = target(address, link)
            assert (SITE / path).exists(), f"{link} leads to nothing"
            assert not path.endswith("/") or "index.html" in _names(path) or path == python()
            if anchor and not path.endswith("calculator/"):
                assert anchor in document(path).ids | {"__top"}, f"no {anchor} in {path}"


def test_anchors_of_a_page_are_all_different() -> None:
    for address in PAGES:
        ids = [e["id"] for e in document(address).elements if "id" in e.attributes]
        assert sorted(set(ids)) == sorted(ids), address


@pytest.mark.parametrize("address", EVERYWHERE)
def test_nothing_on_a_page_was_left_unfinished(address: str) -> None:
    found = document(address)
    text = found.one("html").text
    signs = ["{{", "}}", "{%", "{:", "**", "](", "None", "undefined", "Undefined", "nan"]
    if address.endswith("/api/"):  # the page about the package speaks of Python's None
        signs.remove("None")
    for sign in signs:
        assert not re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", text), sign
    for element in found.elements:
        assert not any("{{" in value or value == "None" for value in element.attributes.values())


@pytest.mark.parametrize("address", EVERYWHERE)
def test_no_page_shows_a_date_as_machines_write_it(address: str) -> None:
    code = {text for tag in ("code", "pre") for e in document(address).all(tag) if (text := e.text)}
    shown = next(document(address).all("body")).text
    for text in sorted(code, key=len, reverse=True):
        shown = shown.replace(text, " ")
    assert not MACHINE_DATE.findall(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calculator_page_shows_form_and_result_of_the_usual_answers(
    guide: Guide, language: str
) -> None:
    """Markdown may not have changed a thing: element by element and word by word."""
    page = document(f"{language}/calculator/")
    result = render_result(recommend({}), guide, language)
    form = render_form(guide, language)
    assert words(page.one("div", id="calculator-card").text) == words(
        next(Document(_root(result)).all("div")).text
    )
    shown = words(page.one("form", id="calculator-form").text)
    assert words(next(Document(_root(form)).all("div")).text).strip() in shown
    inside = [(e.tag, _plain(e.attributes)) for e in Document(result).elements]
    elements = [(e.tag, _plain(e.attributes)) for e in page.elements]
    start = elements.index(inside[0])
    assert elements[start : start + len(inside)] == inside


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_example_has_a_button_on_the_calculator_page(
    guide: Guide, language: str
) -> None:
    buttons = [
        e for e in document(f"{language}/calculator/").all("button") if e.get("data-fragment")
    ]
    assert [words(e.text) for e in buttons] == [s.name[language] for s in guide.scenarios.values()]


def test_the_root_offers_every_language(guide: Guide) -> None:
    titles = {"": "site_name", "404.html": "not_found", "offline.html": "unreachable"}
    for name, message in titles.items():
        page = document(name)
        links = {(e.get("hreflang"), e["href"]) for e in page.all("a")}
        assert links >= {(language, f"{language}/") for language in LANGUAGES}
        assert all((SITE / address).is_dir() for _, address in links)
        assert [e["lang"] for e in page.all("section")] == LANGUAGES
        for language in LANGUAGES:
            assert guide.messages[message][language] in page.one("title").text
            assert guide.messages[message][language] in page.one("main").text


def pages_by_turns() -> list[Path]:
    """Every page in one of the languages, by turns, and those that belong to none."""
    every = SITE.rglob("*.html")
    own = [path for path in every if path.relative_to(SITE).parts[0] not in LANGUAGES]
    for n, address in enumerate(ADDRESSES.values()):
        own.append(SITE / LANGUAGES[n % len(LANGUAGES)] / address / "index.html")
    return own


def test_no_page_has_an_error_of_the_nu_html_checker() -> None:
    if shutil.which("java") is None:
        give_up("Java is not installed: install your system's package `default-jre-headless`")
    checker = [
        "java",
        "-jar",
        str(CHECKER),
        "--errors-only",
        "--format",
        "gnu",
    ]
    pages = [*map(str, pages_by_turns() if os.environ.get("BY_TURNS") else SITE.rglob("*.html"))]
    done = subprocess.run([*checker, *sorted(pages)], capture_output=True, text=True, check=False)
    errors = done.stderr.replace(f"file:{SITE}/", "").splitlines()
    assert not errors, "\n".join(errors[:20])
    assert done.returncode == 0


def test_the_site_map_lists_every_page() -> None:
    for language in LANGUAGES:
        tree = ET.parse(SITE / language / "sitemap.xml")
        found = {e.text for e in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
        paths = {urlsplit(str(address)).path for address in found}
        assert paths == {f"/{language}/{address}" for address in ADDRESSES.values()}


def test_python_for_the_browser_is_in_the_site() -> None:
    lock = json.loads((runtime_of(SITE) / "pyodide-lock.json").read_text(encoding="utf-8"))
    wheels = {package["file_name"] for package in lock["packages"].values()}
    quick = {"python.zst", "rest.wasm", "zstd.js", "start.js", "manifest.json"}
    ordinary = {"pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", *wheels}
    needed = {*quick, *ordinary, "pyodide-lock.json"}
    assert {path.name for path in runtime_of(SITE).iterdir()} == needed
    for language in LANGUAGES:
        root = document(f"{language}/calculator/").one("div", **{"class": "calculator"})
        assert target(f"{language}/calculator/", root["data-runtime"])[0] == python()
        assert not (SITE / language / "runtime").exists(), "the languages share one runtime"


def test_the_site_tells_nothing_of_the_machine_it_was_built_on() -> None:
    root = str(Path(__file__).parents[2])
    for path in SITE.rglob("*"):
        if path.suffix in {".html", ".js", ".mjs", ".json", ".css", ".xml"}:
            assert root not in path.read_text(encoding="utf-8"), path


def _names(path: str) -> set[str]:
    return {file.name for file in (SITE / path).iterdir()}


def _root(fragment: str) -> str:
    return f"<div>{fragment}</div>"


def _plain(attributes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((k, v) for k, v in attributes.items() if k not in {"rx", "markdown"}))
