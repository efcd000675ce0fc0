"""Check that what one record of a guide names is there."""

from collections.abc import Iterable, Iterator, Mapping

from service_structure.faults import DataFault
from service_structure.source.suggestions import meant_or_allowed


def unknown(
    file: str, record: str, field: str, value: str, allowed: Mapping[str, object] | Iterable[str]
) -> Iterator[DataFault]:
    """A fault if a reference leads nowhere; empty ones have been reported by the loader."""
    names = tuple(allowed)
    if value and value not in names:
        problem = f'"{value}" is unknown; {meant_or_allowed(value, names)}'
        yield DataFault(file, record, field, problem)
