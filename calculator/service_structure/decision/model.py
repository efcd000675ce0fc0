"""The decision model: from answers to settings, weights and values, and to a ranking.

Additive value model on fixed scales (Keeney & Raiffa, *Decisions with Multiple Objectives*, 1976,
ch. 3). Circumstances change values, goals change weights; what is not answered is averaged over
(see settings.py). In points of 100, averaged over the settings,

    fit(s) = 50 + Σ wᶜ·(vᶜ(s) − ½) + base(s) − penalty · absent preconditions of s,

and the probability that an organisation with such answers has the structure is the average of

    exp(fit(s)/τ) / Σ exp(fit(t)/τ)   over all structures t.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service_structure.case.answers import Answers, read_answers, read_weights
from service_structure.case.case import Case
from service_structure.case.numbers import Inputs, numbers_in_force, read_numbers
from service_structure.case.profile import Profile, read_profile
from service_structure.decision.candidates import fails
from service_structure.decision.evaluation import Coefficients, Evaluation, evaluate, mean
from service_structure.errors import AnswersError, NumbersError
from service_structure.numerics.checks import TIE
from service_structure.source.frozen import FrozenDict
from service_structure.source.model_records import NEUTRAL, TOTAL_POINTS, Precondition
from service_structure.source.plain import plain
from service_structure.source.records import Guide

SHOWN = 3
"""Structures of the ranking that a recommendation shows where it is printed."""

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

    The answers make it `base` + `moves`; goals that are open, or between two levels, may add what
    they move on average;
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
    answers would not change the first choice. `profile` is what else the reader has said.
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
    profile: Profile = field(default_factory=Profile)

    @property
    def case(self) -> Case:
        """The case that was ranked."""
        numbers = self.inputs.user_numbers
        return Case(self.answers, numbers, self.user_weights, self.profile)

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
    answers: Mapping[str, object],
    guide: Guide,
    *,
    weights: Mapping[str, float] | None = None,
    numbers: Mapping[str, object] | None = None,
    profile: Mapping[str, object] | None = None,
) -> Recommendation:
    """Rank the structures of a guide for an organisation (see service_structure.recommend).

    Raises AnswersError, or NumbersError where only numbers are wrong, listing every fault.
    """
    read, faults = read_answers(answers, guide)
    own, more = read_weights({} if weights is None else weights, guide)
    beside, strange = read_profile({} if profile is None else profile, guide)
    raw = {} if numbers is None else numbers
    inputs, wrong = read_numbers(raw, read, guide, today=beside.current)
    if faults or more or strange:
        raise AnswersError((*faults, *more, *strange, *wrong), guide)
    if wrong:
        raise NumbersError(wrong, guide)
    return recommend_for(Case(read, inputs.user_numbers, own, beside), guide)


def recommend_for(case: Case, guide: Guide) -> Recommendation:
    """Rank the structures for a case that has been read (see recommend)."""
    evaluation = evaluate(case, guide)
    inputs = numbers_in_force(case.numbers, case.answers, guide, case.profile.current)
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
        settled=evaluation.settled(list(guide.structures).index(best.structure)),
        profile=case.profile,
    )


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
            mean(points),
            criterion in case.weights,
        )
        for criterion, points in zip(guide.criteria, evaluation.weights, strict=True)
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
    shares = [mean(points) / TOTAL_POINTS for points in evaluation.weights]
    for n, structure in enumerate(guide.structures.values()):
        contributions = tuple(
            _contribution(
                criterion, share, evaluation.part(n, k) / TOTAL_POINTS, evaluation.values[n][k]
            )
            for k, (criterion, share) in enumerate(zip(guide.criteria, shares, strict=True))
        )
        yield Standing(
            structure=structure.id,
            fit=NEUTRAL + mean(evaluation.fits[n]) / TOTAL_POINTS,
            probability=evaluation.probability(n),
            contributions=contributions,
            base=coefficients.base[n] / TOTAL_POINTS,
            penalty=coefficients.penalty * mean(evaluation.absent[n]) / TOTAL_POINTS,
            failed=tuple(p for p in structure.preconditions if fails(p, case.answers, guide)),
        )


def _contribution(
    criterion: str, share: float, above: float, values: Sequence[float]
) -> Contribution:
    """The contribution of a criterion that adds `above` to the neutral half of its weight.

    Without weight its value is the mean of `values` above the middle: what would count if it had
    some weight (see sensitivity.py).
    """
    value = NEUTRAL + (above / share if share else mean(values))
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
