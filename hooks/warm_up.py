"""Lets the calculator load its templates and compute the usual results before the snapshot.

It runs in Pyodide: see `warm_up` in hooks/quickstart/application.py.
"""

import gc
import json
import sys
from collections.abc import Mapping, MutableMapping
from functools import cache
from importlib.machinery import SourcelessFileLoader
from types import CellType, CodeType, FunctionType
from typing import Any

import jinja2

import service_structure.views
from service_structure.source.frozen import FrozenDict
from service_structure.source.loader import load_guide
from service_structure.source.model_records import Circumstance, Criterion, Factor, Statement
from service_structure.source.records import (
    Assumption,
    Chart,
    Indicator,
    Period,
    Scenario,
    Source,
    Structure,
)
from service_structure.views.bridge import WANTED, handle

ROOMS = ("numerics", "case", "staffing", "decision", "views")
FORGOTTEN = tuple(f"service_structure.{room}." for room in ROOMS)
"""The rooms whose caches the snapshot does not keep."""

KEPT = "service_structure.views.templates"
"""The module with the templates, which are kept."""

UNUSED = ("pages", "promises", "components", "terms", "metrics", "synonyms", "changes")
"""The parts of the guide that no result tells of, a third of its texts."""

UNUSED_FIELDS: Mapping[type, tuple[str, ...]] = {
    Structure: (
        *("how", "variants", "flow", "roles", "span", "staffing", "organisation"),
        *("signs_for", "signs_against"),
    ),
    Statement: ("detail",),
    Criterion: ("meaning", "low", "high"),
    Circumstance: ("name", "meaning"),
    Period: ("done",),
    Chart: ("description",),
    Indicator: ("warning",),
    Factor: ("help",),
    Assumption: ("note",),
    Scenario: ("description", "because"),
    Source: ("note", "address", "publication"),
}
"""What no result tells of in the records of other parts, by their kind."""

READERS = (
    *("exclusions", "model_loader", "number_validation", "plan_loader", "precedents"),
    *("profile_loader", "reading", "references", "site_loader", "validation"),
)
"""The modules of the room source that only read and check the guide, which is read once."""

PARSER = "tomllib"
"""The package that parses its files; a page opens files of JSON alone."""

KEPT_OF_LOADER = frozenset(
    {"load_guide", "folder_of", "add_messages", "_own_guide", "_reduced", "_own_guide_of"}
)
"""The functions of source/loader.py that serve a guide that has been read."""

FORM = ("calculator", "channels", "form", "names", "numbers", "today", "weights")
"""The templates of the form, which the build fills in."""


@cache
def read_code(path: str) -> CodeType:
    """The code in a compiled file."""
    code = SourcelessFileLoader("", path).get_code("")
    assert code
    return code


class CompiledTemplates(jinja2.BaseLoader):
    """Loads compiled templates from a folder; all languages share the code of a template.

    jinja2.ModuleLoader would read the code once more for each environment.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 (as Jinja calls it)
    ) -> jinja2.Template:
        """The template of this name."""
        path = f"{self.folder}/{jinja2.ModuleLoader.get_module_filename(name)}c"
        namespace: dict[str, Any] = {"__file__": path}
        exec(read_code(path), namespace)
        return environment.template_class.from_module_dict(environment, namespace, globals or {})


def load(precompiled: str | None) -> None:
    """Load and keep the templates of results, from the folder `precompiled` if there is one."""
    guide = load_guide()
    for part in UNUSED:
        object.__setattr__(guide, part, FrozenDict())
    for record in gc.get_objects():
        for field in UNUSED_FIELDS.get(type(record), ()):
            object.__setattr__(record, field, None)
    forget_readers()
    compiled = CompiledTemplates(precompiled) if precompiled else None
    for language in guide.languages:
        environment = service_structure.views.environment(guide, language)
        names = environment.list_templates(extensions=["jinja"])
        if compiled:
            environment.loader = compiled
        environment.auto_reload = False
        for name in names:
            if name.partition(".")[0] not in FORM:
                environment.get_template(name)


def forget_readers() -> None:
    """Empty what reads and checks the guide: it has been read, and some 20 KB are saved."""
    parser = [name for name in sys.modules if name.partition(".")[0] == PARSER]
    for name in (*[f"service_structure.source.{name}" for name in READERS], *parser):
        vars(sys.modules.pop(name)).clear()
    own = vars(sys.modules[load_guide.__module__])
    for name in [
        n for n, value in own.items() if isinstance(value, FunctionType) and n not in KEPT_OF_LOADER
    ]:
        if own[name].__module__ == load_guide.__module__:
            del own[name]
    for name in READERS:
        own.pop(name, None)


def warm_up() -> None:
    """Answer every kind of request once in each language, for the usual answers.

    Files for office programs are left out: the snapshot has no part of what makes them.
    """
    request: dict[str, object] = {
        "state": "",
        "form": "memo",
        "cases": [{"name": "", "state": ""}],
        "text": "{}",
        "texts": {"calls.contacts": "60"},
        "precedents": "[]",
        "sources": "{}",
    }
    for language in load_guide().languages:
        for want in (want for want in WANTED if want != "paper"):
            handle(json.dumps({**request, "want": want, "lang": language}))
    forget()


def forget() -> None:
    """Empty the caches of figures and of HTML: they compress badly, and soon fill again."""
    caches = [
        value
        for name, module in sys.modules.items()
        if name.startswith(FORGOTTEN) and name != KEPT
        for value in vars(module).values()
        if getattr(value, "__module__", None) == name  # what a module imports is not its own
    ]
    for language in load_guide().languages:
        filters = service_structure.views.environment(load_guide(), language).filters.values()
        caches += [cell.cell_contents for each in filters for cell in closure(each)]
    for value in caches:
        if hasattr(value, "cache_clear"):
            value.cache_clear()


def closure(function: object) -> tuple[CellType, ...]:
    """What a function has of the one around it."""
    return getattr(function, "__closure__", None) or ()
