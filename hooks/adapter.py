"""The thin adapter between MkDocs and the guide: language, menu, pages and runtime of one build."""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NoReturn

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by its path; the project stands beside it.

from calculator import translations  # noqa: E402
from calculator.loader import GUIDE, GuideError, read_guide  # noqa: E402
from calculator.records import Guide  # noqa: E402
from hooks import pages  # noqa: E402
from hooks.offline import MANIFEST, web_manifest  # noqa: E402
from hooks.precomputed import precomputed  # noqa: E402
from hooks.runtime import build_runtime  # noqa: E402

log = logging.getLogger("mkdocs.hooks.guide")
WATCHED = (GUIDE, pages.TEMPLATES, ROOT / "calculator" / "views", ROOT / "docs" / "overrides")
RUNTIME = "runtime/"


_serving = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
    """Remember whether an editor is watching the pages."""
    global _serving  # noqa: PLW0603 (MkDocs hands its state from hook to hook in no other way)
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set what depends on the language, and watch the data and the templates.

    The whole site (hooks.build) sets `shared_runtime`, where Python for the browser lies relative
    to the root of the language; a build of one language on its own brings its own.
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
    for option in config.theme["palette"]:
        option["toggle"]["name"] = guide.messages[option["toggle"]["name"]][language]
    runtime = config.extra.setdefault("shared_runtime", RUNTIME)
    config.extra["guide"] = guide
    config.extra["site_pages"] = pages.pages(guide, language, runtime)
    config.nav = pages.navigation(config.extra["site_pages"], guide, language)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages, manifest and results of the guide; in a build of one language, the runtime."""
    for page in config.extra["site_pages"]:
        file = File.generated(config, page.uri, content=page.markdown)
        file.edit_uri = f"calculator/guide/{page.source}"
        files.append(file)
    language = str(config.theme["language"])
    manifest = web_manifest(config.extra["guide"], language)
    files.append(File.generated(config, MANIFEST, content=manifest))
    if not _serving:  # it takes seconds, and the page works without
        for name, content in precomputed(config.extra["guide"], language):
            files.append(File.generated(config, name, content=content))
    if config.extra["shared_runtime"] == RUNTIME:
        target = ROOT / "build" / "served-runtime"
        build_runtime(target, ROOT / "build" / "runtime")
        for path in sorted(target.iterdir()):
            name = RUNTIME + path.name
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


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
