"""Measures explanation in CPU time: a result without its slow parts, each of these, the import."""

from collections.abc import Mapping
from functools import partial
from random import Random
from statistics import median

from benchmarks.core import cpu_ms, own_cpu_ms, row
from service_structure import load_guide, recommend
from service_structure.decision.counterfactual import paired_changes
from service_structure.decision.explain import acceptability, explain
from service_structure.decision.model import Recommendation
from service_structure.numerics.robustness import kept_weights

ROUNDS, IMPORTS = 5, 9
EXPLAIN_LIMIT_MS = 60
PAIRS_LIMIT_MS = 60
ACCEPTABILITY_LIMIT_MS = 80
IMPORT_RATIO = 40


def main() -> None:
    """Print medians over all worked examples and as many random organisations."""
    guide, random = load_guide(), Random(0)
    organisations = [scenario.answers for scenario in guide.scenarios.values()]
    organisations += [
        {factor.id: random.choice(factor.levels).id for factor in guide.factors.values()}
        for _ in range(len(organisations))
    ]
    results = [recommend(answers) for answers in organisations]

    def explain_quickly(answers: Mapping[str, str]) -> object:
        return explain(recommend(answers), guide, full=False)

    def acceptability_afresh(result: Recommendation) -> object:
        kept_weights.cache_clear()
        return acceptability(result, guide)

    print(f"Explaining ({len(organisations)} organisations × {ROUNDS})")
    times = [
        own_cpu_ms(partial(explain_quickly, answers))
        for _ in range(ROUNDS)
        for answers in organisations
    ]
    row("recommend() + explain(full=False)", median(times), EXPLAIN_LIMIT_MS)
    row("  the slowest of them", max(times))
    times = [
        own_cpu_ms(partial(paired_changes, result, guide))
        for _ in range(ROUNDS)
        for result in results
    ]
    row("paired_changes()", median(times), PAIRS_LIMIT_MS)
    row("  the slowest of them", max(times))
    times = [own_cpu_ms(partial(acceptability_afresh, result)) for result in results]
    row("acceptability(), weights drawn anew", median(times), ACCEPTABILITY_LIMIT_MS)
    imports()


def imports() -> None:
    """Print the CPU time of imports beyond a bare interpreter, and their ratio.

    `import calculator` loads names when they are first used; the model is measured beside it.
    """
    modules = ("service_structure", "service_structure.decision.model", "pymcdm")
    rounds = []
    for _ in range(IMPORTS):
        bare = cpu_ms("pass")
        rounds.append([cpu_ms(f"import {module}") - bare for module in modules])
    ours, model, theirs = (median(times) for times in zip(*rounds, strict=True))
    row("import calculator, CPU", ours)
    row("import service_structure.decision.model, CPU", model)
    row("import pymcdm, CPU", theirs)
    verdict = "kept" if theirs >= IMPORT_RATIO * ours else "BROKEN"
    print(f"{'pymcdm to calculator':<44} {theirs / ours:8.1f} ×   limit {IMPORT_RATIO}: {verdict}")
    print(f"{'pymcdm to service_structure.decision.model':<44} {theirs / model:8.1f} ×")


if __name__ == "__main__":
    main()
