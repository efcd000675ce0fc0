"""What a page says of itself to search engines and feeds: structured data, and its last change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from markdown import markdown

from hooks.pages.pages import SitePage
from service_structure.source.records import Criterion, Guide, Page, Section

TEXTS_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

STRONG = 0.75
"""The rating from which a structure counts as strong at something."""

type Thing = dict[str, Any]
"""An object of schema.org."""


@dataclass(frozen=True)
class Place:
    """A page with its full address: a step on the way to it, or the page itself."""

    name: str
    address: str


def last_change(page: SitePage, guide: Guide) -> date:
    """The day on which the record behind a page was last changed."""
    return guide.last_change(page.source.removesuffix(".toml")).date


def strengths(page: SitePage, guide: Guide) -> list[Criterion]:
    """What the structure that a page describes is strong at; nothing for other pages."""
    folder, _, name = page.source.removesuffix(".toml").partition("/")
    if folder != "structures":
        return []
    ratings = guide.structures[name].ratings
    return [c for c in guide.criteria.values() if ratings.get(c.id, 0) >= STRONG]


def structured_data(
    page: SitePage, guide: Guide, language: str, way: Sequence[Place], picture: str
) -> Thing:
    """The page in the words of schema.org.

    `way` leads from the home page to the page itself; `picture` is the address of its picture.
    """
    home, here = way[0], way[-1]
    site = {
        "@type": "WebSite",
        "@id": f"{home.address}#site",
        "name": guide.messages["site_name"][language],
        "url": home.address,
        "inLanguage": language,
    }
    things = [site, _article(page, guide, language, here, picture) | {"isPartOf": _same(site)}]
    if len(way) > 1:
        things.append(_way(way))
    record = guide.pages.get(_record_id(page))
    if record and record.id == "calculator":
        things.append(_application(page, language, here))
    if record and (asked := questions(record, language)):
        things.append(_faq(asked, language))
    return {"@context": "https://schema.org", "@graph": things}


def questions(record: Page, language: str) -> list[Section]:
    """The sections of a page that ask and answer, if that is what the page is made of."""
    asked = [s for s in record.sections if s.heading[language].endswith("?")]
    return asked if len(asked) > 1 and 2 * len(asked) > len(record.sections) else []


def _record_id(page: SitePage) -> str:
    folder, _, name = page.source.removesuffix(".toml").partition("/")
    return name if folder == "pages" else ""


def _article(page: SitePage, guide: Guide, language: str, here: Place, picture: str) -> Thing:
    return {
        "@type": "TechArticle",
        "@id": f"{here.address}#article",
        "headline": page.title,
        "description": page.description,
        "url": here.address,
        "image": picture,
        "inLanguage": language,
        "dateModified": last_change(page, guide).isoformat(),
        "author": {"@type": "Organization", "name": guide.messages["site_name"][language]},
        "keywords": [criterion.name[language] for criterion in strengths(page, guide)],
        "license": TEXTS_LICENCE,
        "isAccessibleForFree": True,
    }


def _way(way: Sequence[Place]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": place.name, "item": place.address}
            for n, place in enumerate(way, 1)
        ],
    }


def _application(page: SitePage, language: str, here: Place) -> Thing:
    return {
        "@type": "WebApplication",
        "@id": f"{here.address}#application",
        "name": page.title,
        "description": page.description,
        "url": here.address,
        "inLanguage": language,
        "applicationCategory": "BusinessApplication",
        "operatingSystem": "Any",
        "browserRequirements": "JavaScript, WebAssembly",
        "isAccessibleForFree": True,
        "offers": {"@type": "Offer", "price": 0, "priceCurrency": "EUR"},
    }


def _faq(asked: Sequence[Section], language: str) -> Thing:
    return {
        "@type": "FAQPage",
        "inLanguage": language,
        "mainEntity": [
            {
                "@type": "Question",
                "name": section.heading[language],
                "acceptedAnswer": {"@type": "Answer", "text": _plain(section.body[language])},
            }
            for section in asked
        ],
    }


def _plain(text: str) -> str:
    """Markdown as words alone."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markdown(text))).split())


def _same(thing: Thing) -> Thing:
    return {"@id": thing["@id"]}
