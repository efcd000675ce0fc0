"""Pages that know whether they have come whole: hashes of what they load, and a script that tells.

A host may serve half a file, another one in its place, or none; a cache between may keep that. With
subresource integrity (W3C SRI) the browser uses no script and no style but those that the page was
published with. docs/scripts/whole.js tells the reader what is missing and loads it again.
"""

import json
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from markupsafe import Markup

from hooks.publish.assets import minified
from hooks.quickstart import integrity

SCRIPT = Path(__file__).parents[2] / "docs" / "scripts" / "whole.js"

TAG = re.compile(r"<(?:script|link)\b[^>]*>")
SIGNED = re.compile(r'^<script|\srel="(?:stylesheet|modulepreload)"')
ADDRESS = re.compile(r'\s(?:src|href)="([^"]+)"')
INTEGRITY = re.compile(r'\sintegrity="[^"]*"')
HASHES = re.compile(r'(?<=<script type="application/json" id="hashes">)[^<]*')
SHEET = re.compile(r'href="([^"]*/)style\.css"')
FETCHED = re.compile(r"\.json$|^(?:chart-worker|draw|vega\.min)\.js$")
"""What the calculator fetches by name from the folder of its style sheet: published.js."""


def whole_script() -> Markup:
    """The text of the script for the head of a page."""
    return Markup(minified(SCRIPT))


def add_integrity(site: Path) -> None:
    """Name the hash of every script and style in the pages of a site that load it.

    The calculators get the hashes of what they fetch by name. Hashes that are there are replaced.
    """
    hash_of = cache(lambda file: integrity(file.read_bytes()))
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        signed = TAG.sub(partial(_signed, folder=page.parent, hash_of=hash_of), text)
        sheet = SHEET.search(text)
        if sheet and HASHES.search(text):
            hashes = _hashes((page.parent / sheet[1]).resolve(), hash_of)
            signed = HASHES.sub(json.dumps(hashes, separators=(",", ":")), signed)
        page.write_text(signed, "utf-8")


def _signed(tag: re.Match[str], folder: Path, hash_of: Callable[[Path], str]) -> str:
    """A tag with the hash of what it loads, if that is a script or style of the site."""
    address = ADDRESS.search(tag[0])
    if not address or not SIGNED.search(tag[0]):
        return tag[0]
    file = (folder / address[1]).resolve()
    if not file.is_file():
        return tag[0]
    return f'{INTEGRITY.sub("", tag[0])[:-1]} integrity="{hash_of(file)}">'


def _hashes(assets: Path, hash_of: Callable[[Path], str]) -> dict[str, str]:
    """The hashes of what the calculator fetches, by name within the folder of its scripts."""
    return {
        file.relative_to(assets).as_posix(): hash_of(file)
        for file in sorted(assets.rglob("*.js*"))
        if FETCHED.search(file.name)
    }
