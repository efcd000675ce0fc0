"""The measures of the model on the casebook, as `make validate WRITE=--write` has written them."""

import json
from pathlib import Path
from typing import Any

from hooks.pages.casebook import CODINGS

FILE = CODINGS / "validation.json"


def read_validation(file: Path = FILE) -> dict[str, Any]:
    """The figures by name; those with an interval are lists of value, low and high."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found
