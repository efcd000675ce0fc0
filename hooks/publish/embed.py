"""The embed page of each language: the calculator alone, for iframes on other sites.

The address chooses its form: the whole calculator, or with `?form=compact` questions and card.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from hooks.pages.drawing import with_charts
from hooks.pages.pages import charts
from hooks.pages.precomputed import examples
from hooks.publish.whole import whole_script
from hooks.theme.policy import TRUSTED, policy
from service_structure.source.records import Guide
from service_structure.views import render_calculator

TEMPLATES = Path(__file__).parents[2] / "docs" / "embed"
SHEETS = ("assets/stylesheets/main.*.css", "assets/stylesheets/palette.*.css", "assets/style.css")


def write_embedded(guide: Guide, into: Path, address: str, runtime: str) -> None:
    """Write `embed/index.html` into the folder of every language below `into`.

    The pages must have been built, because the embed page uses their style sheets. `runtime` is the
    path from the root of a language to the folder with Python for the browser.
    """
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True
    )
    for language in guide.languages:
        folder = into / language
        whole = f"{address}{language}/calculator/"
        calculator = render_calculator(guide, language, runtime=runtime, whole=whole)
        page = env.get_template("embed.html.jinja").render(
            language=language,
            whole=whole,
            page=guide.pages["calculator"],
            messages=guide.messages,
            policy=policy([TRUSTED, whole_script()]),
            trusted=Markup(TRUSTED),
            whole_script=whole_script(),
            runtime=runtime,
            examples=examples(guide),
            sheets=[next(folder.glob(sheet)).relative_to(folder).as_posix() for sheet in SHEETS],
            calculator=Markup(with_charts(calculator, charts(guide, language))),
        )
        (folder / "embed").mkdir(exist_ok=True)
        (folder / "embed" / "index.html").write_text(page, encoding="utf-8")
