"""Makes the theme's search find inflected words, and its index small."""

import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

WORKER = Path(__file__).with_name("search_worker.js")
THEME_WORKER = "assets/javascripts/workers/search.*.min.js"
INDEX = "search/search_index.json"
TEXTS = "search/texts.json"


def extend_worker(files: Files, config: MkDocsConfig) -> None:
    """Replace the theme's search worker by ours, which loads that code on the first search."""
    found = [f for f in files if Path(f.src_uri).match(THEME_WORKER)]
    if len(found) != 1:
        raise PluginError(
            f"the theme has {len(found)} files {THEME_WORKER} rather than one;"
            " see hooks/theme/search.py"
        )
    (theirs,) = found
    files.remove(theirs)
    place = PurePosixPath(theirs.src_uri)
    moved = place.with_name(f"theme-{place.name}")
    code = f'(() => {{\nconst THEIRS = "{moved.name}";\n{WORKER.read_text("utf-8")}}})();\n'
    for uri, content in ((place, code), (moved, theirs.content_string)):
        files.append(File.generated(config, str(uri), content=content))


def shrink_index(site: Path, names: Mapping[str, str]) -> None:
    """Move the texts of the search index into a file of their own, without `\\u` escapes.

    Every page fetches the index; the worker fetches the texts on the first search. `names` maps the
    address of a page within the language to its name in the menu, by which it is found as well.
    """
    index: dict[str, Any] = json.loads((site / INDEX).read_text("utf-8"))
    for text in index["docs"]:
        name = names.get(text["location"], "")
        if name.lower() not in text["title"].lower():
            text["tags"] = [name]
    fields = index["config"]["fields"]
    fields["tags"] = fields["title"]
    _write(site / TEXTS, index["docs"])
    _write(site / INDEX, index | {"docs": []})


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
