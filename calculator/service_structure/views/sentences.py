"""Every sentence of a result that takes more than a message: each is decided here and only here."""

from collections.abc import Sequence
from math import fsum

from service_structure.decision.attribution import Effect
from service_structure.decision.counterfactual import Counterfactual, with_answers
from service_structure.decision.explain import DRAWS, Acceptability, Rivalry
from service_structure.decision.link import write_fragment
from service_structure.decision.model import Move, Recommendation, Standing, Weight
from service_structure.decision.questions import NextQuestion
from service_structure.numerics.checks import TIE
from service_structure.numerics.rounding import three_digits
from service_structure.source.model_records import TOTAL_POINTS, Precondition, Statement
from service_structure.source.records import Guide, Source, Structure
from service_structure.staffing.costs import Staffing
from service_structure.staffing.pools import groups_of
from service_structure.views.blocks import Link
from service_structure.views.wording import BY_NAME, Wording

ODDS = (
    *((1, 20), (1, 10), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2)),
    *((3, 5), (2, 3), (3, 4), (4, 5), (9, 10), (19, 20)),
)
"""The shares that a probability is told by, in so many of so many."""


AMOUNTS = frozenset({"yearly_cost", "cost_per_contact", "own_cost"})
"""The figures that are amounts of money."""

PAY = frozenset({"monthly_pay", "agent_cost"})
"""The numbers of which one makes all amounts the reader's own: the other pays are ratios of it."""


class Sentences(Wording):
    """The sentences about one recommendation, in one language."""

    def __init__(self, recommendation: Recommendation, guide: Guide, language: str) -> None:
        super().__init__(guide, language)
        self.recommendation = recommendation

    @property
    def nothing_known(self) -> bool:
        """Whether nothing is said of the organisation: no answer, no number, no weight."""
        result = self.recommendation
        return not (result.answers.given or result.inputs.given or result.user_weights)

    @property
    def grade(self) -> str:
        """The verdict, or "nothing" where nothing is known: what the messages of both end in."""
        return "nothing" if self.nothing_known else self.recommendation.verdict

    @property
    def summary(self) -> str:
        """The recommendation and how sure it is, in one short sentence."""
        return f"{self.verdict}: {self.inside(self.name(self.recommendation.recommended))}."

    @property
    def verdict(self) -> str:
        """How sure the recommendation is, as a heading."""
        return self.say(f"verdict_{self.grade}")

    def figure_name(self, figure: str) -> str:
        """The name of a figure of the staffing model; a share in time says in what time.

        An amount without a currency says in what it is told.
        """
        if figure in AMOUNTS and self.currency is None:
            return f"{self.say(figure)}, {self.unnamed_money}"
        if figure != "service_level":
            return self.say(figure)
        within = self.recommendation.inputs.numbers.answer_within
        return self.say("answered_within", wait=self.duration(within))

    @property
    def probability(self) -> str:
        """The probability of the recommended structure in words and per cent, and its meaning."""
        share = self.recommendation.best.probability
        n, of = min(ODDS, key=lambda odds: abs(odds[0] / odds[1] - share))
        message = "probability_nothing" if self.nothing_known else "probability"
        return self.say(message, share=self.percent(share), n=n, of=of)

    @property
    def shortlist(self) -> str:
        """The smallest set of structures that are probable enough together."""
        result = self.recommendation
        if not result.rivals:
            return self.say("shortlist_alone", share=self.percent(1 - result.best.probability))
        shares = {s: round(result.standing(s).probability, 2) for s in result.shortlist}
        names = [f"{self.inside(self.name(s))} {self.percent(shares[s])}" for s in shares]
        total = fsum(shares.values())  # of those shown
        return self.say("shortlist", share=self.percent(total), names=", ".join(names))

    @property
    def all_answered(self) -> bool:
        """Whether no question is open."""
        return len(self.recommendation.answers.levels) == len(self.guide.factors)

    @property
    def all_given(self) -> bool:
        """Whether every question has an answer, be it between two levels."""
        return len(self.recommendation.answers.given) == len(self.guide.factors)

    @property
    def settled(self) -> str:
        """How often further answers change the first choice."""
        if self.all_answered:
            return self.say("settled_all")
        cases = self.of_hundred(1 - self.recommendation.settled)
        if cases == "0":
            return self.say("settled_none")
        return self.say("settled_between" if self.all_given else "settled", n=cases)

    @property
    def margin(self) -> str:
        """By how much the recommended structure leads, or who is level with it."""
        first = self.recommendation.best
        others = self.recommendation.candidates[1:]
        if not others:
            return self.say("margin_alone")
        level = [other.structure for other in others if first.fit - other.fit <= TIE]
        if level:
            return self.say("margin_tie", rivals=self.names(level))
        return self.say("margin_clear", gap=self.points(first.fit - others[0].fit))

    @property
    def meaning(self) -> str:
        """What the probability is, what it means, and which structures are on the shortlist."""
        told = [self.probability, self.say("probability_explained"), self.shortlist]
        if other := self.more_probable:
            name, share = self.inside(self.name(other.structure)), self.percent(other.probability)
            told.append(self.say("probability_other", name=name, share=share))
        return " ".join(told)

    @property
    def more_probable(self) -> Standing | None:
        """Another structure that is more probable than the first, as shown; None if none is."""
        best = self.recommendation.best
        other = max(self.recommendation.candidates, key=lambda standing: standing.probability)
        shares = {self.percent(standing.probability) for standing in (best, other)}
        return other if len(shares) > 1 else None

    def price(self, staffed: Staffing) -> str:
        """How many people a structure takes, and what it costs beside one queue."""
        share = round(100 * staffed.price.share)
        outcome = "dearer" if share > 0 else "cheaper" if share < 0 else "level"
        return self.say(
            f"part_money_{outcome}",
            people=self.number(staffed.paid_staff, ".0f"),
            share=self.percent(abs(share) / 100),
        )

    def shared_groups(self, structure: Structure) -> str:
        """How many groups of experts serve how many products; empty where each has its own."""
        by, numbers = structure.pooling.by, self.recommendation.inputs.numbers
        groups = groups_of(structure.pooling, numbers)
        if by == "one" or groups == (count := getattr(numbers, by)):
            return ""
        return self.say("org_shared", groups=groups, n=count)

    def nearest_change(self, changes: Sequence[Counterfactual], told: str = "card_if_then") -> str:
        """The likeliest single answer that changes the recommendation, in this message."""
        if not changes:
            is_answered = bool(self.recommendation.answers.given)
            return self.say("card_if_none" if is_answered else "card_if_unanswered")
        answers = "; ".join([self._given(*step) for step in changes[0].answers])
        then = self.inside(self.name(changes[0].recommended))
        return self.say(told, answers=answers, then=then)

    def _given(self, factor: str, level: str) -> str:
        """An answer with its question, as it stands after “if”."""
        name = self.text(self.guide.factors[factor].name)
        answer = self.answer(factor, level)
        return self.say("card_if_answer", factor=name, answer=answer)

    @property
    def answers_given(self) -> str:
        """How many questions are answered."""
        given, every = len(self.recommendation.answers.given), len(self.guide.factors)
        if given == every:
            return self.say("answers_given_all", all=every)
        return self.say("answers_given", given=given, all=every)

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
    def open_figures(self) -> str:
        """That figures rest on open questions, and on what target; empty where they do not."""
        inputs = self.recommendation.inputs
        told = [self.say("staffing_open")] if inputs.open else []
        if "answer_within" in inputs.open:
            share = self.percent(inputs.numbers.service_level / 100)
            within = self.duration(inputs.numbers.answer_within)
            message = "target_open" if inputs.has_contacts else "target_open_agents"
            told.append(self.say(message, share=share, within=within))
        return " ".join(told)

    @property
    def version(self) -> str:
        """The version of the model that has recommended this."""
        return self.say("model_version", version=self.recommendation.version)

    def of_hundred(self, share: float) -> str:
        """A share (0 to 1) as cases of a hundred."""
        return self.number(TOTAL_POINTS * share, ".0f")

    def percentage_points(self, share: float) -> str:
        """A difference of shares (0 to 1)."""
        return self.say("board_percentage_points", n=self.number(100 * share, ".0f"))

    def added(self, share: float) -> str:
        """What adds to the fit or takes from it, with its sign and what it counts: +4.9 points."""
        return self.say("points_added", n=self.points(share, "+z.1f"))

    def points(self, share: float, form: str = "z.1f") -> str:
        """A share of the fit (0 to 1) in points of 100."""
        return self.number(TOTAL_POINTS * share, form)

    @property
    def is_own_money(self) -> bool:
        """Whether amounts follow from a pay that the reader has given, and not from proportions."""
        return not PAY.isdisjoint(self.recommendation.inputs.given)

    @property
    def currency(self) -> str | None:
        """The currency of amounts; None where none is chosen, or no pay is given in it."""
        return self.recommendation.profile.currency if self.is_own_money else None

    @property
    def unnamed_money(self) -> str:
        """In what amounts without a currency are told: hours of an agent until a pay is given."""
        return self.say("money_unnamed" if self.is_own_money else "money_hours")

    def amount(self, amount: float, form: str = ".0f", sign: str = "") -> str:
        """An amount of money in the reader's currency, with a plus sign if `sign` is one."""
        told = self.money(amount, self.currency, form)
        return f"{sign}{told}" if sign and amount > 0 and told.strip("0.,") else told

    def coins(self, coins: int) -> str:
        """An amount in hundredths of the reader's currency, as exact as it is."""
        return self.amount(coins / 100, ".2f" if coins % 100 else ".0f")

    def brief(self, amount: float) -> str:
        """An amount of money to three digits, as headlines and slides tell it."""
        return self.brief_money(three_digits(amount), self.currency)

    def roughly(self, coins: int) -> str:
        """An amount in hundredths of the reader's currency, to three digits, for a sentence."""
        return self.with_unit(self.brief(coins / 100))

    def with_unit(self, amount: str) -> str:
        """An amount as it is written, by its unit where it has no currency."""
        return amount if self.currency else f"{amount} {self.unnamed_money}"

    def quantity(self, value: float, number: str, *, unit: bool = False) -> str:
        """A number of the model; an amount is in the reader's currency where one is chosen."""
        record = self.guide.assumptions[number]
        is_plain = record.quantity != "money" or not value
        if is_plain or self.currency is None:
            return super().quantity(value, number, unit=unit)
        told = self.amount(value, ".10g")
        is_said = record.unit == self.guide.assumptions["agent_cost"].unit  # "units of money"
        return f"{told} {self.unit(record)}" if unit and not is_said else told

    def money_unit(self, amount: float) -> tuple[float, str]:
        """In what amounts as large as this are told: how much one of it is, and its name."""
        large = ((times, self.say(own, n="").strip()) for times, own in BY_NAME)
        times, name = next((unit for unit in large if abs(amount) >= unit[0]), (1.0, ""))
        chosen = self.guide.currencies.get(self.currency or "")
        written = chosen.written[self.language] if chosen else f"{{n}} {self.unnamed_money}"
        return times, written.format(n=name).strip()

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
        return f"{self.text(self.guide.factors[factor].name)}: {self.answer(factor, level)}"

    def structure_link(self, structure: str) -> Link:
        """The full name of a structure, to its page."""
        return Link(self.name(structure), f"structures/{structure}/")

    def statement_link(self, structure: str, statement: Statement) -> Link:
        """A statement, to where it stands on the page of its structure."""
        return Link(self.text(statement.text), f"structures/{structure}/#{statement.id}")

    def level_link(self, move: Move) -> Link:
        """An answer that moved a weight, to what is said of its question."""
        return Link(self.level(move.factor, move.level), f"choosing/#{move.factor}")

    def question_link(self, factor: str, level: str) -> Link:
        """An answer, to its question in the form."""
        return Link(self.level(factor, level), f"#{factor}")

    def factor_link(self, factor: str) -> Link:
        """The name of a question, to the question in the form."""
        return Link(self.text(self.guide.factors[factor].name), f"#{factor}")

    def because(self, move: Move) -> str:
        """Why an answer moves weights."""
        because = self.guide.factors[move.factor].level(move.level).because
        return self.text(because) if because else ""

    def unmet(self, precondition: Precondition) -> str:
        """What was answered where a structure needs more, and why it does."""
        factor = self.guide.factors[precondition.factor]
        needs = self.say(
            "needs",
            factor=self.text(factor.name),
            answer=self.answer(factor.id, self.recommendation.answers.named(factor.id)[-1]),
            level=self.text(factor.level(precondition.at_least).name),
        )
        return f"{needs} {self.text(precondition.because)}"

    def weight(self, weight: Weight) -> str:
        """What a criterion weighs, and from where it has come."""
        points = self.number(weight.points)
        if weight.user:
            return self.say("weight_set", points=self.number(weight.points, ".4g"))
        base = self.number(weight.base)
        if points == base:
            return self.say("weight_unchanged", points=points)
        if not weight.moves:
            return self.say("weight_averaged", points=points)
        return self.say("weight_from_to", base=base, points=points)

    def effect(self, effect: Effect) -> str:
        """What an answer makes of a statement, beside what the open question would."""
        message = "effect_more" if effect.times > effect.usual else "effect_less"
        if effect.times <= 0:
            message = "effect_turned" if effect.times else "effect_off"
        return self.say(message)

    def question(self, question: NextQuestion) -> tuple[Link, str]:
        """A question that is still open, as a link to it, and how often its answer decides."""
        record = self.guide.factors[question.factor]
        cases = self.of_hundred(question.change)
        changes = "" if cases == "0" else f" {self.say('question_change', n=cases)}"
        return Link(self.text(record.question), f"#{record.id}"), changes

    def contradiction(self, paid: float) -> str:
        """That contacts and hours ask for another payroll than the answer on size."""
        return self.say(
            "size_contradicted",
            name=self.inside(self.name(self.recommendation.recommended)),
            paid=self.number(paid, ".0f"),
            level=self.answer("size", self.recommendation.answers.written["size"]),
        )

    def headcount_outcome(self, low: float, high: float) -> str:
        """How many agents the reader has beside those that are needed: "short", "spare" or "fits".

        It is "derived" if they are short of a load that was worked out from them as one pool, and
        "taken" if it was in today's structure: it may leave some idle, as people are counted whole.
        """
        inputs = self.recommendation.inputs
        if inputs.flow_of:
            return "taken"
        if inputs.numbers.agents < low:
            return "short" if inputs.has_contacts else "derived"
        return "spare" if inputs.numbers.agents > high else "fits"

    def headcount(self, low: float, high: float) -> str:
        """The agents that the reader has, beside those whom the structures need for the flow."""
        have = self.recommendation.inputs.numbers.agents
        fewest, most = [self.number(end, ".0f") for end in (low, high)]
        need = fewest
        if most != fewest:
            need = self.say("headcount_range", low=fewest, high=most)
        outcome = self.headcount_outcome(low, high)
        return self.say(f"headcount_{outcome}", have=self.exact(have), need=need)

    def change(self, change: Counterfactual) -> tuple[Link, str]:
        """Other answers, as a link to them, and what would be recommended then."""
        answers = "; ".join([self.level(factor, level) for factor, level in change.answers])
        case = with_answers(self.recommendation, change.answers, self.guide)
        then = self.inside(self.name(change.recommended))
        return (
            Link(answers, f"#{write_fragment(case, self.guide)}"),
            f" {self.say('then')} {then}",
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
        gains = {
            n: gain for n, gain in enumerate(rivalry.ratings) if gain is not None and gain <= 1
        }
        if gains and rivalry.lead > 0:
            n = min(gains, key=gains.__getitem__)
            criterion = self.criterion(weights[n].criterion)
            names = {"criterion": criterion, "structure": self.short(rivalry.structure)}
            sentences.append(self.say("tie_by_rating", points=self.points(gains[n]), **names))
        return [*sentences, odds]

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
        """Author, year and title of a source, linked to its record; each is told once."""
        label = self._author(source)
        book, _, own = source.title.rpartition(": ")
        title = book if own in label.text else source.title
        return label, f"{'. ' if title else ''}{title}{self._foreign(source)}"

    def source_in_short(self, source: Source) -> Link:
        """Author and year of a source, linked to its record."""
        link = self._author(source)
        return Link(f"{link.text}{self._foreign(source)}", link.to)

    def _author(self, source: Source) -> Link:
        return Link(self.source_label(source), f"sources/#{source.id}")

    def _foreign(self, source: Source) -> str:
        """That a source is in Russian, for readers of another language."""
        is_foreign = source.is_cyrillic and not self.guide.languages[self.language].cyrillic
        return f" ({self.say('source_in_russian')})" if is_foreign else ""

    def _nearest(self, thens: Sequence[float | None]) -> int | None:
        """The criterion whose weight has to change least."""
        weights = self.recommendation.weights
        ways = {
            n: abs(then - weights[n].points) for n, then in enumerate(thens) if then is not None
        }
        return min(ways, key=ways.__getitem__) if ways else None
