"""How results speak: templates in one language, and sentences that no template says simply."""

import re
from functools import cache, lru_cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from service_structure.decision.counterfactual import Counterfactual, with_answers
from service_structure.decision.explain import DRAWS, Reason, Rivalry
from service_structure.decision.link import write_fragment
from service_structure.decision.model import Recommendation, Weight
from service_structure.numerics.checks import TIE
from service_structure.source.records import TOTAL_POINTS, Guide, Text
from service_structure.views import diagrams

TEMPLATES = Path(__file__).parent

TEXT = re.compile(r"(?:^|>)[^<> ]* [^<>]+")
"""A text of several words outside of tags, with the end of the tag; none of our views has code."""

SHOWN = 3
"""How many reasons, differences or changes are shown before "and more"."""


@lru_cache(maxsize=16)
def environment(guide: Guide, language: str, folder: Path = TEMPLATES) -> Environment:
    """A Jinja environment that speaks one language of the guide.

    Templates of `folder` come first, the views of this package stand behind them. A text is shown
    by the filter `text`, an interface string by the function `message`; unknown names are errors.
    A figure that is computed is shown by `number` with one decimal, a share by `percent`, one that
    stands in the data by `exact` or, with its sign, by `signed`. The filter `unbroken` puts
    no-break spaces into HTML.
    """

    def text(value: Text) -> str:
        return value[language]

    def number(value: float, form: str = ".1f") -> str:
        return guide.languages[language].figure(value, form)

    def exact(value: float) -> str:
        return number(round(value, 9), ".10g")

    def signed(value: float) -> str:
        return number(value, "+g")

    def percent(share: float, digits: int = 0, sign: str = "") -> str:
        n = number(round(100 * share, digits) + 0.0, f"{sign}.{digits}f")
        return guide.messages["percent"][language].format(n=n)

    markup = {message_id: Markup(words[language]) for message_id, words in guide.messages.items()}

    @pass_eval_context
    def message(context: EvalContext, message_id: str, **values: object) -> str:
        words = markup[message_id] if context.autoescape else guide.messages[message_id][language]
        return words.format(**values) if "{" in words else words

    @cache
    def diagram(structure: str, size: str) -> Markup:
        return diagrams.diagram(guide.structures[structure], guide, language, size)

    env = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html.jinja",)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Most texts stand in one result after the other.
    unbroken = lru_cache(maxsize=4096)(guide.languages[language].unbroken)
    env.filters.update(
        unbroken=lambda html: Markup(TEXT.sub(lambda found: unbroken(found[0]), html)),
        text=text,
        number=number,
        exact=exact,
        signed=signed,
        percent=percent,
        lower_first=lambda words: words[:1].lower() + words[1:],
    )
    env.globals.update(
        diagram=lambda structure, size="full": diagram(structure.id, size),
        guide=guide,
        language=language,
        message=message,
        TOTAL_POINTS=TOTAL_POINTS,
        SHOWN=SHOWN,
        DRAWS=DRAWS,
    )
    return env


class Sentences:
    """The sentences about a recommendation that need more than a template can say simply."""

    def __init__(self, recommendation: Recommendation, guide: Guide, language: str) -> None:
        self.recommendation = recommendation
        self.guide = guide
        self.language = language
        self.number = environment(guide, language).filters["number"]
        self.percent = environment(guide, language).filters["percent"]

    @property
    def summary(self) -> str:
        """The recommendation and how clear it is, in one short sentence."""
        best = self.recommendation.recommended
        verdict = self._say(f"verdict_{self.recommendation.verdict}")
        if best is None:
            return f"{verdict}."
        name = self.guide.structures[best].name[self.language]
        return f"{verdict}: {name[:1].lower()}{name[1:]}."

    def weight(self, weight: Weight) -> str:
        """What a criterion weighs, and from where it has come."""
        figure = environment(self.guide, self.language).filters["exact"]
        if weight.user:
            return self._say("weight_set", points=self.number(weight.points, ".4g"))
        if weight.points == weight.base:
            return self._say("weight_unchanged", points=figure(weight.points))
        if self.recommendation.user_weights:
            return self._say(
                "weight_from_to", base=figure(weight.base), points=self.number(weight.points)
            )
        return self._say("weight_from_to", base=figure(weight.base), points=figure(weight.points))

    def figure(self, reason: Reason) -> str:
        """The figure of the staffing model behind a reason, and the rating that follows from it."""
        return self._say(
            f"figure_{reason.criterion}",
            figure=self.percent((reason.figure or 0) / 100),
            value=self.number(TOTAL_POINTS * reason.value, ".0f"),
        )

    def fragment_after(self, change: Counterfactual) -> str:
        """The fragment that applies a change."""
        return write_fragment(with_answers(self.recommendation, change.answers), self.guide)

    def lead(self, rivalry: Rivalry) -> str:
        """How far another structure is behind, or ahead without being in the running."""
        lead = self.number(TOTAL_POINTS * abs(rivalry.lead))
        if abs(rivalry.lead) < 5e-4:
            return self._say("level_with")
        return self._say("behind" if rivalry.lead > 0 else "ahead", lead=lead)

    def tie_sentences(self, rivalry: Rivalry) -> list[str]:
        """What would make the two level: a weight, the least change of all, a rating; and odds."""
        odds = self._say("beats_at_random", share=self.percent(rivalry.winning_probability))
        if abs(rivalry.lead) <= TIE:
            return [odds]
        sentences = []
        for message, thens in (
            ("tie_by_weight", rivalry.shared_weights),
            ("tie_by_single_weight", rivalry.single_weights),
        ):
            if (n := self._nearest(thens)) is not None:
                now, then = self.recommendation.weights[n].points, thens[n] or 0.0
                sentences.append(
                    self._say(
                        message,
                        criterion=self._criterion(n),
                        now=self.number(now),
                        then=self.number(then),
                    )
                )
        if rivalry.least_change:
            points = self.number(rivalry.least_change.total / 2)
            sentences.append(self._say("tie_by_least_change", points=points))
        else:
            sentences.append(self._say("no_tie"))
        gains = {n: gain for n, gain in enumerate(rivalry.ratings) if gain is not None}
        if gains and rivalry.lead > 0:
            n = min(gains, key=gains.__getitem__)
            points = self.number(TOTAL_POINTS * gains[n])
            sentences.append(
                self._say("tie_by_rating", criterion=self._criterion(n), points=points)
            )
        return [*sentences, odds]

    def _nearest(self, thens: tuple[float | None, ...]) -> int | None:
        """The criterion whose weight has to change least."""
        weights = self.recommendation.weights
        ways = {
            n: abs(then - weights[n].points) for n, then in enumerate(thens) if then is not None
        }
        return min(ways, key=ways.__getitem__) if ways else None

    def _criterion(self, n: int) -> str:
        return self.guide.criteria[self.recommendation.weights[n].criterion].name[self.language]

    def _say(self, message: str, **values: object) -> str:
        return self.guide.messages[message][self.language].format(**values)
