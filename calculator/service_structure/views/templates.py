"""Jinja templates that speak one language of the guide."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_eval_context,
    select_autoescape,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape

from service_structure.source.model_records import TOTAL_POINTS
from service_structure.source.records import Guide, Structure
from service_structure.views.signs import sign
from service_structure.views.wording import Wording

TEMPLATES = Path(__file__).parent


@lru_cache(maxsize=256)
def diagram(structure: str, guide: Guide, language: str, size: str = "full") -> Markup:
    """The drawing of a structure (see diagrams): of the small ones results are made."""
    record = guide.structures[structure]
    if size == "small":
        return sign(record)
    from service_structure.views import diagrams  # Python in the browser comes without it

    return diagrams.diagram(record, guide, language, size)


def legend(structures: Iterable[Structure], guide: Guide, language: str) -> str:
    """What the marks in the drawings of some structures mean."""
    from service_structure.views import diagrams  # Python in the browser comes without it

    return diagrams.legend(structures, guide, language)


TEXT = re.compile(r"(?:^|>)[^<> −+]*[ −+][^<>]+")
"""A text of several words, or a figure with a sign, outside of tags, with the end of the tag; none
of our views has code.
"""


COMPOUND = re.compile(r"([^\s\x02\x03]*\w-\w[^\s\x02\x03]*)")
"""A word with a hyphen, and the marks beside it but those that Markdown sets for HTML.

In headings it breaks only where no line holds it.
"""


def whole(text: str) -> Markup:
    """A text as HTML with its words with a hyphen marked for the style sheet."""
    return Markup(COMPOUND.sub(r'<span class="whole">\1</span>', escape(text)))


@lru_cache(maxsize=16)
def environment(guide: Guide, language: str, folder: Path = TEMPLATES) -> Environment:
    """A Jinja environment that speaks one language of the guide.

    Templates of `folder` come first, the views of this package stand behind them. A text is shown
    by the filter `text`, an interface string by the function `message`; unknown names are errors.
    A figure that is computed is shown by `number` with one decimal, a share by `percent`, one that
    stands in the data by `exact` or, with its sign, by `signed`, a number of the model by
    `quantity`, its unit alone by `unit`; `duration` writes seconds exactly, `wait` as exactly as a
    reader needs them; `inside` writes a name as it stands inside a sentence, `day` a date,
    `source_label` author and year of a source, `imprint` where it was published. The filter
    `unbroken` puts no-break spaces into HTML; `whole` keeps words with a hyphen on one line.
    """
    wording = Wording(guide, language)

    @pass_eval_context
    def message(context: EvalContext, message_id: str, **values: object) -> str:
        if not context.autoescape:
            return wording.say(message_id, **values)
        words = guide.messages[message_id][language]
        return guide.languages[language].fill(Markup(words), values)

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
        text=wording.text,
        whole=whole,
        number=wording.number,
        exact=wording.exact,
        signed=wording.signed,
        percent=wording.percent,
        duration=wording.duration,
        wait=wording.wait,
        quantity=wording.quantity,
        inside=wording.inside,
        unit=wording.unit,
        day=wording.day,
        source_label=wording.source_label,
        imprint=wording.imprint,
    )
    env.globals.update(
        diagram=lambda structure, size="full": diagram(structure.id, guide, language, size),
        legend=lambda structures: legend(structures, guide, language),
        guide=guide,
        language=language,
        message=message,
        TOTAL_POINTS=TOTAL_POINTS,
    )
    return env
