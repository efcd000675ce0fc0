"""The site without a network: its service worker and its web app manifests."""

import base64
import hashlib
import json
import re
from pathlib import Path

from hooks.pages.mark import GROUND
from hooks.quickstart import Published
from service_structure.source.records import Guide

SCRIPT = Path(__file__).parents[2] / "docs" / "root" / "service-worker.js"
MANIFEST = "manifest.webmanifest"
OFFLINE = "offline"
"""The group of the page that stands in for one that is not kept; the folder of what it loads."""

DIGITS = 8
"""How much of a digest service-worker.js compares."""

NEEDED_LATER = ("rest.wasm",)
"""Files of Python that most readers never need: they are kept for those who come back."""

LEFT_OUT = re.compile(r"\.(map|gz|xml|txt)$|/pictures/|/precomputed/|(^|/)\.")
"""Files that are not kept: source maps, packed files, feeds, pictures for other sites, precomputed
results."""

LATER = ("vega", "precedents", "papers", "/icons/", "/lunr/", "theme-search")
CALCULATOR = re.compile(rf"^[a-z-]+/(calculator/index\.html$|assets/(?!.*({'|'.join(LATER)})))")
"""What the calculator of a language is made of. What comes on demand alone is kept with the other
pages: the script that draws charts, the organisations of the casebook, what makes files, the icons
of an app, the search."""


def write_service_worker(guide: Guide, into: Path, python: Published, runtime: str) -> None:
    """Write the service worker with all files it may keep, by group; the build's last step.

    `runtime` is the path from the root of the site to the folder with Python's files. The groups
    are, for each language, `ru` (all pages) and `calculator-ru`; `python`, without which the
    calculator does not start; `rest`, which a few answers need; and `offline`, the page that
    stands in for all that are not kept.
    """
    unreachable = sorted(into.glob(f"{OFFLINE}.html")) + sorted(into.glob(f"{OFFLINE}/*/*"))
    groups: dict[str, dict[str, str]] = {"python": {}, "rest": {}}
    groups[OFFLINE] = {
        file.relative_to(into).as_posix(): _digest(file.read_bytes()) for file in unreachable
    }
    for language in guide.languages:
        pages = {name: _digest((into / name).read_bytes()) for name in _kept(language, into)}
        groups[language] = pages
        groups[f"calculator-{language}"] = {
            name: digest for name, digest in pages.items() if CALCULATOR.search(name)
        }
    for name in python.needed:
        group = "rest" if name in NEEDED_LATER else "python"
        digest = base64.b64decode(python.hashes[name].removeprefix("sha256-"))
        groups[group][runtime + name] = digest.hex()[:DIGITS]
    packed = runtime + python.stream if python.stream else ""
    decoder = f"importScripts({json.dumps(runtime + python.decoder)});\n" if packed else ""
    version = _digest(json.dumps([groups, SCRIPT.read_text()]).encode())
    (into / SCRIPT.name).write_text(
        f"const VERSION = {json.dumps(version)};\n"
        f"const GROUPS = {json.dumps(groups, indent=0)};\n"
        f"const PACKED = {json.dumps(packed)};\n\n"
        f"{decoder}\n{SCRIPT.read_text()}"
    )


def _digest(content: bytes) -> str:
    """Tells whether a file is this one. It is short, as every reader fetches all of them."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def web_manifest(guide: Guide, language: str) -> str:
    """The web app manifest of one language, by which browsers install the site as an app."""
    icons = [
        {"src": f"assets/icons/{name}.png", "sizes": f"{size}x{size}", "type": "image/png"} | more
        for name, size, more in (
            ("icon-192", 192, {}),
            ("icon-512", 512, {}),
            ("icon-maskable-512", 512, {"purpose": "maskable"}),
        )
    ]
    content = {
        "name": guide.messages["site_name"][language],
        "short_name": guide.messages["site_short_name"][language],
        "description": guide.messages["site_description"][language],
        "lang": language,
        "start_url": "./",
        "scope": "../",
        "display": "standalone",
        "theme_color": GROUND,
        "background_color": GROUND,  # the system may show it before the page
        "icons": icons,
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _kept(language: str, into: Path) -> list[str]:
    """The addresses within the site of all files of a language that are worth keeping."""
    files = sorted(path for path in (into / language).rglob("*") if path.is_file())
    names = [path.relative_to(into).as_posix() for path in files]
    return [name for name in names if not LEFT_OUT.search(name)]
