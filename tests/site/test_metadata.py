"""What pages say of themselves: shared pictures, structured data, feeds, site maps, last change."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from PIL import Image

from hooks.pages import metadata, social
from hooks.pages.pages import SitePage
from service_structure import load_guide
from service_structure.decision.usual import usual_values
from service_structure.source.records import Guide, Section
from tests.site.built import HOME, SITE, folder, written_pages
from tests.support import DataCopy, Document

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"

pytestmark = pytest.mark.usefixtures("site")


@cache
def site_pages(language: str) -> list[tuple[SitePage, str, Document]]:
    """Every page with its address within the site and as it was built."""
    found = []
    for page in written_pages(language):
        address = f"{language}/{folder(page.uri)}"
        html = (SITE / address / "index.html").read_text(encoding="utf-8")
        found.append((page, address, Document(html)))
    return found


def meta(document: Document, name: str) -> str:
    return document.one("meta", property=name)["content"]


def things(html: str) -> dict[str, dict[str, Any]]:
    """The structured data of a page by type."""
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    graph = json.loads(found)
    assert graph["@context"] == "https://schema.org"
    return {thing["@type"]: thing for thing in graph["@graph"]}


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shared_page_has_a_picture_of_its_own_in_its_language(language: str) -> None:
    pictures = set()
    for page, address, document in site_pages(language):
        assert meta(document, "og:title") == page.title
        assert meta(document, "og:description") == page.description
        assert meta(document, "og:url") == HOME + address
        assert meta(document, "og:locale") == language
        assert meta(document, "og:image:alt") == page.title
        picture = meta(document, "og:image")
        assert picture.startswith(f"{HOME}{language}/")
        pictures.add(picture)
        with Image.open(SITE / picture.removeprefix(HOME)) as image:
            assert image.size == social.SIZE
            assert image.format == "PNG"
            assert len(image.getcolors() or []) > 5, f"{picture} is empty"
    assert len(pictures) == len(site_pages(language))


def test_a_picture_shows_the_letters_of_every_language() -> None:
    """A typeface without a letter draws the same box for each that it lacks."""
    for text in {"".join(s.name.values()) for s in GUIDE.structures.values()} | {"ЁёЪъ«»—“”’"}:
        masks = {char: bytes(social.font(social.BOLD, 60).getmask(char)) for char in set(text)}
        shapes = [mask for char, mask in masks.items() if not char.isspace()]
        alike = len({c.lower() for c in masks if not c.isspace()}) - len(set(shapes))
        assert len(set(shapes)) > 0.6 * len(shapes), f"{alike} letters look alike in {text!r}"


def test_a_long_title_is_set_smaller_rather_than_cut() -> None:
    for page, _, _ in [*site_pages("ru"), *site_pages("en")]:
        _, lines = social.title_lines(page.title)
        assert " ".join(lines) == page.title, "shorten the title, or allow a smaller size"
    assert social.title_lines("Матрица " * 9)[0] < social.title_lines("Матрица")[0]
    assert social.title_lines("Матрица " * 99)[1][-1].endswith("…")


@pytest.mark.parametrize("language", LANGUAGES)
def test_structured_data_say_what_a_page_is_and_where_it_stands(language: str) -> None:
    for page, address, document in site_pages(language):
        found = things(document.source)
        article = found["TechArticle"]
        assert article["headline"] == page.title
        assert article["url"] == HOME + address
        assert article["inLanguage"] == language
        assert article["dateModified"] == metadata.last_change(page, GUIDE).isoformat()
        assert article["isPartOf"]["@id"] == found["WebSite"]["@id"]
        assert ("WebApplication" in found) == address.endswith("/calculator/")
        if page.uri == "index.md":
            assert "BreadcrumbList" not in found
            continue
        steps = found["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["item"] == f"{HOME}{language}/"
        assert steps[-1]["item"] == HOME + address
        assert len(steps) == len(Path(address).parts)


def test_a_page_of_questions_and_answers_is_an_faq_and_no_other_is(guide: Guide) -> None:
    record = next(iter(guide.pages.values()))
    ask = Section("why", {"en": "Why?"}, {"en": "Because of *this*."})
    tell = Section("what", {"en": "What it is"}, {"en": "That."})
    faq = replace(record, sections=(ask, replace(ask, id="how"), tell))
    assert len(metadata.questions(faq, "en")) == 2
    assert metadata.questions(replace(record, sections=(ask, tell, tell)), "en") == []
    page = SitePage(f"{record.id}.md", "T", "T", "D", "", record.file, "")
    changed = replace(guide, pages={**guide.pages, record.id: faq})
    data = metadata.structured_data(page, changed, "en", [metadata.Place("T", HOME)], "p.png")
    (found,) = [thing for thing in data["@graph"] if thing["@type"] == "FAQPage"]
    assert found["mainEntity"][0]["acceptedAnswer"]["text"] == "Because of this."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keywords_of_a_structure_are_what_its_ratings_say_it_is_strong_at(
    language: str,
) -> None:
    for page, _, _ in site_pages(language):
        folder, _, name = page.source.removesuffix(".toml").partition("/")
        values = usual_values(GUIDE)[name] if folder == "structures" else {}
        strong = [c for c in GUIDE.criteria.values() if values.get(c.id, 0) >= 0.7]
        assert bool(strong) == bool(values), "every structure is strong at something"
        assert metadata.strengths(page, GUIDE) == strong


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_feed_tells_every_change_newest_first(guide: Guide, language: str) -> None:
    feed = ET.parse(SITE / language / "feed.xml").getroot()
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    assert {e.findtext(f"{ATOM}title") for e in entries} == {
        change.text[language] for change in guide.changes.values()
    }
    dates = [e.findtext(f"{ATOM}updated") or "" for e in entries]
    assert dates == sorted(dates, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == dates[0]
    assert len({e.findtext(f"{ATOM}id") for e in entries}) == len(entries)
    for link in feed.iter(f"{ATOM}link"):
        assert (SITE / link.attrib["href"].removeprefix(HOME)).exists(), link.attrib
    for element in (feed, *entries):
        # RFC 4287, 4.1.1 and 4.1.2: one alternate of a type and language; without rel it is one.
        kinds = [link.get("rel", "alternate") for link in element.findall(f"{ATOM}link")]
        assert kinds.count("alternate") == 1
    home = Document((SITE / language / "index.html").read_text("utf-8"))
    assert home.one("link", type="application/atom+xml")["href"] == "feed.xml"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_when_its_record_last_changed(guide: Guide, language: str) -> None:
    tree = ET.parse(SITE / language / "sitemap.xml")
    dates = {u.findtext(f"{MAP}loc"): u.findtext(f"{MAP}lastmod") for u in tree.iter(f"{MAP}url")}
    for page, address, document in site_pages(language):
        changed = metadata.last_change(page, guide)
        assert document.one("time")["datetime"] == changed.isoformat()
        assert str(changed.year) in document.one("time").text
        assert dates[HOME + address] == changed.isoformat()


def test_a_later_change_of_a_record_dates_its_page_alone(copy: DataCopy) -> None:
    before = copy.guide()
    later = date(2099, 1, 2)
    copy.write(
        "changes.toml",
        copy.read("changes.toml")
        + f'\n[[change]]\nid = "x"\ndate = {later}\nrecords = ["structures/matrix"]\n'
        'text.ru = "а"\ntext.en = "a"\n',
    )
    after = copy.guide()
    assert after.last_change("structures/matrix").date == later
    assert after.last_change("structures/product") == before.last_change("structures/product")


def test_a_change_of_an_unknown_record_is_a_fault(copy: DataCopy) -> None:
    copy.edit("changes.toml", '"pages/channels"]', '"pages/no_such_page"]')
    assert any("pages/no_such_page" in fault.problem for fault in copy.faults())


def test_the_root_leads_machines_to_every_language(guide: Guide) -> None:
    root = ET.parse(SITE / "sitemap.xml").getroot()
    maps = [e.text or "" for e in root.iter(f"{MAP}loc")]
    assert maps == [f"{HOME}{language}/sitemap.xml" for language in LANGUAGES]
    assert f"Sitemap: {HOME}sitemap.xml" in (SITE / "robots.txt").read_text(encoding="utf-8")
    overview = (SITE / "llms.txt").read_text(encoding="utf-8")
    for address in re.findall(r"\((http[^)]*)\)", overview):
        assert (SITE / address.removeprefix(HOME)).exists(), address
    assert all(f"/{language}/llms.txt" in overview for language in LANGUAGES)
    links = Document((SITE / "index.html").read_text("utf-8")).all("link", rel="alternate")
    assert {link["hreflang"] for link in links} == {*LANGUAGES, "x-default"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_for_language_models_names_every_page(language: str) -> None:
    text = (SITE / language / "llms.txt").read_text(encoding="utf-8")
    for page, address, _ in site_pages(language):
        assert f"[{page.title}]({HOME}{address}): {page.description}" in text


def test_the_whole_guide_is_there_as_json(guide: Guide) -> None:
    whole = json.loads((SITE / "guide.json").read_text(encoding="utf-8"))
    assert whole.keys() >= {"structures", "factors", "criteria", "sources", "changes"}
    assert whole["structures"]["matrix"]["name"] == dict(guide.structures["matrix"].name)


def test_addresses_in_what_machines_read_are_those_of_the_site() -> None:
    texts = [path for path in SITE.rglob("*.txt") if path.name != "licences.txt"]  # of others
    for path in [*SITE.rglob("*.xml"), *texts]:
        for address in re.findall(r"https?://[^\s<>\")]+", path.read_text(encoding="utf-8")):
            host = urlsplit(address).netloc
            assert host in {"127.0.0.1:8000", "www.sitemaps.org", "www.w3.org"}, (path, address)
