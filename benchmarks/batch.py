"""Measure the batch: rows a second with one job and with two, and peak memory by rows."""

import os
import subprocess
import sys
import tempfile
from itertools import islice, product
from pathlib import Path
from time import perf_counter

from service_structure import load_guide

ROWS = (1_000, 10_000, 40_000)
JOBS = (1, 2)
MEASURE = """
import resource, sys
from pathlib import Path
from service_structure import load_guide
from service_structure.commands import batch
batch.run(Path(sys.argv[1]), load_guide(), output=Path(sys.argv[2]), jobs=int(sys.argv[3]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def write_rows(path: Path, count: int) -> None:
    """Write a CSV file of organisations with different answers in each row."""
    factors = list(load_guide().factors.values())
    answers = product(*([level.id for level in factor.levels] for factor in reversed(factors)))
    with path.open("w", encoding="utf-8") as file:
        print("id", *(factor.id for factor in reversed(factors)), sep=",", file=file)
        for number, row in enumerate(islice(answers, count), 1):
            print(number, *row, sep=",", file=file)


def main() -> None:
    """Print speed and peak memory of a new process for every number of rows and jobs."""
    print(f"Batch ({os.cpu_count()} cores; memory: the parent and its largest worker)")
    print("    rows  jobs   seconds   rows/s  parent MB  worker MB")
    with tempfile.TemporaryDirectory() as folder:
        companies = Path(folder, "companies.csv")
        for rows in ROWS:
            write_rows(companies, rows)
            for jobs in JOBS:
                command = [sys.executable, "-c", MEASURE, str(companies), os.devnull, str(jobs)]
                start = perf_counter()
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                seconds = perf_counter() - start
                parent, worker = (int(kilobytes) / 1024 for kilobytes in done.stdout.split())
                print(
                    f"{rows:>8,} {jobs:>5} {seconds:>9.2f} {rows / seconds:>8,.0f}"
                    f" {parent:>10.1f} {worker:>10.1f}"
                )


if __name__ == "__main__":
    main()
