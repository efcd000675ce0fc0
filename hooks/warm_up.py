"""Lets the calculator load its templates and compute the usual results before the snapshot.

It runs in Pyodide: see `warm_up` in hooks/quickstart/application.py.
"""

import json
import sys
from collections.abc import MutableMapping
from functools import cache
from importlib.machinery import SourcelessFileLoader
from types import CodeType
from typing import Any

import jinja2

import service_structure.views
from service_structure.source.frozen import FrozenDict
from service_structure.source.loader import load_guide
from service_structure.views.bridge import WANTED, handle

ROOMS = ("numerics", "case", "staffing", "decision", "views")
FORGOTTEN = tuple(f"service_structure.{room}." for room in ROOMS)
"""The rooms whose caches the snapshot does not keep."""

KEPT = "service_structure.views.templates"
"""The module with the templates, which are kept."""

UNUSED = ("pages", "promises", "components", "terms", "metrics", "synonyms", "changes")
"""The parts of the guide that no result tells of, a third of its texts."""


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
    """Load every template, from the folder `precompiled` if there is one, and keep it."""
    guide = load_guide()
    for part in UNUSED:
        object.__setattr__(guide, part, FrozenDict())
    compiled = CompiledTemplates(precompiled) if precompiled else None
    for language in guide.languages:
        environment = service_structure.views.environment(guide, language)
        names = environment.list_templates(extensions=["jinja"])
        if compiled:
            environment.loader = compiled
        environment.auto_reload = False
        for name in names:
            environment.get_template(name)


def warm_up() -> None:
    """Answer every kind of request once in each language, for the usual answers.

    Files for office programs are left out: the snapshot has no part of what makes them.
    """
    request = {"state": "", "form": "memo", "cases": [{"name": "", "state": ""}], "text": "{}"}
    request["precedents"] = "[]"
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
        caches += service_structure.views.environment(load_guide(), language).filters.values()
    for value in caches:
        if hasattr(value, "cache_clear"):
            value.cache_clear()
