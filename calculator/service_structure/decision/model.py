"""The decision model: from answers to settings, weights and values, and to a ranking.

Additive value model on fixed scales (Keeney & Raiffa, *Decisions with Multiple Objectives*, 1976,
ch. 3). Circumstances change values, goals change weights; what is not answered is averaged over
(see settings.py). In points of 100, averaged over the settings,

    fit(s) = 50 + Σ wᶜ·(vᶜ(s) − ½) + base(s) − penalty · absent preconditions of s,

and the probability that an organisation with such answers has the structure is the average of

    exp(fit(s)/τ) / Σ exp(fit(t)/τ)   over all structures t.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, fsum
from typing import Any

from service_structure.case.answers import Answers, read_answers, read_weights
from service_structure.case.case import Case
from service_structure.case.numbers import Inputs, numbers_in_force, read_numbers
from service_structure.decision.candidates import candidates_for, fails, leads
from service_structure.decision.settings import Setting, settings
from service_structure.decision.values import values_in
from service_structure.errors import AnswersError, NumbersError
from service_structure.numerics.checks import TIE
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import NEUTRAL, TOTAL_POINTS, Precondition
from service_structure.source.plain import plain
from service_structure.source.records import Guide

SHOWN = 3
"""Structures of the ranking that a recommendation shows where it is printed."""

DIGITS = 12
"""Probabilities are rounded to so many decimals: the last bit of exp() differs by C library."""

VERDICTS = ("recommended", "likely", "leading", "open")
"""How sure a recommendation is, from the surest."""


@dataclass(frozen=True)
class Move:
    """Points that an answer about a goal gave to a criterion, or took from it."""

    factor: str
    level: str
    points: float


@dataclass(frozen=True)
class Weight:
    """How much a criterion counts: `points` of 100, on average over what is not answered.

    The answers make it `base` + `moves`, and unanswered goals may add what they move on average;
    where the user has set weights it is this one (`user`), or shares what the others leave.
    """

    criterion: str
    base: float
    moves: tuple[Move, ...]
    points: float
    user: bool


@dataclass(frozen=True)
class Contribution:
    """What one criterion adds to a fit: weight (0 to 1) times value.

    The value is ½ where the structure is neither good nor bad, 0 and 1 at the ends of the scale of
    the criterion. Where answers are missing the amount is an average of products, and the value is
    what makes weight times value that amount.
    """

    criterion: str
    weight: float
    value: float
    amount: float


@dataclass(frozen=True)
class Standing:
    """How a structure fares: its fit, its probability (0 to 1), and what the fit consists of.

    The fit is the sum of the amounts of its contributions, its `base` and, less, its `penalty` for
    preconditions that are absent, or may be. `failed` are those that the answers rule out: a
    structure with any of them is no candidate.
    """

    structure: str
    fit: float
    probability: float
    contributions: tuple[Contribution, ...]
    base: float
    penalty: float
    failed: tuple[Precondition, ...]

    @property
    def candidate(self) -> bool:
        """Whether nothing that it is made of is ruled out."""
        return not self.failed


@dataclass(frozen=True)
class Recommendation:
    """The structures ranked for an organisation.

    `ranking` holds the candidates from best to worst by fit, then the others; removing a structure
    reorders nothing. `verdict`, one of VERDICTS, grades the probability of the recommended one.
    `shortlist` is the recommended one and the most probable other candidates, as many as it takes
    to add up to the share `shortlist_share`. `settled` is the chance, 0 to 1, that the missing
    answers would not change the first choice.
    """

    version: str
    answers: Answers
    inputs: Inputs
    weights: tuple[Weight, ...]
    user_weights: Mapping[str, float]
    ranking: tuple[Standing, ...]
    recommended: str
    verdict: str
    shortlist: tuple[str, ...]
    settled: float

    @property
    def candidates(self) -> tuple[Standing, ...]:
        """The structures that can be recommended, from best to worst."""
        return tuple(standing for standing in self.ranking if standing.candidate)

    @property
    def best(self) -> Standing:
        """The standing of the recommended structure."""
        return self.ranking[0]

    @property
    def rivals(self) -> tuple[str, ...]:
        """The shortlist without the recommended structure."""
        return tuple(name for name in self.shortlist if name != self.recommended)

    def standing(self, structure: str) -> Standing:
        """The standing of one structure; KeyError if it is unknown."""
        for standing in self.ranking:
            if standing.structure == structure:
                return standing
        raise KeyError(structure)

    def as_dict(self) -> dict[str, Any]:
        """All fields as values of JSON, as `service-structure recommend --format json` prints them.

        dataclasses.asdict works as well, but keeps tuples and sets.
        """
        fields: dict[str, Any] = plain(self)
        return fields

    def __repr__(self) -> str:
        """The structure recommended, the verdict and the three best with probabilities."""
        best = ", ".join(f"{s.structure} {s.probability:.2f}" for s in self.ranking[:SHOWN])
        return f"<Recommendation {self.recommended}, {self.verdict}: {best}>"

    def _repr_html_(self) -> str:
        """The ranking as a table, for notebooks. Structures stand by their ids."""
        rows = "".join(
            f"<tr><td>{place}</td><td>{standing.structure}</td>"
            f"<td>{standing.probability:.2f}</td><td>{standing.fit:.3f}</td>"
            f"<td>{'candidate' if standing.candidate else 'no candidate'}</td></tr>"
            for place, standing in enumerate(self.ranking, 1)
        )
        return (
            f"<table><caption>{self.recommended} ({self.verdict})</caption>"
            "<thead><tr><th>#</th><th>structure</th><th>probability</th><th>fit</th><th></th></tr>"
            f"</thead><tbody>{rows}</tbody></table>"
        )


def recommend(
    answers: Mapping[str, str],
    guide: Guide,
    *,
    weights: Mapping[str, float] | None = None,
    numbers: Mapping[str, object] | None = None,
) -> Recommendation:
    """Rank the structures of a guide for an organisation (see service_structure.recommend).

    Raises AnswersError, or NumbersError where only numbers are wrong, listing every fault.
    """
    read, faults = read_answers(answers, guide)
    own, more = read_weights({} if weights is None else weights, guide)
    inputs, wrong = read_numbers({} if numbers is None else numbers, read, guide)
    if faults or more:
        raise AnswersError((*faults, *more, *wrong), guide)
    if wrong:
        raise NumbersError(wrong, guide)
    return recommend_for(Case(read, inputs.user_numbers, own), guide)


def recommend_for(case: Case, guide: Guide) -> Recommendation:
    """Rank the structures for a case that has been read (see recommend)."""
    evaluation = evaluate(case, guide)
    inputs = numbers_in_force(case.numbers, case.answers, guide)
    ranking = _ranking(evaluation, case, guide)
    best = ranking[0]
    return Recommendation(
        version=guide.version,
        answers=case.answers,
        inputs=inputs,
        weights=_weights(evaluation, case, guide),
        user_weights=FrozenDict(case.weights),
        ranking=ranking,
        recommended=best.structure,
        verdict=_verdict(best.probability, guide),
        shortlist=_shortlist(ranking, guide),
        settled=evaluation.settled(best.structure, guide),
    )


@dataclass(frozen=True)
class Evaluation:
    """What the settings come to, in points: one row for each setting, or the mean of all.

    `points` are the weights of the criteria in a setting; `parts` what each criterion adds to each
    structure, on average; `absent` how many preconditions each structure lacks, on average; `fits`
    the fit of each structure in every setting, about 0; `chances` its probability in each.
    """

    settings: tuple[Setting, ...]
    points: tuple[float, ...]
    parts: tuple[tuple[float, ...], ...]
    absent: tuple[float, ...]
    fits: tuple[tuple[float, ...], ...]
    chances: tuple[tuple[float, ...], ...]

    def mean_fit(self, structure: int) -> float:
        """The fit of a structure, the place of which is given, on average."""
        return fsum([row[structure] for row in self.fits]) / len(self.fits)

    def probability(self, structure: int) -> float:
        """The probability of a structure on average."""
        return round(fsum([row[structure] for row in self.chances]) / len(self.chances), DIGITS)

    def settled(self, structure: str, guide: Guide) -> float:
        """The share of the settings in which a structure comes first among the candidates."""
        place = list(guide.structures).index(structure)
        absent = Coefficients.of(guide).absent
        return sum(
            leads(place, row, absent(setting))
            for setting, row in zip(self.settings, self.fits, strict=True)
        ) / len(self.fits)


def evaluate(case: Case, guide: Guide) -> Evaluation:
    """Work out fits and probabilities in every setting that a case leaves open."""
    coefficients = Coefficients.of(guide)
    open_settings = settings(case.answers.levels, guide)
    fits, chances, all_points, all_absent = [], [], [], []
    parts = [[0.0] * len(guide.criteria) for _ in guide.structures]
    for setting in open_settings:
        points = coefficients.points(setting, case.weights)
        absent = coefficients.absent(setting)
        row = []
        values = values_in(setting, case.numbers, guide)
        rows = zip(parts, values, coefficients.base, absent, strict=True)
        for part, value, base, lacking in rows:
            total = base - coefficients.penalty * lacking
            for n, weight in enumerate(points):
                amount = weight * value[n]
                part[n] += amount
                total += amount
            row.append(total)
        fits.append(tuple(row))
        chances.append(_softmax(row, coefficients.temperature))
        all_points.append(points)
        all_absent.append(absent)
    count = len(open_settings)
    return Evaluation(
        settings=open_settings,
        points=_mean(all_points),
        parts=tuple([tuple([amount / count for amount in part]) for part in parts]),
        absent=_mean(all_absent),
        fits=tuple(fits),
        chances=tuple(chances),
    )


def _mean(rows: Sequence[Sequence[float]]) -> tuple[float, ...]:
    return tuple([fsum(column) / len(rows) for column in zip(*rows, strict=True)])


def _softmax(fits: Sequence[float], temperature: float) -> tuple[float, ...]:
    top = max(fits)
    odds = [exp((fit - top) / temperature) for fit in fits]
    total = fsum(odds)
    return tuple([own / total for own in odds])


@dataclass(frozen=True)
class Coefficients:
    """Weights, moves and the rest by which settings are weighed, in the order of the guide."""

    criteria: tuple[str, ...]
    weights: tuple[float, ...]
    moves: tuple[tuple[int, tuple[tuple[float, ...], ...]], ...]
    base: tuple[float, ...]
    needs: tuple[tuple[tuple[int, int], ...], ...]
    penalty: float
    temperature: float

    @staticmethod
    @lru_cache(maxsize=16)
    def of(guide: Guide) -> "Coefficients":
        """The coefficients of a guide."""
        factors = list(guide.factors.values())
        return Coefficients(
            criteria=tuple(guide.criteria),
            weights=tuple([guide.estimates.points[c] for c in guide.criteria]),
            moves=tuple(
                (n, tuple(tuple(v.moves.get(c, 0.0) for c in guide.criteria) for v in f.levels))
                for n, f in enumerate(factors)
                if f.goal
            ),
            base=tuple([guide.estimates.base[s] for s in guide.structures]),
            needs=tuple(
                tuple(
                    (
                        factors.index(guide.factors[p.factor]),
                        guide.factors[p.factor].rank(p.at_least),
                    )
                    for p in s.preconditions
                )
                for s in guide.structures.values()
            ),
            penalty=guide.assumptions["absent_penalty"].value,
            temperature=guide.estimates.temperature,
        )

    def points(self, setting: Setting, own: Mapping[str, float]) -> list[float]:
        """The weights of all criteria in a setting, in points of 100."""
        points = list(self.weights)
        for factor, moves in self.moves:
            for n, move in enumerate(moves[setting[factor]]):
                points[n] += move
        points = [max(point, 0.0) for point in points]
        return with_user_weights(points, own, self.criteria) if own else points

    def absent(self, setting: Setting) -> list[int]:
        """How many preconditions each structure lacks in a setting."""
        return [sum(setting[f] < least for f, least in needs) for needs in self.needs]


def with_user_weights(
    points: Sequence[float], own: Mapping[str, float], criteria: Sequence[str]
) -> list[float]:
    """Points with the user's own in place; the other criteria share the rest in proportion.

    Where the others have no points to go by they share evenly; own points for every criterion are
    scaled to 100.
    """
    if not own:
        return list(points)
    if len(own) == len(criteria):
        total = fsum(own.values())
        return [TOTAL_POINTS * own[criterion] / total for criterion in criteria]
    rest = TOTAL_POINTS - fsum(own.values())
    free = [0.0 if c in own else p for c, p in zip(criteria, points, strict=True)]
    if not any(free):
        free = [0.0 if c in own else 1.0 for c in criteria]
    scale = rest / fsum(free)
    return [own[c] if c in own else scale * p for c, p in zip(criteria, free, strict=True)]


def _weights(evaluation: Evaluation, case: Case, guide: Guide) -> tuple[Weight, ...]:
    moves: dict[str, list[Move]] = {criterion: [] for criterion in guide.criteria}
    for factor, level in case.answers.levels.items():
        for criterion, points in guide.factors[factor].level(level).moves.items():
            moves[criterion].append(Move(factor, level, points))
    return tuple(
        Weight(
            criterion,
            guide.estimates.points[criterion],
            tuple(moves[criterion]),
            points,
            criterion in case.weights,
        )
        for criterion, points in zip(guide.criteria, evaluation.points, strict=True)
    )


def _ranking(evaluation: Evaluation, case: Case, guide: Guide) -> tuple[Standing, ...]:
    """Every structure: candidates from best to worst, then the rest likewise.

    Structures that are level keep the order of the guide.
    """
    standings = list(_standings(evaluation, case, guide))
    return (
        *best_first([standing for standing in standings if standing.candidate]),
        *best_first([standing for standing in standings if not standing.candidate]),
    )


def _standings(evaluation: Evaluation, case: Case, guide: Guide) -> Iterator[Standing]:
    coefficients = Coefficients.of(guide)
    shares = [points / TOTAL_POINTS for points in evaluation.points]
    values = [] if all(shares) else _values(evaluation, case, guide)
    for n, structure in enumerate(guide.structures.values()):
        contributions = tuple(
            _contribution(criterion, share, amount / TOTAL_POINTS, values[n][k] if values else 0.0)
            for k, (criterion, share, amount) in enumerate(
                zip(guide.criteria, shares, evaluation.parts[n], strict=True)
            )
        )
        yield Standing(
            structure=structure.id,
            fit=NEUTRAL + evaluation.mean_fit(n) / TOTAL_POINTS,
            probability=evaluation.probability(n),
            contributions=contributions,
            base=coefficients.base[n] / TOTAL_POINTS,
            penalty=coefficients.penalty * evaluation.absent[n] / TOTAL_POINTS,
            failed=tuple(
                p for p in structure.preconditions if fails(p, case.answers.levels, guide)
            ),
        )


def _values(evaluation: Evaluation, case: Case, guide: Guide) -> list[tuple[float, ...]]:
    """The values of all structures less ½, on average: what a criterion without weight would add.

    They say what would happen if the criterion had some weight (see sensitivity.py).
    """
    rows = [values_in(setting, case.numbers, guide) for setting in evaluation.settings]
    return [_mean([row[n] for row in rows]) for n in range(len(guide.structures))]


def _contribution(criterion: str, share: float, above: float, plain: float) -> Contribution:
    """The contribution of a criterion that adds `above` to the neutral half of its weight.

    Without weight its value is `plain` above the middle.
    """
    value = NEUTRAL + (above / share if share else plain)
    return Contribution(criterion, share, value, share * NEUTRAL + above)


def _verdict(probability: float, guide: Guide) -> str:
    for verdict in VERDICTS[:-1]:
        if probability >= guide.assumptions[f"{verdict}_from"].value / 100:
            return verdict
    return VERDICTS[-1]


def _shortlist(ranking: Sequence[Standing], guide: Guide) -> tuple[str, ...]:
    """The recommended structure and the most probable others that add up to the share wanted.

    What is ruled out is not on it, so the candidates may add up to less.
    """
    best, *others = ranking
    share = guide.assumptions["shortlist_share"].value / 100
    chosen, total = [best.structure], best.probability
    candidates = [other for other in others if other.candidate]
    for other in sorted(candidates, key=lambda standing: -standing.probability):
        if total >= share:
            break
        chosen.append(other.structure)
        total += other.probability
    return tuple(chosen)


def quick_result(case: Case, guide: Guide) -> tuple[str, Mapping[str, float]]:
    """What recommend_for recommends, and the fit of every structure, without the rest of it."""
    evaluation = evaluate(case, guide)
    fits = {
        name: NEUTRAL + evaluation.mean_fit(n) / TOTAL_POINTS
        for n, name in enumerate(guide.structures)
    }
    candidates = candidates_for(case.answers.levels, guide)
    best = candidates[0]
    for name in candidates[1:]:
        if fits[name] > fits[best] + TIE:
            best = name
    return best, fits


def best_first(standings: list[Standing]) -> list[Standing]:
    """Sorted by fit; those within the tolerance of the one before stay in the order given."""
    place = {standing.structure: n for n, standing in enumerate(standings)}
    ordered: list[Standing] = []
    run: list[Standing] = []
    for standing in sorted(standings, key=lambda s: -s.fit):
        if run and run[0].fit - standing.fit > TIE:
            ordered += sorted(run, key=lambda s: place[s.structure])
            run = []
        run.append(standing)
    return ordered + sorted(run, key=lambda s: place[s.structure])
