"""The thin adapter between MkDocs and the guide: language, menu, pages and runtime of one build."""

import logging
import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # MkDocs loads this file by its path; the project stands beside it.

from calculator import translations  # noqa: E402
from calculator.loader import GUIDE, GuideError, read_guide  # noqa: E402
from calculator.records import Guide  # noqa: E402
from hooks import pages  # noqa: E402
from hooks.runtime import build_runtime  # noqa: E402

log = logging.getLogger("mkdocs.hooks.guide")
WATCHED = (GUIDE, pages.TEMPLATES, ROOT / "calculator" / "views", ROOT / "docs" / "overrides")
RUNTIME = "runtime/"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Set what depends on the language, and watch the data and the templates.

    The whole site (hooks.build) sets `shared_runtime`, where Python for the browser lies relative
    to the root of the language; a build of one language on its own brings its own.
    """
    guide = _read()
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
    config.extra["site_pages"] = pages.pages(guide, language, runtime)
    config.nav = pages.navigation(config.extra["site_pages"], guide, language)
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of the guide and, in a build of one language, the runtime."""
    for page in config.extra["site_pages"]:
        file = File.generated(config, page.uri, content=page.markdown)
        file.edit_uri = f"calculator/guide/{page.source}"
        files.append(file)
    if config.extra["shared_runtime"] == RUNTIME:
        target = ROOT / "build" / "served-runtime"
        build_runtime(target, ROOT / "build" / "runtime")
        for path in sorted(target.iterdir()):
            name = RUNTIME + path.name
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def _read() -> Guide:
    """The guide as it is on disk now; faults and stale translations end the build, one by one."""
    try:
        guide = read_guide(GUIDE)
    except GuideError as error:
        faults = tuple(map(str, error.faults))
    else:
        faults = translations.stale(guide, translations.read_lock())
        if not faults:
            return guide
    for fault in faults:
        log.error("%s", fault)
    raise PluginError(f"the guide has {len(faults)} fault(s); mend the data named above")
