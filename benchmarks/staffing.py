"""Measures the full staffing of all structures, and the search for every break-even."""

import sys
from statistics import median
from time import perf_counter

from service_structure import load_guide
from service_structure.api import inputs_for
from service_structure.source.numbers import Numbers
from service_structure.staffing import pools
from service_structure.staffing.costs import break_even, staff_for

LIMIT_MS = 10
ROUNDS = 15

CASES = {
    "usual answers": {},
    "phone, usual answers": {"response_time": "minutes"},
    "phone, many groups, very high volume": {
        "response_time": "minutes",
        "regions": "many",
        "products": "many",
        "functions": "many",
        "volume": "very_high",
    },
}


def main() -> int:
    """Print a line for each case; returns 1 if one takes longer than its limit."""
    print(f"{'median times in ms':<40}{'staffing':>10}{'break-even':>12}")
    missed = False
    for name, answers in CASES.items():
        numbers = inputs_for(answers).numbers
        staffing = median(staffing_ms(numbers) for _ in range(ROUNDS))
        missed |= staffing >= LIMIT_MS
        print(f"{name:<40}{staffing:>10.2f}{break_even_ms(numbers):>12.1f}")
    if missed:
        print(f"MISSED: the staffing of all structures takes over {LIMIT_MS} ms")
    return missed


def staffing_ms(numbers: Numbers) -> float:
    """Time to staff every structure with empty caches."""
    pools._required.cache_clear()
    start = perf_counter()
    staff_for(numbers, load_guide())
    return 1000 * (perf_counter() - start)


def break_even_ms(numbers: Numbers) -> float:
    """Time to search the break-evens of every structure."""
    pools._required.cache_clear()
    start = perf_counter()
    for structure in load_guide().structures.values():
        break_even(structure, numbers)
    return 1000 * (perf_counter() - start)


if __name__ == "__main__":
    sys.exit(main())
