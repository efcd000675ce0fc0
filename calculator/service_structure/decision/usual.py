"""What a structure is like as a rule: its values where nothing is known of the organisation."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import compress

from service_structure.case.answers import NOTHING
from service_structure.case.case import NOTHING_SAID
from service_structure.decision.evaluation import Coefficients, mean
from service_structure.decision.settings import settings
from service_structure.decision.values import values_in
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import NEUTRAL
from service_structure.source.records import Guide

SETTINGS = 512
"""Settings behind the mean: more than a recommendation takes, as they are worked out once."""


@lru_cache(maxsize=16)
def usual_values(guide: Guide) -> Mapping[str, Mapping[str, float]]:
    """The value of every structure on every criterion, by id, where nothing is answered.

    ½ is neutral, 0 and 1 are the ends of the scale; nothing is cut off there. It is the mean over
    the settings in which the structure has what it is made of: what regional teams are worth is not
    to be learnt from organisations with a single region.
    """
    drawn = settings(NOTHING, guide, SETTINGS)
    values = values_in(NOTHING_SAID, guide, SETTINGS)
    absent = Coefficients.of(guide).absent_in(drawn)
    found = {}
    for structure, columns, lacking in zip(guide.structures, values, absent, strict=True):
        possible = [not lacks for lacks in lacking]
        if not any(possible):
            possible = [True] * len(drawn)
        means = [NEUTRAL + mean([*compress(column, possible)]) for column in columns]
        found[structure] = FrozenDict(zip(guide.criteria, means, strict=True))
    return FrozenDict(found)
