"""The calculator as an application of the quick start: what is built, and by which start."""

import json
import os
import sys
import tomllib
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlencode

from hooks.quickstart import Application, BuildError, Published, StepError, build
from hooks.readers import reader
from service_structure.source import precedents
from service_structure.source.loader import load_guide
from service_structure.views.alike import write_briefs
from service_structure.views.bridge import PAPERS, WANTED
from service_structure.views.deferred import DEFERRED

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "runtime"
HOME = ROOT / "calculator"

STARTS = ("quick", "ordinary")
"""The values of the environment variable RUNTIME."""

TYPICAL = "regions=many&complexity=complex&n.aht=275,5&w.cost=21"
FAULTY = "weather=fine&regions=17&n.aht=x&=%F0"
FORMS = ("json", "csv", "markdown", "memo")
FILES = ("{", '{"answers": {"regions": "one"}, "numbers": {"aht": -1}}')

FALLBACK = """
=====================================================================
WARNING: the site gets Pyodide's ordinary start, several times slower
for readers, because the quick start cannot be built:

{error}

What to do: hooks/quickstart/UPGRADE.md ("Upgrade Pyodide").
`RUNTIME=ordinary make build` builds the same without this warning.
=====================================================================
"""


READERS = 40
"""As chance has them, of whom the profile is taken."""

EACH = 13
"""Of so many requests of a reader one is taken: all of them need the same functions."""


def requests() -> Iterator[str]:
    """Every kind of request, for usual, typical and faulty answers, each in one language."""
    guide = load_guide()
    for seed in range(READERS):
        yield from islice(reader(seed, guide), seed % EACH, None, EACH)
    for scenario, language in zip(guide.scenarios.values(), cycle(guide.languages)):
        for want in ("result", *DEFERRED):
            request = {"lang": language, "state": urlencode(scenario.answers), "want": want}
            yield json.dumps(request)
    for state, language in zip(("", TYPICAL, FAULTY), cycle(guide.languages)):
        cases = [{"name": "a", "state": ""}, {"name": "b", "state": state}]
        asked: dict[str, object] = {
            "lang": language,
            "state": state,
            "cases": cases,
            "sources": "{}",
            "texts": {"calls.contacts": "60", "chats.at_once": "3", "written.aht": "6"},
        }
        briefs = write_briefs(precedents.load_precedents(guide).values(), language)
        yield json.dumps({**asked, "want": "alike", "precedents": briefs})
        for want in (want for want in WANTED if want not in ("alike", "paper")):
            for form in FORMS if want == "download" else FORMS[:1]:
                for text in FILES if want == "upload" else FILES[:1]:
                    yield json.dumps({**asked, "want": want, "form": form, "text": text})


TEXTS_OF_PAPERS = "service_structure/guide/messages/papers"
"""The folder with what only the files of the room papers say."""

CALCULATOR = Application(
    distribution="service-structure",
    sources={
        "service_structure": HOME / "service_structure",
        "service_structure/guide": HOME / "guide",
    },
    suffixes=frozenset({".py", ".toml", ".jinja"}),
    libraries=("jinja2", "markupsafe"),
    entry="service_structure.views.bridge:handle",
    warm_up=Path(__file__).with_name("warm_up.py"),
    precompile=Path(__file__).with_name("precompile.py"),
    requests=requests,
    left_out=(
        f"service_structure/guide/{precedents.FOLDER}",
        "service_structure/guide/messages/commands",
        "service_structure/guide/messages/pages",
        TEXTS_OF_PAPERS,
        "service_structure/commands/help",
        "service_structure/papers",
        "service_structure/views/diagrams.py",
    ),
)


def papers() -> str:
    """The sources of the room papers as JSON, by the names of its modules; a page fetches them.

    What only its files say is a module of its own.
    """
    folder = HOME / "service_structure" / "papers"
    sources = {PAPERS: (folder / "__init__.py").read_text("utf-8")}
    for path in sorted(folder.glob("[!_]*.py")):
        sources[f"{PAPERS}.{path.stem}"] = path.read_text("utf-8")
    texts: dict[str, object] = {}
    for path in sorted((HOME / TEXTS_OF_PAPERS.removeprefix("service_structure/")).glob("*.toml")):
        texts |= tomllib.loads(path.read_text("utf-8"))
    sources[f"{PAPERS}.texts"] = f"TEXTS = {texts!r}"
    return json.dumps(sources, ensure_ascii=False)


def publish(target: Path, *, quick: bool = True) -> Published:
    """Fill `target` with Python for the browser.

    The start is quick unless `quick` is false or the environment variable RUNTIME says "ordinary".
    QUICKSTART_WITHOUT names steps of the quick start to leave out, parted by commas. If the quick
    start cannot be built, a warning names the step that failed and the start is ordinary; where CI
    is set, that is a BuildError.
    """
    start = os.environ.get("RUNTIME") or "quick"
    if start not in STARTS:
        raise BuildError(f"RUNTIME is {start!r}: set it to {' or '.join(STARTS)}")
    if not quick or start == "ordinary":
        return build(CALCULATOR, target, CACHE, quick=False)
    without = [name for name in os.environ.get("QUICKSTART_WITHOUT", "").split(",") if name]
    try:
        return build(CALCULATOR, target, CACHE, without=without)
    except StepError as error:
        if os.environ.get("CI"):
            raise BuildError(
                f"{error}\nWhat to do: hooks/quickstart/UPGRADE.md. Where CI is not set, the site "
                "would be built with Pyodide's ordinary start."
            ) from None
        print(FALLBACK.format(error=error), file=sys.stderr, flush=True)
        return build(CALCULATOR, target, CACHE, quick=False)
