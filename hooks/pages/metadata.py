"""Metadata of a page for search engines and feeds: schema.org data and the date of change."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any

from markdown import markdown

from hooks.pages.pages import SitePage
from service_structure.decision.usual import usual_values
from service_structure.source.model_records import Criterion
from service_structure.source.records import Guide, Page, Section

TEXTS_LICENCE = "https://creativecommons.org/licenses/by/4.0/"

STRONG = 0.7
"""A structure is strong at a criterion if its usual value (½ is neutral) is at least this."""

type Thing = dict[str, Any]
"""A schema.org object as JSON."""


@dataclass(frozen=True)
class Place:
    """A page of the breadcrumb trail: its name and full address."""

    name: str
    address: str


def last_change(page: SitePage, guide: Guide) -> date:
    """The day of the last change to the record behind a page."""
    return guide.last_change(page.source.removesuffix(".toml")).date


def strengths(page: SitePage, guide: Guide) -> list[Criterion]:
    """The criteria at which the page's structure is strong; empty for pages of other kinds."""
    folder, _, name = page.source.removesuffix(".toml").partition("/")
    if folder != "structures":
        return []
    values = usual_values(guide)[name]
    return [c for c in guide.criteria.values() if values[c.id] >= STRONG]


def structured_data(
    page: SitePage, guide: Guide, language: str, trail: Sequence[Place], picture: str
) -> Thing:
    """The schema.org graph of a page.

    `trail` leads from the home page to the page itself; `picture` is the address of its picture.
    """
    home, here = trail[0], trail[-1]
    site = {
        "@type": "WebSite",
        "@id": f"{home.address}#site",
        "name": guide.messages["site_name"][language],
        "url": home.address,
        "inLanguage": language,
    }
    things = [site, _article(page, guide, language, here, picture) | {"isPartOf": _same(site)}]
    if len(trail) > 1:
        things.append(_breadcrumbs(trail))
    record = guide.pages.get(_record_id(page))
    if record and record.id == "calculator":
        things.append(_application(page, language, here))
    if record and (asked := questions(record, language)):
        things.append(_faq(asked, language))
    return {"@context": "https://schema.org", "@graph": things}


def questions(record: Page, language: str) -> list[Section]:
    """The sections whose heading is a question, if more than half of the sections are such."""
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


def _breadcrumbs(trail: Sequence[Place]) -> Thing:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": place.name, "item": place.address}
            for n, place in enumerate(trail, 1)
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
    """The text of Markdown, without marks and tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", markdown(text))).split())


def _same(thing: Thing) -> Thing:
    return {"@id": thing["@id"]}
