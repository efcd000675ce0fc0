"""Brings Python into the state that the snapshot keeps; `snapshot.mjs` runs it in Pyodide."""

import gc
import importlib
import json
import linecache
import random
import re
import sys
import zipimport

import jinja2

import calculator.views
from calculator.loader import load_guide
from calculator.views.bridge import WANTED, handle


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


def load_templates(folder: str) -> None:
    """Take every template from where it is compiled and never look for it again."""
    guide = load_guide()
    for language in guide.languages:
        environment = calculator.views.environment(guide, language)
        names = environment.list_templates(extensions=["jinja"])
        environment.loader = jinja2.ModuleLoader(folder)
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
