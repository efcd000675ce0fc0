"""The thin adapter between MkDocs and the guide: language, menu, pages and runtime of one build."""

import logging
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, NoReturn

from babel.dates import format_date
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by its path; the project stands beside it.

from hooks.application import publish  # noqa: E402
from hooks.pages import metadata, pages, social  # noqa: E402
from hooks.pages.drawing import with_charts  # noqa: E402
from hooks.pages.precomputed import examples, precomputed  # noqa: E402
from hooks.publish import assets  # noqa: E402
from hooks.publish.offline import MANIFEST, web_manifest  # noqa: E402
from hooks.theme import policy, search  # noqa: E402
from service_structure.source import translations  # noqa: E402
from service_structure.source.loader import GUIDE, GuideError, read_guide  # noqa: E402
from service_structure.source.records import Guide  # noqa: E402

log = logging.getLogger("mkdocs.hooks.guide")
WATCHED = (
    GUIDE,
    pages.TEMPLATES,
    ROOT / "calculator" / "service_structure" / "views",
    ROOT / "docs" / "overrides",
    assets.SCRIPTS,
    assets.STYLES,
)
RUNTIME = "runtime/"
MODULES = ROOT / "node_modules"
LIBRARIES = {"vega.min.js": MODULES / "vega" / "build" / "vega.min.js"}
"""Files of JavaScript libraries that scripts of the calculator load when they are needed."""
PICTURES = "assets/pictures/"
CALCULATOR = "calculator.md"
FEEDS = ("feed.xml", "llms.txt")  # templates that are no pages; the site map is MkDocs's own
BRANCH = "main"  # where "edit this page" leads


_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether an editor is watching the pages."""
    global _serving  # noqa: PLW0603 (MkDocs hands its state from hook to hook in no other way)
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set what depends on the language, and watch the data and the templates.

    The whole site (hooks.commands.build) sets `shared_runtime`, where Python for the browser lies
    relative to the root of the language; a build of one language on its own brings its own.
    """
    guide = _read(serving=_serving)
    language = str(config.theme["language"])
    if language not in guide.languages:
        raise PluginError(
            f"SITE_LANGUAGE is {language!r}; the guide has {', '.join(guide.languages)}"
        )
    config.watch.extend(str(path) for path in WATCHED)
    config.site_name = guide.messages["site_name"][language]
    config.site_description = guide.messages["site_description"][language]
    config.copyright = guide.messages["copyright"][language]
    config.markdown_extensions.append("hooks.theme.prose")
    config.mdx_configs["hooks.theme.prose"] = {"language": language, "guide": guide}
    config.theme.static_templates.discard("404.html")  # The host shows that of the root alone.
    config.theme.static_templates.update(FEEDS)
    if config.repo_url:
        config.edit_uri = f"edit/{BRANCH}/"
    runtime = config.extra.setdefault("shared_runtime", RUNTIME)
    site_pages = pages.pages(guide, language, runtime)
    config.extra["guide"] = guide
    config.extra["site_pages"] = {page.uri: page for page in site_pages}
    config.nav = pages.navigation(site_pages, guide, language)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, manifest and results of the guide; in a build of one language, Python too."""
    guide, language = config.extra["guide"], str(config.theme["language"])
    if config.extra["shared_runtime"] == RUNTIME:
        # Made beside the pages, by other programs: an editor waits for both.
        target = Path(config.site_dir, RUNTIME)
        config.extra["own_runtime"] = ThreadPoolExecutor(1).submit(
            publish, target, quick=not _serving
        )
    charts = pages.charts(guide, language)
    addresses = config.extra["addresses"] = {}
    for page in config.extra["site_pages"].values():
        file = File.generated(config, page.uri, content=with_charts(page.markdown, charts))
        file.edit_uri = f"calculator/guide/{page.source}"
        files.append(file)
        addresses[page.uri] = file.url.removeprefix("./")
        if not _serving:
            content = social.picture(page.title, config.site_name)
            files.append(File.generated(config, _picture(page.uri), content=content))
    for name, path in LIBRARIES.items():
        files.append(File.generated(config, f"assets/{name}", abs_src_path=str(path)))
    for name, text in assets.joined().items():
        files.append(File.generated(config, f"assets/{name}", content=text))
    files.append(File.generated(config, MANIFEST, content=web_manifest(guide, language)))
    if not _serving:  # it takes seconds, and the page works without
        for name, result in precomputed(guide, language):
            files.append(File.generated(config, name, content=result))
    search.extend_worker(files, config)
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Compile the theme's templates once, not for each change that an editor makes."""
    env.bytecode_cache = pages.COMPILED[str(config.theme["language"])]


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Date the page by the record behind it, not by the build."""
    site_page = config.extra["site_pages"][page.file.src_uri]
    page.update_date = metadata.last_change(site_page, config.extra["guide"]).isoformat()


def on_page_context(
    context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation
) -> dict[str, Any]:
    """Give the templates what a page says of itself."""
    guide: Guide = config.extra["guide"]
    language = str(config.theme["language"])
    site_page = config.extra["site_pages"][page.file.src_uri]
    picture = f"{config.site_url}{_picture(page.file.src_uri)}"
    context["messages"] = {key: text[language] for key, text in guide.messages.items()}
    changed = metadata.last_change(site_page, guide)
    if page.file.src_uri == CALCULATOR:
        context["examples"] = examples(guide)
    context["changed"] = format_date(changed, "d MMMM y", locale=language)
    comparison = config.extra["addresses"].get("comparison.md", "")
    context["tags"] = [
        {"name": criterion.name[language], "url": f"{comparison}#{criterion.id}"}
        for criterion in metadata.strengths(site_page, guide)
    ]
    context["picture"] = {"address": picture, "size": social.SIZE}
    context["structured_data"] = metadata.structured_data(
        site_page, guide, language, _way(page, config), picture
    )
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """Mend the page and give it its policy, which would stop the live reload of an editor."""
    html = policy.mend(output)
    return html if _serving else policy.secure(html)


def on_post_build(config: MkDocsConfig) -> None:
    """Make the search index small, let a page be found by its name in the menu, await Python."""
    site_pages, addresses = config.extra["site_pages"], config.extra["addresses"]
    names = {addresses[uri]: page.nav for uri, page in site_pages.items()}
    search.split_index(Path(config.site_dir), names)
    if runtime := config.extra.get("own_runtime"):
        runtime.result()


def _picture(uri: str) -> str:
    """Where the picture of a page lies: a/b.md → assets/pictures/a-b.png."""
    return PICTURES + re.sub(r"\.md$", ".png", uri.replace("/", "-"))


def _way(page: Page, config: MkDocsConfig) -> list[metadata.Place]:
    """The pages on the way from the home page to this one, by their addresses, and this one."""
    site_pages, addresses = config.extra["site_pages"], config.extra["addresses"]
    uri = page.file.src_uri
    steps = dict.fromkeys(("index.md", f"{uri.rpartition('/')[0]}/index.md", uri))
    return [
        metadata.Place(site_pages[step].title, f"{config.site_url}{addresses[step]}")
        for step in steps
        if step in site_pages
    ]


def _read(*, serving: bool) -> Guide:
    """The guide as it is on disk now.

    Faults end the build, each named. So do stale translations, but not while an editor is at work.
    """
    try:
        guide = read_guide(GUIDE)
    except GuideError as error:
        _stop([str(fault) for fault in error.faults])
    stale = translations.stale(guide, translations.read_lock())
    if stale and not serving:
        _stop(stale)
    for line in stale:
        log.warning("%s", line)
    return guide


def _stop(faults: Sequence[str]) -> NoReturn:
    """End the build, after one line for each fault."""
    for fault in faults:
        log.error("%s", fault)
    raise PluginError(f"the guide has {len(faults)} fault(s); mend the data named above")
