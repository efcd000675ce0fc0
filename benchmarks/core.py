"""Measures the package: its import, minus that of a bare interpreter, and recommend()."""

import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from service_structure import load_guide, recommend

RUNS = 15
IMPORT_LIMIT_MS = 60
RECOMMEND_LIMIT_MS = 2


def cpu_ms(code: str) -> float:
    """CPU time of a Python process that runs `code`, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def wall_ms(call: Callable[[], object]) -> float:
    """Wall time of one call, in milliseconds."""
    start = perf_counter()
    call()
    return 1000 * (perf_counter() - start)


def row(name: str, value: float, limit: float | None = None) -> None:
    """Print one figure and whether it is within its limit."""
    verdict = "" if limit is None else f"  limit {limit:g}: {'kept' if value < limit else 'BROKEN'}"
    print(f"{name:<44} {value:8.2f} ms{verdict}")


def main() -> None:
    """Print the medians of several runs."""
    runs = [
        (
            cpu_ms("pass"),
            cpu_ms("import service_structure"),
            cpu_ms("from service_structure import recommend"),
        )
        for _ in range(RUNS)
    ]
    print(f"Core (medians of {RUNS} processes, in turn)")
    row("bare interpreter, CPU", median(bare for bare, _, _ in runs))
    row("import calculator beyond it, CPU", median(b - a for a, b, _ in runs), IMPORT_LIMIT_MS)
    row("with recommend() beyond it, CPU", median(c - a for a, _, c in runs), IMPORT_LIMIT_MS)
    row("first load_guide()", wall_ms(load_guide))
    answers = [scenario.answers for scenario in load_guide().scenarios.values()]
    times = [wall_ms(partial(recommend, given)) for _ in range(50) for given in answers]
    row(f"recommend(), {len(answers)} examples × 50", median(times), RECOMMEND_LIMIT_MS)


if __name__ == "__main__":
    main()
