"""The site without a network: its service worker and its web app manifests."""

import hashlib
import json
import re
from pathlib import Path

from hooks.pages.mark import GROUND
from hooks.quickstart import Published, integrity
from service_structure.source.records import Guide

SCRIPT = Path(__file__).parents[2] / "docs" / "root" / "service-worker.js"
RUNTIME = "runtime/"
MANIFEST = "manifest.webmanifest"

# Files that the service worker does not keep: source maps, packed files, other languages of the
# search, files of the ordinary start, precomputed results, and the precedents, which are fetched
# when a reader asks for them.
LEFT_OUT = re.compile(
    r"\.(map|gz)$|/lunr/|^runtime/|/precomputed/|/precedents\.json$|^service-w|(^|/)\."
)


def write_service_worker(guide: Guide, into: Path, python: Published) -> None:
    """Write the service worker with the hashes of all files it keeps; the build's last step."""
    files = {name: integrity((into / name).read_bytes()) for name in _kept(guide, into)}
    needed = {f"{RUNTIME}{name}": python.hashes[name] for name in python.needed}
    files |= needed
    packed = f"{RUNTIME}{python.stream}" if python.stream else ""
    version = hashlib.sha256(json.dumps([files, SCRIPT.read_text()]).encode()).hexdigest()[:16]
    (into / SCRIPT.name).write_text(
        f"const VERSION = {json.dumps(version)};\n"
        f"const FILES = {json.dumps(files, indent=0)};\n"
        f"const PYTHON = {json.dumps([*needed])};\n"
        f"const PACKED = {json.dumps(packed)};\n\n"
        f"{python.decoder}\n{SCRIPT.read_text()}"
    )


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


def _kept(guide: Guide, into: Path) -> list[str]:
    """The addresses within the site of all files that a version consists of, but Python's."""
    names = sorted(path.relative_to(into).as_posix() for path in into.rglob("*") if path.is_file())
    search = [
        f"{language}/assets/javascripts/lunr/min/lunr.{part}.min.js"
        for language in guide.languages
        for part in ("stemmer.support", "multi", *guide.languages)
    ]
    wanted = [name for name in names if not LEFT_OUT.search(name)]
    return [*wanted, *(name for name in search if name in names)]
