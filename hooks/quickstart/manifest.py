"""The manifest: the hash that each file of the ordinary start must have."""

import base64
import hashlib
import json
from pathlib import Path

FILE = "manifest.json"


def write(folder: Path) -> None:
    """Name every file of `folder` with its hash, in the form in which `fetch` compares it."""
    hashes = {path.name: integrity(path.read_bytes()) for path in sorted(folder.iterdir())}
    (folder / FILE).write_text(json.dumps(hashes, indent=1) + "\n")


def integrity(content: bytes) -> str:
    """The hash of a file in the form of subresource integrity (W3C SRI)."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"
