"""Run the batch on Dask, for data that one machine is too small or too slow for (see dask.md)."""

# Dask declares no types.
# mypy: disable-error-code="no-untyped-call, no-any-return"

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import dask.bag as db

from service_structure import BatchError, load_guide
from service_structure.commands import batch
from service_structure.commands.rows import json_row


def batch_files(parts: Sequence[Path], results: Path) -> db.Bag:
    """For every part, its path and how it went; the results go to a file of the same name.

    Each part is a task of its own and gives the same bytes as the command `batch`. The paths must
    be valid on every worker.
    """
    if len({part.name for part in parts}) < len(parts):
        raise ValueError("two parts have the same name: rename one, or its results would be lost")
    return db.from_sequence(parts, npartitions=len(parts)).map(_batch_file, results)


def _batch_file(part: Path, results: Path) -> tuple[Path, str]:
    try:
        bad = batch.run(part, load_guide(), output=results / part.name)
    except BatchError as error:
        return part, str(error)
    return part, f"{bad} bad rows" if bad else "good"


def batch_lines(pattern: str, blocksize: str | int = "16MiB") -> db.Bag:
    """A result for every line of JSON Lines files, which Dask cuts into blocks.

    `pattern` may be anything that Dask reads, such as `data/*.jsonl` or an address of object
    storage. Dask does not number lines: give the objects an `id`.
    """
    return db.read_text(pattern, blocksize=blocksize).map_partitions(_results)


def _results(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    guide = load_guide()
    for line in filter(str.strip, lines):
        record = batch.as_record(batch.evaluate(json_row(line, 0, guide), guide))
        del record["line"]
        yield record


def as_json(record: dict[str, Any]) -> str:
    """A result as one line of JSON Lines."""
    return json.dumps(record, ensure_ascii=False)


def main() -> int:
    """Run every part; return 1 if some rows or parts were bad."""
    parser = argparse.ArgumentParser(description="Run the batch on Dask, one task for each part.")
    parser.add_argument("results", type=Path, help="the folder for the results")
    parser.add_argument("parts", type=Path, nargs="+", help="CSV or JSON Lines files")
    options = parser.parse_args()
    options.results.mkdir(parents=True, exist_ok=True)
    reports = batch_files(options.parts, options.results).compute()
    for part, report in reports:
        print(f"{part}: {report}")
    return int(any(report != "good" for _, report in reports))


if __name__ == "__main__":
    sys.exit(main())
