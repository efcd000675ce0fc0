"""Makes the theme's search find inflected words and synonyms, and its index small."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from hooks.quickstart import integrity
from service_structure.source.records import Guide

WORKER = Path(__file__).with_name("search_worker.js")
LUNR = "assets/javascripts/lunr/"
THEME_WORKER = "assets/javascripts/workers/search.*.min.js"
INDEX = "search/search_index.json"
TEXTS = "search/texts.json"
BREAK = re.compile(r"<br ?/?>")
TERM = re.compile(r"([.:?!…]?)\s*</dt>\s*<dd[^>]*>(\s*<p>)?")
"""What stands between a term and its description."""

BLOCK = re.compile(r"<(/?)(?:dt|dd|summary)\b[^>]*>")
"""The tag of a block that the search would run together with the next one."""
HEADED_ON = {
    "factors": "pages/choosing",
    "criteria": "pages/comparison",
    "metrics": "pages/metrics",
    "terms": "pages/glossary",
}
"""The page on which each record of a kind has a heading, with its id as the anchor."""

IN_BRIEF = "calculator/"
"""The page that the search knows by its first paragraph. Its questions stand on the page about
choosing: with them the calculator would be found by nearly every word."""


def extend_worker(files: Files, config: MkDocsConfig, ours: str) -> None:
    """Replace the theme's search worker by ours, which loads that code on the first search.

    `ours` is the code of WORKER. It knows the hashes of the theme's code and of what that loads for
    the language of the site. What the theme has for other languages is removed.
    """
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
    hashes = {moved.name: integrity(theirs.content_bytes)}
    for file in [f for f in files if f.src_uri.startswith(LUNR)]:
        if _is_of(str(config.theme["language"]), file.src_uri):
            hashes[f"../lunr/{file.src_uri.removeprefix(LUNR)}"] = integrity(file.content_bytes)
        else:
            files.remove(file)
    known = f"const THEIRS = {json.dumps(moved.name)}, HASHES = {json.dumps(hashes)};"
    code = f"(() => {{\n{known}\n{ours}}})();\n"
    for uri, content in ((place, code), (moved, theirs.content_string)):
        files.append(File.generated(config, str(uri), content=content))


def _is_of(language: str, uri: str) -> bool:
    """Whether the theme loads a file of lunr for a language: English needs none."""
    used = [f"{LUNR}min/lunr.{part}.min.js" for part in ("stemmer.support", language)]
    return language != "en" and uri in used


def searchable(html: str) -> str:
    """The content of a page as the search is to take it in; readers see the content itself.

    Tables are kept out: a row is no sentence. The search drops the tags of line breaks and of lists
    of terms, so a blank stands for a break, and a term and its description are a paragraph. Words
    are whole, without the places where they may break.

    >>> searchable("<dl><dt>Formula</dt><dd>a / b</dd></dl> one<br>two")
    '<dl><p>Formula: a / b</p></dl> one<br> two'
    """
    html = BREAK.sub(r"\g<0> ", html.replace("<table", "<table data-search-exclude"))
    html = html.replace("\u00ad", "").replace("&shy;", "")
    html = TERM.sub(lambda found: f"{found[1] or ':'} ", html)
    return BLOCK.sub(r"<\1p>", html)


def synonyms(guide: Guide, language: str, pages: Mapping[str, str]) -> dict[str, list[str]]:
    """The synonyms of each page and heading, by its address within the language.

    `pages` maps a record with a page of its own, like `structures/matrix`, to the page's address.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for synonym in guide.synonyms.values():
        for meant in synonym.means:
            kind, _, record = meant.partition("/")
            page, _, section = meant.partition("#")
            place = pages.get(page) or f"{pages[HEADED_ON[kind]]}#{record}"
            place += f"#{section}" * bool(section)
            found[place] += synonym.words.get(language, ())
    return found


def shrink_index(site: Path, names: Mapping[str, str], tags: Mapping[str, Sequence[str]]) -> None:
    """Move the texts of the search index into a file of their own, without `\\u` escapes.

    Every page fetches the index; the worker fetches the texts on the first search. `names` maps the
    address of a page within the language to its name in the menu, by which it is found as well, and
    `tags` that of a page or heading to other words that find it.
    """
    index: dict[str, Any] = json.loads((site / INDEX).read_text("utf-8"))
    index["docs"] = [t for t in index["docs"] if not t["location"].startswith(f"{IN_BRIEF}#")]
    for text in index["docs"]:
        place = text["location"]
        if place == IN_BRIEF:
            text["text"] = "".join(text["text"].partition("</p>")[:2])
        name = names.get(place, "")
        found = [] if name.lower() in text["title"].lower() else [name]
        if found := [*found, *tags.get(place, ())]:
            text["tags"] = found
    fields = index["config"]["fields"]
    fields["tags"] = {"boost": fields["title"]["boost"] / 2}
    _write(site / TEXTS, index["docs"])
    _write(site / INDEX, index | {"docs": []})


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
