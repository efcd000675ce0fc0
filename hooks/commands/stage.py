"""Stage the pages as plain Markdown for another generator: python -m hooks.commands.stage FOLDER

Each language becomes a project: a folder `docs`, a `mkdocs.yml` for MkDocs and a `zensical.yml` for
Zensical. The project needs no hook and no theme files of this repository. The calculator works.

The staged site lacks what the hook adds: the content security policy, structured data, dates and
pictures of pages, stemmed search, no-break spaces, definitions of terms, the feed, offline use.
"""

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from hooks.application import publish
from hooks.pages.pages import navigation, pages
from hooks.publish.assets import joined
from hooks.quickstart import BuildError
from service_structure.errors import GuideError
from service_structure.source.loader import GUIDE, read_guide
from service_structure.source.precedents import load_precedents
from service_structure.source.records import Guide
from service_structure.views.alike import write_briefs

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "docs" / "static"
RUNTIME = "runtime/"
THEME_SCRIPT = "theme.js"  # works only with our templates of the theme

THEMES: dict[str, dict[str, str | bool]] = {
    # Unless told not to, this asks a CDN for highlight.js, and Zensical asks Google for fonts.
    "mkdocs.yml": {"name": "mkdocs", "locale": "{}", "highlightjs": False},
    # Zensical calls its own theme "material"; the classic variant has Material's classes, for which
    # our style sheet is written.
    "zensical.yml": {"name": "material", "language": "{}", "variant": "classic", "font": False},
}
STYLED = {"zensical.yml"}
"""The configurations that load our style sheet."""
STYLE_SHEET = "assets/style.css"
# Our theme loads these where a page needs them.
SCRIPTS = ("calculator.js", "staffing-sliders.js", "comparison.js")
EXTENSIONS = ["attr_list", "def_list", "md_in_html", "tables"]
"""The Markdown extensions that the pages need."""


def main(argv: Sequence[str] | None = None) -> int:
    """Stage every language; returns 1 if the data have faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="its content is replaced")
    folder = parser.parse_args(argv).folder
    try:
        guide = read_guide(GUIDE)
        for language in guide.languages:
            stage(guide, language, folder / language)
    except (GuideError, BuildError) as error:
        print(error)
        return 1
    print(f"The pages are in {folder}, a folder for each language.")
    return 0


def stage(guide: Guide, language: str, folder: Path) -> None:
    """Write the project of one language into a folder; the folder's content is removed first."""
    shutil.rmtree(folder, ignore_errors=True)
    docs = folder / "docs"
    shutil.copytree(STATIC, docs)
    for name, asset in joined().items():
        if name != THEME_SCRIPT:
            (docs / "assets" / name).write_text(asset, encoding="utf-8")
    briefs = write_briefs(load_precedents(guide).values(), language)
    (docs / "assets" / "precedents.json").write_text(briefs, encoding="utf-8")
    publish(docs / RUNTIME)
    for page in pages(guide, language, RUNTIME):
        path = docs / page.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page.markdown, encoding="utf-8")
    common = _configuration(guide, language)
    for name, theme in THEMES.items():
        settings = {
            key: value.format(language) if isinstance(value, str) else value
            for key, value in theme.items()
        }
        content = common | {"theme": settings}
        if name in STYLED:
            content["extra_css"] = [STYLE_SHEET]
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")


def _configuration(guide: Guide, language: str) -> dict[str, Any]:
    """The settings that every generator shares."""
    return {
        "site_name": guide.messages["site_name"][language],
        "site_description": guide.messages["site_description"][language],
        "copyright": guide.messages["copyright"][language],
        "nav": navigation(pages(guide, language, RUNTIME), guide, language),
        "markdown_extensions": EXTENSIONS,
        "extra_javascript": [{"path": f"assets/{name}", "type": "module"} for name in SCRIPTS],
    }


if __name__ == "__main__":
    raise SystemExit(main())
