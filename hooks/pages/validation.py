"""What the method page tells of how the model has been checked: on organisations and on claims."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hooks.pages.casebook import CODINGS

FILE = CODINGS / "validation.json"
CLAIMS = Path(__file__).parents[2] / "tests" / "reference" / "claims.toml"

MEASURES = ("top1", "top2", "macro", "rank", "log_loss", "ece")
METHODS = ("model", "expert", "constant", "base_rates", "neighbours", "levels", "logit")
"""The measures and the forecasts that the page shows, of those in the file."""

type Conflict = Mapping[str, Any]
"""Claims that conflict: what stands `between` them and what the model `follows`, both texts."""


def read_validation(file: Path = FILE) -> dict[str, Any]:
    """The figures by name; those with an interval are lists of value, low and high.

    They are as `make validate WRITE=--write` has written them.
    """
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def read_conflicts(file: Path = CLAIMS) -> Sequence[Conflict]:
    """The conflicts between published claims, as the tests of the claims know them."""
    found: Sequence[Conflict] = tomllib.loads(file.read_text(encoding="utf-8"))["conflict"]
    return found
