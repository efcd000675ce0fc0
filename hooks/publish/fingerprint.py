"""Addresses that change with their content: a page never gets a script or data of another version.

Scripts, styles and data of a language move into a folder named by the digest of all of them,
Python's files likewise, and the pages name these folders. A page is so of one version with whatever
it loads later, on any host and with any cache in between. What keeps its address: pictures, which
fit any version; the script for other sites; Material's files, which have digests already.
"""

import hashlib
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

STAYS = frozenset({"embed-host.js"})
"""Files that other sites name."""

DIGITS = 12


def fingerprint_assets(language: Path) -> None:
    """Move the scripts, styles and data of a language, and let all its pages name their folder."""
    assets = language / "assets"
    moved = [
        entry
        for entry in sorted(assets.iterdir())
        if entry.name not in STAYS
        and (entry.suffix in {".js", ".css", ".json"} or entry.name == "precomputed")
    ]
    digest = digest_of(moved)
    (assets / digest).mkdir()
    for entry in moved:
        entry.rename(assets / digest / entry.name)
    names = "|".join(re.escape(entry.name) for entry in moved)
    places = re.compile(rf'(["/]assets/)(?=(?:{names})(?:["/?])|")')
    for page in language.rglob("*.html"):
        page.write_text(places.sub(rf"\g<1>{digest}/", page.read_text()))


def fingerprint_runtime(folder: Path, new: str, pages: Iterable[Path]) -> str:
    """Give the folder `new` in `folder`, with Python's files, the name of its digest.

    The pages name that folder from then on; those of former builds go. Returns the name.
    """
    digest = digest_of(sorted((folder / new).iterdir()))
    for other in folder.iterdir():
        if other.name != new:
            shutil.rmtree(other) if other.is_dir() else other.unlink()
    (folder / new).rename(folder / digest)
    for page in pages:
        text = page.read_text()
        if f'/{folder.name}/"' in text:
            page.write_text(text.replace(f'/{folder.name}/"', f'/{folder.name}/{digest}/"'))
    return digest


def digest_of(entries: Iterable[Path]) -> str:
    """The digest of files and folders: of their names and of what they hold."""
    digest = hashlib.sha256()
    for entry in entries:
        inside = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
        for file in (file for file in inside if file.is_file()):
            name = file.relative_to(entry.parent).as_posix()
            digest.update(f"{name} {file.stat().st_size}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:DIGITS]
