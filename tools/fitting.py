"""Fit the few numbers that the casebook bears: weights of the criteria, base points, temperature.

With weights wᶜ = pᶜ + moves, the fit of a structure (see decision/model.py) divided by τ is linear
in κᶜ = pᶜ / (τ · eᶜ), where eᶜ are the expert's points, and in bₛ = baseₛ / τ:

    fit(s)/τ = Σ κᶜ·eᶜ·(vᶜ(s) − ½) + Σ κᶜ·eᶜ / 100 · (Σ moveᶜ·(vᶜ(s) − ½) − penalty) + bₛ

The numbers are those with the highest posterior (MAP), given

- likelihood: Σ log of the mean of softmax(fit/τ) over the settings that the answers leave open, of
  the settled label; ALTERNATIVE of a case is spread over the other readings that it names;
- prior: the logarithm of κᶜ is normal around that of the expert (τ = EXPERT_TEMPERATURE), with
  WIDTH_POINTS for each criterion and WIDTH_TEMPERATURE for all together; bₛ is normal around 0
  with WIDTH_BASE;
- bound: no criterion has fewer points than answers can take from it (source/room.py).

The base points are shrunk because published cases over-report consolidation, and because the cases
were searched for by structure: how often a structure is met among them says little about how often
it is met. The widths were chosen once, by cross-validation: `python -m tools.validate --widths`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum, log

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax, logsumexp

from service_structure.case.answers import Answers
from service_structure.case.case import Case
from service_structure.decision.evaluation import Coefficients
from service_structure.decision.settings import DRAWS, Setting, settings
from service_structure.decision.values import values_in
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import TOTAL_POINTS, Estimates
from service_structure.source.precedents import Precedent
from service_structure.source.records import Guide
from service_structure.source.room import taken_from

EXPERT_TEMPERATURE = 4.4
"""Points that make one structure e times as probable as another, by judgement."""

ALTERNATIVE = 0.2
"""The share of a case that counts for the other readings of it, if it names any."""

WIDTH_POINTS = 0.5
WIDTH_TEMPERATURE = 0.5
WIDTH_BASE = 0.6

FARTHEST = 3.0
"""No logarithm and no b goes farther from the expert's, so that exp() stays sound."""

type Array = NDArray[np.float64]
type Ranks = NDArray[np.intp]


@dataclass(frozen=True)
class Sample:
    """The cases of the casebook that chose a structure of the guide, as the fit needs them.

    `features` are by case, setting, structure and criterion what κ multiplies, `chosen` is the
    structure of each case by its place in the guide, `targets` the shares of its label and of the
    other readings, `ruled_out` the structures whose preconditions the answers rule out.
    """

    guide: Guide
    cases: tuple[Precedent, ...]
    features: Array
    chosen: Ranks
    targets: Array
    ruled_out: NDArray[np.bool_]

    @cached_property
    def answers(self) -> tuple[Mapping[str, str], ...]:
        """The answers of each case to questions of the guide."""
        return tuple(answers_of(case, self.guide) for case in self.cases)

    @cached_property
    def date(self) -> date:
        """The newest day on which a source was read."""
        return max(reading.read for case in self.cases for reading in case.readings)


@dataclass(frozen=True)
class Parameters:
    """What is fitted: κ by criterion and b by structure, in units of the temperature."""

    kappa: Array
    base: Array


def sample(guide: Guide, precedents: Iterable[Precedent], draws: int = DRAWS) -> Sample:
    """The cases with their features in every setting that their answers leave open."""
    structures = list(guide.structures)
    cases = tuple(case for case in precedents if case.structure in guide.structures)
    answers = [answers_of(case, guide) for case in cases]
    drawn = [_as_many(settings(Answers(levels), guide, draws), draws) for levels in answers]
    known = _features({setting for rows in drawn for setting in rows}, guide)
    return Sample(
        guide=guide,
        cases=cases,
        features=np.stack([np.stack([known[setting] for setting in rows]) for rows in drawn]),
        chosen=np.array([structures.index(case.structure) for case in cases], dtype=np.intp),
        targets=np.array([_targets(case, structures) for case in cases]),
        ruled_out=np.array([_ruled_out(levels, guide) for levels in answers]),
    )


def answers_of(case: Precedent, guide: Guide) -> Mapping[str, str]:
    """The answers of a case to questions that the guide asks."""
    return {factor: level for factor, level in case.answers.items() if factor in guide.factors}


def _as_many(found: Sequence[Setting], draws: int) -> Sequence[Setting]:
    """The settings; where everything is answered there is one, which stands for all draws."""
    return found if len(found) == draws else [found[0]] * draws


def _features(wanted: Iterable[Setting], guide: Guide) -> Mapping[Setting, Array]:
    """What κ multiplies in each setting, by structure and criterion."""
    scale = Coefficients.of(guide)
    expert = experts_points(guide)
    # Settings with equal numbers stand together, so that the staffing model rates them once.
    numbers = [
        n for n, f in enumerate(guide.factors.values()) if any(level.numbers for level in f.levels)
    ]
    found = {}
    for setting in sorted(wanted, key=lambda own: ([own[n] for n in numbers], own)):
        levels = {
            f.id: f.levels[n].id for f, n in zip(guide.factors.values(), setting, strict=True)
        }
        case = Case(Answers(FrozenDict(levels)), {}, {})
        values = np.array(values_in(case, guide))[:, :, 0]
        moves = np.array([sum(by[setting[n]] for n, by in goals) for goals in scale.moves])
        rest = values @ moves - scale.penalty * np.array(scale.absent_in([setting]))[:, 0]
        found[setting] = expert * (values + rest[:, None] / TOTAL_POINTS)
    return found


def experts_points(guide: Guide) -> Array:
    """The weights of the criteria by judgement."""
    return np.array([criterion.points for criterion in guide.criteria.values()])


def _targets(case: Precedent, structures: Sequence[str]) -> Array:
    others = [structures.index(name) for name in case.alternatives if name in structures]
    shares = np.zeros(len(structures))
    shares[others] = ALTERNATIVE / len(others) if others else 0.0
    shares[structures.index(case.structure)] = 1.0 - shares.sum()
    return shares


def _ruled_out(levels: Mapping[str, str], guide: Guide) -> list[bool]:
    return [
        any(
            guide.factors[p.factor].rank(levels[p.factor])
            < guide.factors[p.factor].rank(p.at_least)
            for p in structure.preconditions
            if p.factor in levels
        )
        for structure in guide.structures.values()
    ]


def softmax(fits: Array) -> Array:
    """The probabilities of the last axis."""
    odds = np.exp(fits - fits.max(axis=-1, keepdims=True))
    found: Array = odds / odds.sum(axis=-1, keepdims=True)
    return found


def fits(features: Array, found: Parameters) -> Array:
    """The fit of every structure, less 50 and in units of the temperature, by case and setting."""
    result: Array = features @ found.kappa + found.base
    return result


def experts(guide: Guide) -> Parameters:
    """The numbers before any case: the expert's weights, no base points, the expert's τ."""
    count = len(guide.criteria)
    return Parameters(np.full(count, 1 / EXPERT_TEMPERATURE), np.zeros(len(guide.structures)))


def fit(
    data: Sample,
    rows: Ranks | None = None,
    *,
    width_points: float = WIDTH_POINTS,
    width_base: float = WIDTH_BASE,
    bounded: bool = True,
) -> Parameters:
    """The numbers with the highest posterior, given all cases or those in `rows`."""
    features, targets = data.features, data.targets
    if rows is not None:
        features, targets = features[rows], targets[rows]
    cases, draws, structures, criteria = features.shape
    flat = features.reshape(-1, criteria)
    widths = np.concatenate(
        [
            np.full(criteria, width_points),
            [WIDTH_TEMPERATURE],
            np.full(structures, width_base),
        ]
    )

    def loss(x: Array) -> tuple[float, Array]:
        kappa, base = _kappa(x, criteria), x[criteria + 1 :]
        logs = log_softmax((flat @ kappa).reshape(cases, draws, structures) + base, axis=2)
        chances = np.exp(logs)
        mean = logsumexp(logs, axis=1, keepdims=True) - log(draws)
        shares = targets[:, None, :] * np.exp(logs - mean) / draws
        pull = chances * shares.sum(axis=2, keepdims=True) - shares
        by_kappa = (pull.reshape(-1) @ flat) * kappa
        slope = np.concatenate([by_kappa, [by_kappa.sum()], pull.sum(axis=(0, 1))])
        fault = -float((targets * mean[:, 0]).sum()) + 0.5 * float(((x / widths) ** 2).sum())
        return fault, slope + x / widths**2

    start = np.zeros(criteria + 1 + structures)
    result = minimize(
        loss,
        start,
        jac=True,
        method="SLSQP",
        bounds=[(-FARTHEST, FARTHEST)] * start.size,
        constraints=[_bound(data.guide, start.size)] if bounded else [],
        options={"maxiter": 300, "ftol": 1e-9},
    )
    if not result.success:
        raise RuntimeError(f"the fit did not converge: {result.message}")
    return Parameters(_kappa(result.x, criteria), result.x[criteria + 1 :])


def _kappa(x: Array, criteria: int) -> Array:
    """κ from its logarithms, relative to the expert's: one by criterion and one for all."""
    kappa: Array = np.exp(x[:criteria] + x[criteria]) / EXPERT_TEMPERATURE
    return kappa


def _bound(guide: Guide, size: int) -> Mapping[str, object]:
    """No criterion has fewer points than answers can take from it: κ·points ≥ taken · Σκ·points."""
    expert = experts_points(guide)
    count = len(expert)
    taken = [fsum(taken_from(c, guide).values()) / TOTAL_POINTS for c in guide.criteria]
    matrix = (np.eye(count) - np.array(taken)[:, None]) * expert

    def room(x: Array) -> Array:
        left: Array = matrix @ _kappa(x, count)
        return left

    def slope(x: Array) -> Array:
        by_logarithm = matrix * _kappa(x, count)
        rest = np.zeros((count, size - count - 1))
        return np.hstack([by_logarithm, by_logarithm.sum(axis=1, keepdims=True), rest])

    return {"type": "ineq", "fun": room, "jac": slope}


def estimates(data: Sample, found: Parameters) -> Estimates:
    """The numbers in points: weights that add up to 100, base points and the temperature."""
    points = found.kappa * experts_points(data.guide)
    temperature = TOTAL_POINTS / points.sum()
    return Estimates(
        date=data.date,
        cases=len(data.cases),
        points=dict(zip(data.guide.criteria, rounded(points * temperature), strict=True)),
        base={
            structure: round(float(base), 1) + 0.0
            for structure, base in zip(data.guide.structures, found.base * temperature, strict=True)
        },
        temperature=round(float(temperature), 2),
    )


def rounded(points: Sequence[float] | Array) -> list[float]:
    """Points that add up to 100, to one decimal, so that the sum stays and none falls by 0.1.

    Each is rounded down, and what is missing goes to those that lost most.
    """
    tenths = [10 * float(own) for own in points]
    whole = [int(own + 1e-4) for own in tenths]
    missing = round(10 * TOTAL_POINTS) - sum(whole)
    order = sorted(range(len(whole)), key=lambda n: whole[n] - tenths[n])
    for n in order[:missing]:
        whole[n] += 1
    return [own / 10 for own in whole]


def parameters(guide: Guide) -> Parameters:
    """The numbers that the guide holds, as the fit has them."""
    found = guide.estimates
    points = np.array([found.points[criterion] for criterion in guide.criteria])
    base = np.array([found.base[structure] for structure in guide.structures])
    return Parameters(points / experts_points(guide) / found.temperature, base / found.temperature)
