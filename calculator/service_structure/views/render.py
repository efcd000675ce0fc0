"""Turn records and results into words: HTML for the page, text and Markdown for the shell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from zlib import crc32

from markupsafe import Markup

from service_structure.case.answers import NAMED, Answers
from service_structure.case.case import read_case
from service_structure.case.channels import AT_ONCE, CHANNELS, FIELDS, SEVERAL
from service_structure.case.files import NotRead
from service_structure.decision import explain
from service_structure.decision.link import write_fragment
from service_structure.decision.model import Recommendation, recommend
from service_structure.decision.questions import stage
from service_structure.errors import Fault
from service_structure.source.records import Guide
from service_structure.views import board, choice, today
from service_structure.views.as_html import Page, Print, escaped
from service_structure.views.as_text import TextSkin
from service_structure.views.blocks import Section
from service_structure.views.card import card, in_brief
from service_structure.views.chart_specs import Spec
from service_structure.views.comparison import (
    LEAST_COMPARED,
    MOST_COMPARED,
    Scenario,
    comparison,
)
from service_structure.views.deferred import DEFERRED, render_part
from service_structure.views.fields import field_of, number_fields, weight_fields
from service_structure.views.findings import Findings
from service_structure.views.memo import compared, findings, memo, named
from service_structure.views.parts import PAGE, parts
from service_structure.views.pictures import picture
from service_structure.views.sections import sections
from service_structure.views.sentences import Sentences
from service_structure.views.templates import diagram, environment
from service_structure.views.turned import turned
from service_structure.views.wording import Wording

LARGEST_FILE = 200_000
"""Bytes of a file of answers beyond which it is something else."""

MOST_ASKED = 5
"""How many questions the compact form of the embedded calculator asks."""

MOST_FAULTS = 30
"""How many faults the page lists; of the others it tells the number."""


class Shown(NamedTuple):
    """HTML of the answer card and of what stands `below` it, and the result in one sentence.

    Nothing stands below it where nothing is known.
    """

    card: str
    below: str
    summary: str


def render_result(
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    *,
    root: str = "../",
    full: bool = True,
) -> str:
    """HTML of a recommendation: the answer card and what stands below it (see render_page)."""
    return "".join(render_page(recommendation, guide, language, root=root, full=full)[:2])


def render_page(
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    *,
    root: str = "../",
    full: bool = True,
    before: Recommendation | None = None,
) -> Shown:
    """A result for the page.

    `root` leads from the page to the home page of the language. Without `full` the slots of the
    parts that take longest stay empty (see render_part). `before` is the result before the last
    change, where the reader has made one.
    """
    found = Findings(recommendation, guide, language, PAGE)
    turn = turned(before, recommendation, guide, language)
    slots = _slots(recommendation, guide, language) if full else {}
    shown = card(found)
    first = _render(
        "card.html.jinja",
        guide,
        language,
        card=shown,
        turned=turn,
        picture=picture(guide.structures[shown.structure], shown.teams),
        share=choice.sure(found),
        meaning=found.sentences.meaning,
        settled=f"{found.sentences.settled} {found.sentences.inputs_given}".strip(),
        slots={"nearest": ""} | slots,
        root=root,
    )
    page = Page(root, lambda structure: diagram(structure, guide, language, "small"), slots)
    finish = environment(guide, language).filters["unbroken"]
    brief = f"{in_brief(found)} {turn}".strip()
    return Shown(first, str(finish(page.parts(parts(found)))), brief)


def _slots(recommendation: Recommendation, guide: Guide, language: str) -> dict[str, Markup]:
    """What fills the slots of a result, by name: what is within a part comes before it."""
    slots: dict[str, str] = {}
    for part in reversed([*DEFERRED]):
        slots |= render_part(part, recommendation, guide, language, slots).slots
    return {name: Markup(html) for name, html in slots.items()}


def render_charts(recommendation: Recommendation, guide: Guide, language: str) -> dict[str, Spec]:
    """The specifications of all charts of a result."""
    specs: dict[str, Spec] = {}
    for part in DEFERRED:
        specs |= render_part(part, recommendation, guide, language).charts
    return specs


def render_calculator(
    guide: Guide, language: str, *, runtime: str, whole: str = "", root: str = "../"
) -> str:
    """HTML of the whole calculator with the result before any answer.

    `root` leads from the page to the home page of the language, `runtime` from there to the folder
    with Python for the browser. `whole`, the address of the whole calculator, is for a page that
    stands within another.
    """
    usual = recommend({}, guide)
    shown = render_page(usual, guide, language, root=root, full=False)
    return _render(
        "calculator.html.jinja",
        guide,
        language,
        root=root,
        runtime=runtime,
        embedded=bool(whole),
        whole=whole,
        most_asked=MOST_ASKED,
        form=Markup(render_form(guide, language, root=root, usual=usual)),
        card=Markup(shown.card),
        result=Markup(shown.below),
        digest=digest(shown.card + shown.below),
        summary=shown.summary,
        progress=progress(usual.answers, guide, language),
        fragment=lambda scenario: write_fragment(read_case(scenario.answers, guide)[0], guide),
        largest_file=LARGEST_FILE,
        least_compared=LEAST_COMPARED,
        most_compared=MOST_COMPARED,
    )


def digest(html: str) -> str:
    """Tells the HTML of two results apart: CRC-32, in hexadecimal.

    The page has the digest of the result that it was built with, and does not write the same again.

    >>> digest("a")
    'e8b7be43'
    """
    return f"{crc32(html.encode()):x}"


def progress(answers: Answers, guide: Guide, language: str) -> Mapping[str, Any]:
    """How many questions are answered: `given`, `all`, and both as `text`."""
    counts = {"given": len(answers.given), "all": len(guide.factors)}
    return {**counts, "text": guide.say("progress", language, **counts)}


def asking(recommendation: Recommendation, guide: Guide, language: str) -> Mapping[str, Any]:
    """What to ask next: the open `questions`, the one that tells most first.

    Those answered with two levels are not asked again.

    `stage` is one of questions.STAGES, and `text` says why. That of "ask" is for a reader who has
    been told before that it is enough.
    """
    questions = [q.factor for q in explain.questions(recommendation, guide) if not q.halved]
    now, words = stage(recommendation), Sentences(recommendation, guide, language)
    message = f"asking_{now}"
    if words.all_answered:
        message = "asking_done"
    elif now != "ask" and words.grade == "open":
        message = "asking_open"
    told = [words.say(message)]
    if now != "ask" and not words.all_answered:
        told += _still(recommendation, guide, words)
    return {"stage": now, "questions": questions, "text": " ".join(told)}


def _still(recommendation: Recommendation, guide: Guide, words: Sentences) -> Iterator[str]:
    """In how many cases the open questions change what comes first, and which does so by itself."""
    none, n = words.of_hundred(0), words.of_hundred(1 - recommendation.settled)
    weightiest = max(explain.questions(recommendation, guide), key=lambda own: own.change)
    message = "asking_still" if words.of_hundred(weightiest.change) == none else "asking_still_by"
    if n != none:
        yield words.say(message, n=n, question=words.text(guide.factors[weightiest.factor].name))


def render_form(
    guide: Guide, language: str, *, root: str = "../", usual: Recommendation | None = None
) -> str:
    """HTML of the questions, one fieldset for each factor, and of the numbers and weights.

    `usual` is the result before any answer, worked out if it is not given.
    """
    usual = usual or recommend({}, guide)
    fields = {
        **number_fields(usual.case, guide, language),
        **weight_fields(usual, guide, language, root),
    }
    asked = asking(usual, guide, language)["questions"][0]
    return _render(
        "form.html.jinja",
        guide,
        language,
        root=root,
        fields=fields,
        asked=asked,
        named=NAMED,
        channels=CHANNELS,
        channel_fields=FIELDS,
        several=SEVERAL,
        at_once=guide.assumptions[AT_ONCE].value,
    )


def render_problems(faults: Sequence[Fault], guide: Guide, language: str) -> str:
    """HTML of what could not be used, of MOST_FAULTS at most; empty if there is nothing."""
    if not faults:
        return ""
    nothing_read = any(isinstance(fault, NotRead) for fault in faults)
    words, more = Wording(guide, language), len(faults) - MOST_FAULTS
    return _render(
        "problems.html.jinja",
        guide,
        language,
        faults=faults[:MOST_FAULTS],
        more=words.say("problems_more", n=words.exact(more)) if more > 0 else "",
        field_of=field_of,
        nothing_read=nothing_read,
    )


def render_report(
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    form: str = "text",
    parts: frozenset[str] = frozenset({"advice"}),
) -> str:
    """The recommendation as plain text (`form` "text") or as Markdown ("markdown").

    `parts` says what stands in it: "advice" (ranking, reasons, drawbacks, similar organisations,
    steps) and "sensitivity" (rivals, changes, answers, stability, acceptability).
    """
    told = sections(" and ".join(sorted(parts)), recommendation, guide, language)
    return _text(guide, language, markdown=form == "markdown").sections(told)


def render_memo(
    recommendation: Recommendation,
    guide: Guide,
    language: str,
    *,
    name: str = "",
    date: date | None = None,
    address: str = "",
    scenarios: Sequence[Scenario] = (),
    scenario: str = "",
    form: str = "html",
) -> str:
    """A memo for a board: what it is to decide, the plan, and an annex (see memo.py).

    `form` is "html", to print, or "markdown"; `date` is the day on which it is made. Two or more
    `scenarios` are compared before the sources; `scenario` is the name of the one that it is of.
    """
    found = findings(recommendation, guide, language)
    day = found.sentences.day(date) if date else ""
    frame = {
        "name": name or found.recommendation.profile.organisation,
        "date": day,
        "address": address,
    }
    if form == "html":
        return _render(
            "memo.html.jinja",
            guide,
            language,
            title=board.title(found),
            sections=Markup(Print().sections([*memo(found, scenarios, scenario)])),
            version=found.sentences.version,
            structure=today.proposed(found),
            **frame,
        )
    *before, last = sections("memo in Markdown", recommendation, guide, language)
    about = [Section("scenario", "", of)] if (of := named(scenario, found)) else []
    told = [*about, *before, *compared(scenarios, found), last]
    text = _text(guide, language, markdown=True).sections(told)
    return _render("memo.jinja", guide, language, sections=text, **frame)


def _text(guide: Guide, language: str, *, markdown: bool) -> TextSkin:
    return TextSkin(markdown=markdown, inside=guide.languages[language].inside)


def _render(template: str, guide: Guide, language: str, /, **values: Any) -> str:
    env = environment(guide, language)
    rendered = env.get_template(template).render(values)
    return str(env.filters["unbroken"](rendered)) if template.endswith(".html.jinja") else rendered


def render_comparison(
    scenarios: Sequence[Scenario],
    guide: Guide,
    language: str,
    *,
    left_out: Sequence[str] = (),
    root: str = "../",
) -> str:
    """HTML of named results side by side: what comes of them, and in what they differ.

    `left_out` names the results that are not shown, as there are more than MOST_COMPARED.
    """
    told = ""
    if left_out:
        words = Wording(guide, language)
        names = ", ".join(left_out)
        warning = words.say("compare_left_out", most=MOST_COMPARED, names=names)
        told = f'<p class="notice" role="status">{escaped(warning)}</p>\n'
    page = Page(root, lambda structure: diagram(structure, guide, language, "small"))
    blocks = comparison(scenarios, guide, language).blocks
    return str(environment(guide, language).filters["unbroken"](told + page.content(blocks)))
