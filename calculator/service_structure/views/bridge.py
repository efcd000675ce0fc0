"""The one function that the page calls: a JSON request in, a JSON response out.

A request says what it wants and in which language: `{"want": "result", "lang": "ru", …}`. What else
it holds stands with the function that answers it.
"""

import json
from binascii import b2a_base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from service_structure.case.answers import NAMED
from service_structure.case.case import Case, parse_case
from service_structure.case.profile import read_profile, written_profile
from service_structure.decision.link import read_fragment, texts_in, write_fragment
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.errors import Fault
from service_structure.source.loader import load_guide
from service_structure.source.records import Guide
from service_structure.views import (
    MOST_COMPARED,
    asking,
    digest,
    progress,
    render_comparison,
    render_memo,
    render_page,
    render_problems,
)
from service_structure.views.channels import channels_told
from service_structure.views.deferred import DEFERRED, parts_of, render_alike, render_part
from service_structure.views.export import Download, case_as_json, tables_as_csv
from service_structure.views.fetched import imported
from service_structure.views.fields import (
    faults_by_field,
    number_fields,
    typed_numbers,
    weight_fields,
)
from service_structure.views.file_names import file_name
from service_structure.views.names import name_notes
from service_structure.views.notes import notes

ROOT = "../"
"""What leads from the calculator to the home page of its language."""

PAPERS = "service_structure.papers"
"""The room that a page fetches when a reader asks for a file (see fetched.py)."""

type Request = Mapping[str, Any]
type Answer = Callable[[Request, Guide, str], Mapping[str, Any]]


_recommended = lru_cache(maxsize=2)(recommend_for)
"""All parts of a result rest on one recommendation."""

_read = lru_cache(maxsize=4)(read_fragment)
"""So do their requests, and that for the next answer tells the fragment before."""


def handle(request: str) -> str:
    """Answer a request. KeyError where the page wants what there is not."""
    asked: Request = json.loads(request)
    return json.dumps(WANTED[asked["want"]](asked, load_guide(), asked["lang"]), ensure_ascii=False)


def _result(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """The result for `state`, the fragment of what the form or the address says.

    `before` is the fragment before the reader's last change, if that was in the form.

    The response has the answer `card` and what stands below it as `html`, with the `digest` of
    both, to be followed by the `parts`; what to ask next (`asking`, see render.asking); the
    canonical fragment as `state`; the `answers` given and what is `typed` in the other fields; what
    stands beside these (`fields`), below questions (`notes`) and below the `names` that are asked
    for; what could not be used (`problems`), also by field (`faults`); the result in one sentence
    (`summary`), and how far the questions are answered (`progress`). A number or weight that cannot
    be used counts as not given.
    """
    case, faults = _case(asked, guide, language)
    texts = texts_in(asked["state"])
    before = _before(asked, guide, language)
    result = _recommended(case, guide)
    shown = render_page(result, guide, language, root=ROOT, full=False, before=before)
    card, html, summary = shown
    return {
        "card": card,
        "html": html,
        "digest": digest(card + html),
        "asking": asking(result, guide, language),
        "parts": parts_of(result),
        "state": write_fragment(case, guide, result.recommended),
        "progress": progress(case.answers, guide, language),
        "summary": summary,
        "answers": case.given,
        "typed": {
            **typed_numbers(texts, faults, case, guide, language),
            **written_profile(case.profile),
        },
        "fields": {
            **number_fields(case, guide, language, texts),
            **weight_fields(result, guide, language, ROOT),
        },
        "names": name_notes(result, guide, language),
        "notes": notes(result, guide, language),
        "faults": faults_by_field(faults, result, guide, language),
        "problems": render_problems(faults, guide, language),
    }


def _before(asked: Request, guide: Guide, language: str) -> Recommendation | None:
    """The result before the last change; it is kept while asked for before the present one."""
    if not asked.get("before"):
        return None
    return _recommended(_case({**asked, "state": asked["before"]}, guide, language)[0], guide)


def _part(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """The part of the result for `state` that is named by `want`: its `slots` and `charts`."""
    case, _ = _case(asked, guide, language)
    part = render_part(asked["want"], _recommended(case, guide), guide, language)
    return {"slots": part.slots, "charts": part.charts}


def _alike(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """Organisations like that of `state`: `slots`, and no `charts`.

    `precedents` is the text of the file that the site has beside its pages.
    """
    case, _ = _case(asked, guide, language)
    part = render_alike(asked["precedents"], _recommended(case, guide), guide, language)
    return {"slots": part.slots, "charts": part.charts}


def _channels(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """What the channels in `texts` come to together beside `state` (see channels_told)."""
    return channels_told(asked["texts"], _case(asked, guide, language)[0], guide, language)


def _comparison(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """The `cases`, each with its `name` and `state`, side by side as `html`.

    Of more than MOST_COMPARED the first are compared, and the others are named as left out.
    """
    left_out = [str(case["name"]) for case in asked["cases"][MOST_COMPARED:]]
    compared = _scenarios(asked["cases"], guide)
    return {"html": render_comparison(compared, guide, language, left_out=left_out, root=ROOT)}


def _scenarios(cases: Sequence[Request], guide: Guide) -> list[tuple[str, Recommendation]]:
    """The first cases, no more than can be compared, each with its name and its result."""
    return [
        (str(case["name"]), recommend_for(read_fragment(case["state"], guide)[0], guide))
        for case in cases[:MOST_COMPARED]
    ]


def _download(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """The result for `state` as a file: its `name`, `type` and `text`.

    `form` is "json", "csv", "markdown" or "memo" (HTML to print); `date` is YYYY-MM-DD. `title`,
    `address`, `cases`, the scenarios that it compares, and `scenario`, the name of the one that it
    is of, are for the memo.
    """
    case, _ = _case(asked, guide, language)
    result = _recommended(case, guide)
    day = date.fromisoformat(asked["date"]) if "date" in asked else None
    match asked["form"]:
        case "json":
            made = case_as_json(case, result, guide)
        case "csv":
            made = tables_as_csv(result, guide, language)
        case form:
            text = render_memo(
                result,
                guide,
                language,
                name=asked.get("title", ""),
                date=day,
                address=asked.get("address", ""),
                scenarios=_scenarios(asked.get("cases", ()), guide),
                scenario=asked.get("scenario", ""),
                form="html" if form == "memo" else "markdown",
            )
            made = Download(".md", "text/markdown", text)
    name = file_name(asked["form"], made.ending, result, guide, language, day)
    return {"name": name, "type": made.type, "text": made.text}


def _paper(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """The result for `state` as a file for office programs: its `name`, `type` and `base64`.

    `form` is one of those of the room papers, of which `sources` has the modules, as JSON: texts by
    full names. `date` is YYYY-MM-DD. `cases` are the scenarios that a document compares,
    `scenario` is the name of the one that it is of.
    """
    case, _ = _case(asked, guide, language)
    papers = imported(PAPERS, json.loads(asked["sources"]))
    made = papers.make_paper(
        asked["form"],
        _recommended(case, guide),
        guide,
        language,
        date=date.fromisoformat(asked["date"]),
        scenarios=_scenarios(asked.get("cases", ()), guide),
        scenario=asked.get("scenario", ""),
    )
    text = b2a_base64(made.content, newline=False).decode()
    return {"name": made.name, "type": made.type, "base64": text}


def _papers(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """Nothing, once all modules among the `sources` are imported: the first file is then soon."""
    sources = json.loads(asked["sources"])
    for name in sources:
        imported(name, sources)
    return {}


def _upload(asked: Request, guide: Guide, language: str) -> Mapping[str, Any]:
    """What the file with this `text` says, as `state` and `names`, and what could not be used."""
    case, faults = parse_case(asked["text"], guide, language)
    return {
        "state": write_fragment(case, guide),
        "names": {kind: "\n".join(names) for kind, names in case.profile.names.items()},
        "problems": render_problems(faults, guide, language),
    }


def _case(asked: Request, guide: Guide, language: str) -> tuple[Case, tuple[Fault, ...]]:
    """The case that `state` says, with the `names` beside it, and what could not be used."""
    case, faults = _read(asked["state"], guide, language)
    given = {kind: text for kind, text in asked.get("names", {}).items() if kind in NAMED}
    if not given:
        return case, faults
    named, wrong = read_profile(given, guide)
    return replace(case, profile=replace(case.profile, names=named.names)), (*faults, *wrong)


WANTED: Mapping[str, Answer] = {
    "result": _result,
    **dict.fromkeys(DEFERRED, _part),
    "alike": _alike,
    "channels": _channels,
    "comparison": _comparison,
    "download": _download,
    "paper": _paper,
    "papers": _papers,
    "upload": _upload,
}
