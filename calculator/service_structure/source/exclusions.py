"""Check the answers that exclude each other, and the ranges of numbers that levels stand for."""

from collections.abc import Iterator
from itertools import pairwise

from service_structure.faults import DataFault
from service_structure.source.model_records import Exclusion, Factor
from service_structure.source.numbers import NUMBERS
from service_structure.source.records import Guide
from service_structure.source.suggestions import meant_or_allowed

FILE = "exclusions.toml"


def check(guide: Guide) -> Iterator[DataFault]:
    """Yield every fault in the exclusions of a guide and in the ranges of its questions."""
    for exclusion in guide.exclusions.values():
        yield from _exclusion(exclusion, guide)
    for factor in guide.factors.values():
        yield from _ranges(factor)


def _exclusion(exclusion: Exclusion, guide: Guide) -> Iterator[DataFault]:
    record = f"exclusion {exclusion.id}"
    if len(exclusion.answers) < 2:
        yield DataFault(FILE, record, "answers", "name at least two questions")
    for name, levels in exclusion.answers.items():
        factor = guide.factors.get(name)
        if factor is None:
            problem = f'"{name}" is unknown; {meant_or_allowed(name, guide.factors)}'
            yield DataFault(FILE, record, "answers", problem)
            continue
        allowed = [level.id for level in factor.levels]
        for level in levels:
            if level not in allowed:
                problem = f'"{level}" is unknown; {meant_or_allowed(level, allowed)}'
                yield DataFault(FILE, record, f"answers.{name}", problem)
        if not 0 < len(set(levels)) < len(allowed):
            problem = "name at least one level, and not all of them"
            yield DataFault(FILE, record, f"answers.{name}", problem)


def _ranges(factor: Factor) -> Iterator[DataFault]:
    """A question that counts a number has levels one above the other, any other has no ranges."""
    begins = [level.least for level in factor.levels]
    if factor.counts and factor.counts not in NUMBERS:
        problem = f'"{factor.counts}" is unknown; {meant_or_allowed(factor.counts, NUMBERS)}'
        yield DataFault(factor.file, factor.id, "counts", problem)
    known = [begin for begin in begins if begin is not None]
    if not factor.counts:
        if known:
            problem = "missing; it names the number that `least` is a range of"
            yield DataFault(factor.file, factor.id, "counts", problem)
        return
    if len(known) < len(begins) or any(low >= high for low, high in pairwise(known)):
        problem = "each [[level]] needs a number, each above that of the level before"
        yield DataFault(factor.file, factor.id, "least", problem)
        return
    for level in factor.levels:
        low, high = factor.range_of(level.id)
        if not low <= level.numbers.get(factor.counts, low) < high:
            where = f"{factor.id} / level {level.id}"
            problem = f"must lie between {low:g} and {high:g}, where the level begins and ends"
            yield DataFault(factor.file, where, f"numbers.{factor.counts}", problem)
