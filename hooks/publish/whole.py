"""Pages that know whether they have come whole: hashes of what they load, and a script that tells.

A host may serve half a file, another one in its place, or none; a cache between may keep that. With
subresource integrity (W3C SRI) the browser uses no script and no style but those that the page was
published with. docs/scripts/whole.js tells the reader what is missing and loads it again.
"""

import json
import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

from hooks.publish.assets import minified
from hooks.quickstart import integrity

SCRIPT = Path(__file__).parents[2] / "docs" / "scripts" / "whole.js"

TAG = re.compile(r"<(?:script|link)\b[^>]*>")
SIGNED = re.compile(r'^<script|\srel="(?:stylesheet|modulepreload)"')
ADDRESS = re.compile(r'\s(?:src|href)="([^"]+)"')
INTEGRITY = re.compile(r'\sintegrity="[^"]*"')
HASHES = re.compile(r'(<script type="application/json" id="hashes")[^>]*>[^<]*</script>')
FETCHED = re.compile(r"^(?!(?:ordinary|worker)\.js$).*\.js(?:on)?$")
"""What the calculator fetches by name, and compares itself."""


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

        def signed(tag: re.Match[str], folder: Path = page.parent) -> str:
            address = ADDRESS.search(tag[0])
            if not address or not SIGNED.search(tag[0]):
                return tag[0]
            file = (folder / address[1]).resolve()
            if not file.is_file():
                return tag[0]
            start, end = INTEGRITY.sub("", tag[0])[:-1], ">"
            return f'{start} integrity="{hash_of(file)}"{end}'

        def listed(block: re.Match[str], text: str = text, folder: Path = page.parent) -> str:
            sheet = re.search(r'href="([^"]*/style\.css)"', text)
            assets = (folder / sheet[1]).resolve().parent if sheet else folder
            found = {
                file.relative_to(assets).as_posix(): hash_of(file)
                for file in sorted(assets.rglob("*.js*"))
                if FETCHED.search(file.name) and f'/{file.name}"' not in text
            }
            return f"{block[1]}>{json.dumps(found, separators=(',', ':'))}</script>"

        page.write_text(HASHES.sub(listed, TAG.sub(signed, text)), "utf-8")
