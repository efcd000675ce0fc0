"""Records as values of JSON."""

from dataclasses import is_dataclass
from datetime import date
from typing import Any


def plain(value: Any) -> Any:
    """Records as JSON values: sets sorted, dates written out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f: plain(getattr(value, f)) for f in value.__dataclass_fields__}
    if isinstance(value, frozenset):
        return sorted(value)
    if hasattr(value, "items"):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
