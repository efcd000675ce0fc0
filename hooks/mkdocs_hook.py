"""The MkDocs hook: MkDocs calls these functions, in this order, while it builds one language.

What the steps share is a `SiteBuild`, made by `on_config`. The work is done in `hooks.pages`,
`hooks.theme` and `hooks.publish`.
"""

import logging
import re
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, NoReturn

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by its path; the project stands beside it.

from hooks.application import papers, publish  # noqa: E402
from hooks.pages import metadata, pages, social  # noqa: E402
from hooks.pages.citation import Cited, citation  # noqa: E402
from hooks.pages.drawing import with_charts  # noqa: E402
from hooks.pages.precomputed import examples, precomputed  # noqa: E402
from hooks.publish import assets  # noqa: E402
from hooks.publish.offline import MANIFEST, web_manifest  # noqa: E402
from hooks.publish.whole import whole_script  # noqa: E402
from hooks.site_build import (  # noqa: E402
    ALONE,
    RUNTIME,
    SITE_BUILD,
    SiteBuild,
    site_build,
    whole_site,
)
from hooks.theme import folds, keyboard, policy, search  # noqa: E402
from service_structure.commands.options import default_language  # noqa: E402
from service_structure.errors import GuideError  # noqa: E402
from service_structure.source import translations  # noqa: E402
from service_structure.source.loader import GUIDE, read_guide  # noqa: E402
from service_structure.source.precedents import load_precedents  # noqa: E402
from service_structure.source.records import Guide  # noqa: E402
from service_structure.views.alike import write_briefs  # noqa: E402
from service_structure.views.wording import Wording  # noqa: E402

log = logging.getLogger("mkdocs.hooks.guide")
WATCHED = (
    GUIDE,
    pages.TEMPLATES,
    ROOT / "calculator" / "service_structure" / "views",
    ROOT / "docs" / "overrides",
    assets.SCRIPTS,
    assets.STYLES,
)
MODULES = ROOT / "node_modules"
LIBRARIES = {"vega.min.js": MODULES / "vega" / "build" / "vega.min.js"}
"""Files of JavaScript libraries that the calculator loads when it needs them."""
PICTURES = "assets/pictures/"
CALCULATOR = "calculator.md"
BRIEFS = "precedents.json"  # fetched when a reader asks for organisations like the own one
PAPERS = "papers.json"  # what makes files for office programs, fetched when a reader asks for one
FEEDS = ("feed.xml", "llms.txt")  # templates beside the pages; MkDocs makes the site map itself
BRANCH = "main"  # the branch that "edit this page" links to


_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether an editor is watching the pages (`mkdocs serve`)."""
    global _serving  # noqa: PLW0603 (MkDocs says so here alone, before there is a configuration)
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Begin the build: read the guide, make the pages, set what depends on the language."""
    guide = _read(serving=_serving)
    language = str(config.theme["language"])
    if language not in guide.languages:
        raise PluginError(
            f"SITE_LANGUAGE is {language!r}; the guide has {', '.join(guide.languages)}"
        )
    whole = whole_site(config)
    site_pages = pages.pages(guide, language, whole.runtime, str(config.site_url))
    config.nav = pages.navigation(site_pages, guide, language)
    config.extra[SITE_BUILD] = build = SiteBuild(
        whole=whole,
        guide=guide,
        language=language,
        pages={page.uri: page for page in site_pages},
        addresses={page.uri: _address(page.uri, config) for page in site_pages},
        python=_start_python(config) if whole is ALONE else None,
    )
    config.watch.extend(str(path) for path in WATCHED)
    config.site_name = build.message("site_name")
    config.site_description = build.message("site_description")
    config.copyright = build.message("copyright")
    config.markdown_extensions.append("hooks.theme.prose")
    config.mdx_configs["hooks.theme.prose"] = {"language": language, "guide": guide}
    config.theme.static_templates.discard("404.html")  # The host shows only the root's.
    config.theme.static_templates.update(FEEDS)
    if config.repo_url:
        config.edit_uri = f"edit/{BRANCH}/"
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, their pictures, scripts, styles, manifest and precomputed results."""
    build = site_build(config)
    guide, language = build.guide, build.language
    charts = pages.charts(guide, language)
    for page in build.pages.values():
        file = File.generated(config, page.uri, content=with_charts(page.markdown, charts))
        file.edit_uri = f"calculator/guide/{page.source}"
        files.append(file)
        if not _serving:
            content = social.picture(page.title, config.site_name)
            files.append(File.generated(config, _picture(page.uri), content=content))
    for name, path in LIBRARIES.items():
        files.append(File.generated(config, f"assets/{name}", abs_src_path=str(path)))
    for name, text in assets.joined().items():
        files.append(File.generated(config, f"assets/{name}", content=text))
    files.append(File.generated(config, MANIFEST, content=web_manifest(guide, language)))
    briefs = write_briefs(load_precedents(guide).values(), language)
    files.append(File.generated(config, f"assets/{BRIEFS}", content=briefs))
    files.append(File.generated(config, f"assets/{PAPERS}", content=papers()))
    if not _serving:  # this takes seconds, and pages work without it
        for name, result in precomputed(guide, language):
            files.append(File.generated(config, name, content=result))
    search.extend_worker(files, config, assets.published(search.WORKER))
    for file in [file for file in files if file.src_uri.endswith(".map")]:
        files.remove(file)
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Keep the compiled templates of the theme from one change of an editor to the next."""
    env.globals["whole_script"] = whole_script()
    env.bytecode_cache = pages.COMPILED[site_build(config).language]


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Date the page by its record, not by the build."""
    build = site_build(config)
    changed = metadata.last_change(build.pages[page.file.src_uri], build.guide)
    page.update_date = changed.isoformat()


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Finish the content, and give the search one of its own: `on_page_context` comes after it."""
    site_build(config).contents[page.file.src_uri] = folds.folded(html)
    return search.searchable(html)


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the templates the content and the metadata of the page."""
    build = site_build(config)
    uri = page.file.src_uri
    page.content = keyboard.passed_by(build.contents.pop(uri))
    page.toc = keyboard.contents_of(uri, str(page.title), page.toc)
    guide, language = build.guide, build.language
    site_page = build.pages[page.file.src_uri]
    picture = f"{config.site_url}{_picture(page.file.src_uri)}"
    context["messages"] = {key: text[language] for key, text in guide.messages.items()}
    changed = metadata.last_change(site_page, guide)
    if page.file.src_uri == CALCULATOR:
        context["examples"] = examples(guide)
    context["structures"] = list(guide.structures)
    context["trusted"] = policy.TRUSTED
    context["changed"] = Wording(guide, language).day(changed)
    if not page.is_homepage:
        cited = Cited(site_page.title, changed)
        context["cited"] = citation(guide, language, page.canonical_url or "", cited)
    context["picture"] = {"address": picture, "size": social.SIZE}
    context["structured_data"] = metadata.structured_data(
        site_page, guide, language, _trail(page, config), picture
    )
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Make the HTML valid and add the policy, except while serving: it would stop live reload."""
    html = policy.mend(output)
    return html if _serving else policy.secure(html)


def on_post_build(config: MkDocsConfig) -> None:
    """Split the search index, with other words for its pages, and wait for Python."""
    build = site_build(config)
    names = {build.addresses[uri]: page.nav for uri, page in build.pages.items()}
    records = {
        page.source.removesuffix(".toml"): build.addresses[uri] for uri, page in build.pages.items()
    }
    tags = search.synonyms(build.guide, build.language, records)
    search.shrink_index(Path(config.site_dir), names, tags)
    if build.python:
        build.python.result()


def _start_python(config: MkDocsConfig) -> Future[object]:
    """Begin to make Python for the browser; other programs do it while MkDocs makes the pages."""
    target = Path(config.site_dir, RUNTIME)
    return ThreadPoolExecutor(1).submit(publish, target, quick=not _serving)


def _address(uri: str, config: MkDocsConfig) -> str:
    """The address of a page relative to the root of the language: a/b.md → a/b/."""
    return File.generated(config, uri, content="").url.removeprefix("./")


def _picture(uri: str) -> str:
    """The file of a page's picture: a/b.md → assets/pictures/a-b.png."""
    return PICTURES + re.sub(r"\.md$", ".png", uri.replace("/", "-"))


def _trail(page: Page, config: MkDocsConfig) -> list[metadata.Place]:
    """The breadcrumb trail: the pages from the home page to this one."""
    build = site_build(config)
    uri = page.file.src_uri
    steps = dict.fromkeys(("index.md", f"{uri.rpartition('/')[0]}/index.md", uri))
    return [
        metadata.Place(build.pages[step].title, f"{config.site_url}{build.addresses[step]}")
        for step in steps
        if step in build.pages
    ]


def _read(*, serving: bool) -> Guide:
    """Read the guide from disk, and see whether its precedents are sound.

    Faults stop the build and are all named. Stale translations do too, but not while serving.
    """
    try:
        guide = read_guide(GUIDE)
        load_precedents(guide)
    except GuideError as error:
        _stop([str(fault) for fault in error.faults])
    found = translations.stale(translations.texts(guide), translations.read_lock())
    stale = [one.describe(guide, default_language(guide.languages)) for one in found]
    if stale and not serving:
        _stop(stale)
    for line in stale:
        log.warning("%s", line)
    return guide


def _stop(faults: Sequence[str]) -> NoReturn:
    """Log one line for each fault and stop the build."""
    for fault in faults:
        log.error("%s", fault)
    raise PluginError(f"the guide has {len(faults)} fault(s); mend the data named above")
