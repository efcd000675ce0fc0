"""Brings Python into the state that the snapshot keeps; `snapshot.mjs` runs it in Pyodide."""

import gc
import importlib
import json
import linecache
import random
import re
import sys
import zipimport
from collections.abc import MutableMapping
from functools import cache
from importlib.machinery import SourcelessFileLoader
from types import CodeType
from typing import Any

import jinja2

import service_structure.views
from service_structure.source.loader import load_guide
from service_structure.views.bridge import WANTED, handle


def prepare(modules: list[str], trees: list[str], templates: str) -> int:
    """Import `modules` from the folders `trees`, compute, and leave nothing to look up in files.

    Returns the address of an object that stays and that the garbage collector knows.
    """
    for name in modules:
        importlib.import_module(name)
    load_templates(templates)
    warm_up()
    forget(trees)
    return id(sys.modules)


@cache
def read_code(path: str) -> CodeType:
    """What stands compiled in a file."""
    code = SourcelessFileLoader("", path).get_code("")
    assert code
    return code


class Compiled(jinja2.BaseLoader):
    """Loads templates from a folder of compiled ones, the same code for every language.

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


def load_templates(folder: str) -> None:
    """Take every template from where it is compiled and never look for it again."""
    guide = load_guide()
    compiled = Compiled(folder)
    for language in guide.languages:
        environment = service_structure.views.environment(guide, language)
        names = environment.list_templates(extensions=["jinja"])
        environment.loader = compiled
        environment.auto_reload = False
        for name in names:
            environment.get_template(name)


def warm_up() -> None:
    """Answer all that the page may want, of the usual answers."""
    request = {"state": "", "form": "memo", "cases": [{"name": "", "state": ""}], "text": "{}"}
    for language in load_guide().languages:
        for want in WANTED:
            handle(json.dumps({**request, "want": want, "lang": language}))


def forget(trees: list[str]) -> None:
    """Drop what only this process needs: caches of files and patterns, paths, garbage."""
    sys.path[:] = [path for path in sys.path if path not in trees]
    del sys.modules[__name__]
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    linecache.clearcache()
    re.purge()
    random.seed(0)  # the page seeds it anew; until then a snapshot is the same in every build
    gc.collect()
    sys._clear_internal_caches()  # type: ignore[attr-defined]
    gc.collect()
