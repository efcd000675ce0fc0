"""Measures the package: its import, minus that of a bare interpreter, and recommend().

A recommendation is worked out afresh each time; with nothing answered it takes longest, as it is
averaged over all settings.
"""

import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from statistics import median
from time import process_time

from service_structure import load_guide, recommend
from service_structure.decision import evaluation, values
from service_structure.numerics import square_root

RUNS = 15
IMPORT_LIMIT_MS = 60  # of the name alone
MODEL_LIMIT_MS = 200  # of the name and recommend() with all it imports
LOAD_LIMIT_MS = 250
RECOMMEND_LIMIT_MS = 30


def cpu_ms(code: str) -> float:
    """CPU time of a Python process that runs `code`, in milliseconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def own_cpu_ms(call: Callable[[], object]) -> float:
    """CPU time of one call in this process, in milliseconds."""
    start = process_time()
    call()
    return 1000 * (process_time() - start)


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
    row("with recommend() beyond it, CPU", median(c - a for a, _, c in runs), MODEL_LIMIT_MS)
    row("first load_guide(), CPU", own_cpu_ms(load_guide), LOAD_LIMIT_MS)
    row("recommend(), nothing answered, CPU", median(times_of({})), RECOMMEND_LIMIT_MS)
    examples = [scenario.answers for scenario in load_guide().scenarios.values()]
    times = [ms for answers in examples for ms in times_of(answers)]
    row(f"recommend(), {len(examples)} examples, CPU", median(times), RECOMMEND_LIMIT_MS)
    row("  the slowest of them", max(times), RECOMMEND_LIMIT_MS)


def times_of(answers: Mapping[str, str]) -> list[float]:
    """CPU times of recommend() with nothing kept from one call to the next."""
    found = []
    for _ in range(RUNS):
        for kept in (evaluation.evaluated, values.rated, square_root.reserve):
            kept.cache_clear()
        found.append(own_cpu_ms(partial(recommend, answers)))
    return found


if __name__ == "__main__":
    main()
