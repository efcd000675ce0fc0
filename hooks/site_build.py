"""What the steps of a build share: the site as a whole, and the build of one language.

MkDocs carries both from hook to hook in `config.extra`, under the keys WHOLE_SITE and SITE_BUILD.
"""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field

from mkdocs.config.defaults import MkDocsConfig

from hooks.pages.pages import SitePage
from service_structure.source.records import Guide

WHOLE_SITE, SITE_BUILD = "whole_site", "site_build"
RUNTIME = "runtime/"


@dataclass(frozen=True)
class Edition:
    """The site in one language; `root` is its full address."""

    id: str
    name: str
    root: str


@dataclass(frozen=True)
class WholeSite:
    """What the build of all languages hands to the build of each (see hooks.commands.build).

    `runtime` is the path from the root of a language to the folder with Python for the browser,
    `guide_address` the full address of `guide.json`.
    """

    runtime: str
    guide_address: str
    editions: tuple[Edition, ...]


ALONE = WholeSite(RUNTIME, "", ())
"""For a language that is built on its own: it has its own runtime and no other editions."""


@dataclass(frozen=True)
class SiteBuild:
    """The build of one language.

    `pages` and `addresses` (relative to the root of the language) are by the `uri` of a page.
    `contents` keeps the HTML of a page while the search takes in another, by its `uri`.
    `python` is done when Python for the browser is ready; None if the whole site provides it.
    """

    whole: WholeSite
    guide: Guide
    language: str
    pages: Mapping[str, SitePage]
    addresses: Mapping[str, str]
    python: Future[object] | None
    contents: dict[str, str] = field(default_factory=dict)

    def message(self, name: str) -> str:
        """A message of the guide in the language of the build."""
        return self.guide.messages[name][self.language]


def whole_site(config: MkDocsConfig) -> WholeSite:
    """What the build of all languages has told this one; ALONE if there is none."""
    whole: WholeSite = config.extra.get(WHOLE_SITE, ALONE)
    return whole


def site_build(config: MkDocsConfig) -> SiteBuild:
    """The build that `on_config` of the hook has begun."""
    found: SiteBuild = config.extra[SITE_BUILD]
    return found
