"""Every sentence of a result that takes more than a message: each is decided here and only here."""

from collections.abc import Sequence

from service_structure.decision.counterfactual import Counterfactual, with_answers
from service_structure.decision.explain import DRAWS, Acceptability, Reason, Rivalry
from service_structure.decision.link import write_fragment
from service_structure.decision.model import Move, Recommendation, Standing, Weight
from service_structure.numerics.checks import TIE
from service_structure.source.records import (
    TOTAL_POINTS,
    Guide,
    Precondition,
    Source,
    Statement,
)
from service_structure.views.blocks import Link
from service_structure.views.wording import Wording


class Sentences(Wording):
    """The sentences about one recommendation, in one language."""

    def __init__(self, recommendation: Recommendation, guide: Guide, language: str) -> None:
        super().__init__(guide, language)
        self.recommendation = recommendation

    @property
    def summary(self) -> str:
        """The recommendation and how clear it is, in one short sentence."""
        best = self.recommendation.recommended
        return f"{self.verdict}: {self.inside(self.name(best))}." if best else f"{self.verdict}."

    @property
    def verdict(self) -> str:
        """How clear the recommendation is, as a heading."""
        return self.say(f"verdict_{self.recommendation.verdict}")

    @property
    def margin(self) -> str:
        """By how much the recommended structure leads, or who is as good as level with it."""
        result = self.recommendation
        if result.rivals:
            return self.say(
                f"margin_{result.verdict}",
                margin=self.exact(TOTAL_POINTS * self.guide.assumptions["clear_margin"].value),
                rivals=self.names(result.rivals),
            )
        if len(result.candidates) > 1:
            lead = result.candidates[0].fit - result.candidates[1].fit
            return self.say("margin_clear", gap=self.points(lead))
        return self.say("margin_alone")

    @property
    def answers_given(self) -> str:
        """How many questions are answered."""
        given = len(self.recommendation.answers.given)
        return self.say("answers_given", given=given, all=len(self.guide.factors))

    @property
    def inputs_given(self) -> str:
        """How many numbers and weights the user has set, if any."""
        numbers, weights = self.recommendation.inputs.given, self.recommendation.user_weights
        return " ".join(
            self.say(message, count=len(given))
            for message, given in (("numbers_given", numbers), ("weights_given", weights))
            if given
        )

    @property
    def volume(self) -> str:
        """The load and the target that the staffing model reckons with."""
        numbers = self.recommendation.inputs.numbers
        return self.say(
            "staffing_explained",
            contacts=self.exact(numbers.contacts_per_hour),
            aht=self.exact(numbers.aht),
            level=self.exact(numbers.service_level),
            within=self.exact(numbers.answer_within),
        )

    @property
    def version(self) -> str:
        """The version of the model that has recommended this."""
        return self.say("model_version", version=self.recommendation.version)

    def points(self, share: float, form: str = ".1f") -> str:
        """A share of the fit (0 to 1) in points of 100."""
        return self.number(TOTAL_POINTS * share, form)

    def name(self, structure: str) -> str:
        """The full name of a structure."""
        return self.text(self.guide.structures[structure].name)

    def short(self, structure: str) -> str:
        """The short name of a structure."""
        return self.text(self.guide.structures[structure].short)

    def names(self, structures: Sequence[str]) -> str:
        """The names of structures in a row, inside a sentence."""
        return ", ".join([self.inside(self.name(structure)) for structure in structures])

    def criterion(self, criterion: str) -> str:
        """The name of a criterion."""
        return self.text(self.guide.criteria[criterion].name)

    def level(self, factor: str, level: str) -> str:
        """An answer with its question."""
        record = self.guide.factors[factor]
        return f"{self.text(record.name)}: {self.text(record.level(level).name)}"

    def structure_link(self, structure: str) -> Link:
        """The full name of a structure, to its page."""
        return Link(self.name(structure), f"structures/{structure}/")

    def statement_link(self, structure: str, statement: Statement) -> Link:
        """A statement, to where it stands on the page of its structure."""
        return Link(self.text(statement.text), f"structures/{structure}/#{statement.id}")

    def level_link(self, move: Move) -> Link:
        """An answer that moved a weight, to what is said of its question."""
        return Link(self.level(move.factor, move.level), f"choosing/#{move.factor}")

    def because(self, move: Move) -> str:
        """Why an answer moves weights."""
        because = self.guide.factors[move.factor].level(move.level).because
        return self.text(because) if because else ""

    def unmet(self, precondition: Precondition) -> str:
        """What a structure cannot do without, and why."""
        factor = self.guide.factors[precondition.factor]
        needs = self.say(
            "needs",
            factor=self.text(factor.name),
            level=self.text(factor.level(precondition.at_least).name),
        )
        return f"{needs} {self.text(precondition.because)}"

    def not_offered(self, standing: Standing) -> str:
        """Why a hybrid is out of the running."""
        first, second = self.guide.structures[standing.structure].parents
        return self.say(
            "not_offered",
            gap=self.points(standing.parents_gap or 0.0),
            first=self.short(first),
            second=self.short(second),
        )

    def weight(self, weight: Weight) -> str:
        """What a criterion weighs, and from where it has come."""
        if weight.user:
            return self.say("weight_set", points=self.number(weight.points, ".4g"))
        if weight.points == weight.base:
            return self.say("weight_unchanged", points=self.exact(weight.points))
        points = self.number if self.recommendation.user_weights else self.exact
        return self.say(
            "weight_from_to", base=self.exact(weight.base), points=points(weight.points)
        )

    def reason(self, reason: Reason) -> str:
        """What the criterion of a reason weighs, and the figure and rating it rests on, if any."""
        if reason.figure is None:
            return self.weight(reason.weight)
        figure = self.say(
            f"figure_{reason.criterion}",
            figure=self.percent(reason.figure / 100),
            value=self.points(reason.value, ".0f"),
        )
        return f"{self.weight(reason.weight)} {figure}"

    def change(self, change: Counterfactual) -> tuple[Link, str]:
        """Other answers, as a link to them, and what would be recommended then."""
        answers = "; ".join([self.level(factor, level) for factor, level in change.answers])
        case = with_answers(self.recommendation, change.answers)
        then = self.name(change.recommended) if change.recommended else self.say("verdict_none")
        return (
            Link(answers, f"#{write_fragment(case, self.guide)}"),
            f" — {self.say('then')} {self.inside(then)}",
        )

    def lead(self, rivalry: Rivalry) -> str:
        """How far another structure is behind, or ahead without being in the running."""
        if abs(rivalry.lead) < 5e-4:
            return self.say("level_with")
        lead = self.points(abs(rivalry.lead))
        return self.say("behind" if rivalry.lead > 0 else "ahead", lead=lead)

    def ties(self, rivalry: Rivalry) -> list[str]:
        """What would make the two level: a weight, the least change of all, a rating; and odds."""
        odds = self.say("beats_at_random", share=self.percent(rivalry.winning_probability))
        if abs(rivalry.lead) <= TIE:
            return [odds]
        sentences = []
        weights = self.recommendation.weights
        for message, thens in (
            ("tie_by_weight", rivalry.shared_weights),
            ("tie_by_single_weight", rivalry.single_weights),
        ):
            if (n := self._nearest(thens)) is not None:
                criterion = self.criterion(weights[n].criterion)
                now, then = self.number(weights[n].points), self.number(thens[n] or 0.0)
                sentences.append(self.say(message, criterion=criterion, now=now, then=then))
        if rivalry.least_change:
            points = self.number(rivalry.least_change.total / 2)
            sentences.append(self.say("tie_by_least_change", points=points))
        else:
            sentences.append(self.say("no_tie"))
        gains = {n: gain for n, gain in enumerate(rivalry.ratings) if gain is not None}
        if gains and rivalry.lead > 0:
            n = min(gains, key=gains.__getitem__)
            criterion = self.criterion(weights[n].criterion)
            sentences.append(
                self.say("tie_by_rating", criterion=criterion, points=self.points(gains[n]))
            )
        return [*sentences, odds]

    def comes_first(self, acceptability: Acceptability) -> str:
        """How often a structure comes first when weights are uncertain, beside its name."""
        return self.say("comes_first", share=self.percent(acceptability.probabilities[0]))

    def firmness(self, acceptability: Acceptability) -> str:
        """How often the recommended structure comes first when weights are uncertain."""
        return self.say(
            "acceptability",
            share=self.percent(acceptability.probabilities[0]),
            error=self.percent(acceptability.standard_errors[0], 1),
        )

    @property
    def draws(self) -> str:
        """How those shares are worked out, and how exact they are."""
        error = self.percent(0.5 / DRAWS**0.5, 1)
        return self.say("acceptability_explained", draws=self.exact(DRAWS), error=error)

    def source(self, source: Source) -> tuple[Link, str]:
        """Author, year and title of a source, linked to its record."""
        author = f"{source.author}, {source.year}" if source.year else source.author
        return Link(author, f"sources/#{source.id}"), f". {source.title}"

    def _nearest(self, thens: Sequence[float | None]) -> int | None:
        """The criterion whose weight has to change least."""
        weights = self.recommendation.weights
        ways = {
            n: abs(then - weights[n].points) for n, then in enumerate(thens) if then is not None
        }
        return min(ways, key=ways.__getitem__) if ways else None
