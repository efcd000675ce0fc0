"""Turn records and results into words: HTML for the page, text and Markdown for the shell."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

from calculator import explain
from calculator.answers import AnswerFault
from calculator.model import Recommendation
from calculator.records import TOTAL_POINTS, Guide, Text

TEMPLATES = Path(__file__).parent
MAIN_REASONS = 3


def render_result(
    recommendation: Recommendation, guide: Guide, language: str, root: str = "../"
) -> str:
    """HTML of a recommendation; `root` leads from the page to the home page of the language."""
    return _render(
        "result.html.jinja", guide, language, root=root, **_findings(recommendation, guide)
    )


def render_form(guide: Guide, language: str) -> str:
    """HTML of the questions, one fieldset for each factor."""
    return _render("form.html.jinja", guide, language)


def render_problems(faults: tuple[AnswerFault, ...], guide: Guide, language: str) -> str:
    """HTML of the answers that could not be used; empty if there are none."""
    return _render("problems.html.jinja", guide, language, faults=faults) if faults else ""


def render_report(
    recommendation: Recommendation, guide: Guide, language: str, form: str = "text"
) -> str:
    """The recommendation as plain text (`form` "text") or as Markdown ("markdown")."""
    findings = _findings(recommendation, guide)
    return _render("report.jinja", guide, language, markdown=form == "markdown", **findings)


@lru_cache(maxsize=16)
def environment(guide: Guide, language: str, folder: Path = TEMPLATES) -> Environment:
    """A Jinja environment that speaks one language of the guide.

    Templates of `folder` come first, the views of this package stand behind them. A text is shown
    by the filter `text`, an interface string by the function `message`; unknown names are errors.
    A figure that is computed is shown by `number` with one decimal, one that stands in the data by
    `exact` or, with its sign, by `signed`.
    """
    formats = guide.languages[language]

    def text(value: Text) -> str:
        return value[language]

    def number(value: float, form: str = ".1f") -> str:
        return f"{value:{form}}".replace("-", "−").replace(".", formats.decimal)

    def exact(value: float) -> str:
        return number(value, "g")

    def signed(value: float) -> str:
        return number(value, "+g")

    @pass_eval_context
    def message(context: EvalContext, message_id: str, **values: object) -> str:
        words = guide.messages[message_id][language]
        return (Markup(words) if context.autoescape else words).format(**values)

    env = Environment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html.jinja",)),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(text=text, number=number, exact=exact, signed=signed)
    env.globals.update(guide=guide, language=language, message=message, TOTAL_POINTS=TOTAL_POINTS)
    return env


def _render(name: str, guide: Guide, language: str, **values: Any) -> str:
    return environment(guide, language).get_template(name).render(values)


def _findings(recommendation: Recommendation, guide: Guide) -> Mapping[str, Any]:
    """What every form of the result shows, worked out once."""
    best = recommendation.recommended
    reasons = explain.reasons(recommendation, best, guide) if best else ()
    return {
        "result": recommendation,
        "best": guide.structures[best] if best else None,
        "reasons": [r for r in reasons[:MAIN_REASONS] if r.amount > 0],
        "drawbacks": explain.drawbacks(recommendation, best, guide) if best else (),
        "gap": _gap(recommendation),
    }


def _gap(recommendation: Recommendation) -> float | None:
    """Lead of the best candidate over the second, in fit; None if there is no second."""
    candidates = [s for s in recommendation.ranking if s.candidate]
    return candidates[0].fit - candidates[1].fit if len(candidates) > 1 else None
