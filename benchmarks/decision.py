"""Measures ranking, rank acceptability and import beside numpy, pymcdm and scikit-criteria.

All run in turns on the same problem; a ratio is a library's median divided by ours.
"""

import subprocess
import sys
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from random import Random
from statistics import median
from time import perf_counter

from service_structure.numerics.methods import promethee_ii, topsis, vikor, weighted_sum
from service_structure.numerics.robustness import pairwise_winning_probability, rank_acceptability

DRAWS, ROUNDS = 10_000, 7
SLOW_DRAWS = 100  # for libraries that are called anew for each draw; their time is scaled up

random = Random(0)
VALUES = [[random.randint(0, 8) / 8 for _ in range(10)] for _ in range(8)]
WEIGHTS = [0.11, 0.13, 0.12, 0.10, 0.09, 0.10, 0.10, 0.08, 0.10, 0.07]
DIRECTIONS = ["max"] * 10

type Timers = dict[str, Callable[[], float]]
"""Functions by name; each returns a time in milliseconds."""


def main() -> None:
    """Print one line for each task and library."""
    warnings.simplefilter("ignore")
    rankings: Timers = {"calculator": timer(rank_by_all_methods)}
    acceptabilities: Timers = {"calculator": timer(lambda: rank_acceptability(VALUES, draws=DRAWS))}
    imports: Timers = {"calculator": lambda: import_time("service_structure")}
    for package, add in {"numpy": numpy, "pymcdm": pymcdm, "skcriteria": scikit_criteria}.items():
        if find_spec(package) is None:
            print(f"{package} is not installed and left out: `make bench` installs it.")
            continue
        add(rankings, acceptabilities)
        imports[package] = lambda package=package: import_time(package)  # type: ignore[misc]

    compare("Ranking 8 alternatives on 10 criteria by several methods", rankings)
    compare(f"Their rank acceptability, {DRAWS:,} draws", acceptabilities)
    compare("Import, less the start of Python", imports)
    compare(
        "Without a counterpart, and the first for comparison",
        {
            "acceptability, uniform": acceptabilities["calculator"],
            "acceptability, Dirichlet": timer(
                lambda: rank_acceptability(VALUES, draws=DRAWS, center=WEIGHTS, concentration=30)
            ),
            "exact pairwise": timer(lambda: pairwise_winning_probability(VALUES[0], VALUES[1])),
        },
    )


def rank_by_all_methods() -> None:
    """Rank by weighted sum, TOPSIS, VIKOR and PROMETHEE II."""
    for method in (weighted_sum, topsis, vikor, promethee_ii):
        method(VALUES, WEIGHTS, DIRECTIONS)


def numpy(rankings: Timers, acceptabilities: Timers) -> None:
    """Add acceptability as one writes it with arrays; ties give the rank to the first."""
    np = import_module("numpy")
    values = np.array(VALUES)

    def acceptability() -> object:
        weights = np.random.default_rng(0).dirichlet(np.ones(10), DRAWS)
        order = np.argsort(-(weights @ values.T), axis=1)
        return [np.bincount(order[:, rank], minlength=8) / DRAWS for rank in range(8)]

    acceptabilities["numpy"] = timer(acceptability)


def pymcdm(rankings: Timers, acceptabilities: Timers) -> None:
    """Add the same four methods, and acceptability by a weighted sum for each draw."""
    np, methods = import_module("numpy"), import_module("pymcdm.methods")
    normalizations = import_module("pymcdm.normalizations")
    values, weights, types = np.array(VALUES), np.array(WEIGHTS), np.ones(10)
    weighted = methods.WSM(normalizations.minmax_normalization)
    chosen = [
        weighted,
        methods.TOPSIS(normalizations.vector_normalization),
        methods.VIKOR(),
        methods.PROMETHEE_II("usual"),
    ]

    def acceptability() -> object:
        draws = np.random.default_rng(0).dirichlet(np.ones(10), SLOW_DRAWS)
        return [weighted.rank(weighted(values, draw, types)) for draw in draws]

    rankings["pymcdm"] = timer(lambda: [m.rank(m(values, weights, types)) for m in chosen])
    acceptabilities["pymcdm"] = timer(acceptability, scale=DRAWS / SLOW_DRAWS)


def scikit_criteria(rankings: Timers, acceptabilities: Timers) -> None:
    """Add its three methods, and acceptability by a weighted sum for each draw."""
    np = import_module("numpy")
    problem = import_module("skcriteria").mkdm(VALUES, [max] * 10, weights=WEIGHTS)
    weighted = import_module("skcriteria.agg.simple").WeightedSumModel()
    chosen = [
        weighted,
        import_module("skcriteria.agg.topsis").TOPSIS(),
        import_module("skcriteria.agg.vikor").VIKOR(),
    ]

    def acceptability() -> object:
        draws = np.random.default_rng(0).dirichlet(np.ones(10), SLOW_DRAWS)
        return [weighted.evaluate(problem.replace(weights=draw)).rank_ for draw in draws]

    rankings["scikit-criteria, no PROMETHEE"] = timer(
        lambda: [m.evaluate(problem).rank_ for m in chosen]
    )
    acceptabilities["scikit-criteria"] = timer(acceptability, scale=DRAWS / SLOW_DRAWS)


def timer(call: Callable[[], object], scale: float = 1) -> Callable[[], float]:
    """Return a function that calls it once and returns the milliseconds taken, scaled."""

    def timed() -> float:
        start = perf_counter()
        call()
        return (perf_counter() - start) * 1000 * scale

    return timed


def import_time(module: str) -> float:
    """The time, in milliseconds, that importing a module adds to a new interpreter."""

    def run(statement: str) -> float:
        return timer(lambda: subprocess.run([sys.executable, "-c", statement], check=True))()

    return run(f"import {module}") - run("pass")


def compare(title: str, timers: Timers) -> None:
    """Run all in turns, round by round; print medians and their ratios to the first."""
    rounds = [{name: timed() for name, timed in timers.items()} for _ in range(ROUNDS)]
    medians = {name: median([times[name] for times in rounds]) for name in timers}
    first = next(iter(medians.values()))
    print(f"\n{title}")
    for name, time in medians.items():
        print(f"  {name:32}{time:12.3f} ms {time / first:10.2f} ×")


if __name__ == "__main__":
    main()
