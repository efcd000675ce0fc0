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

from calculator.loader import load_guide
from calculator.views.bridge import WANTED, handle


def prepare(modules: list[str], trees: list[str]) -> None:
    """Import `modules` from the folders `trees`, compute, and leave nothing to look up in files."""
    warm_up(modules)
    keep_templates()
    forget(trees)


def warm_up(modules: list[str]) -> None:
    """Import every module and answer all that the page may want, of the usual answers."""
    for name in modules:
        importlib.import_module(name)
    request = {"state": "", "form": "memo", "cases": [{"name": "", "state": ""}], "text": "{}"}
    for language in load_guide().languages:
        for want in WANTED:
            handle(json.dumps({**request, "want": want, "lang": language}))


def keep_templates() -> None:
    """Compile every template now and never look for its file again: the snapshot has no files."""
    for environment in [o for o in gc.get_objects() if isinstance(o, jinja2.Environment)]:
        if environment.loader:
            for name in environment.list_templates(extensions=["jinja"]):
                environment.get_template(name)
            environment.auto_reload = False


def forget(trees: list[str]) -> None:
    """Drop what only this process needs: caches of files and patterns, paths, garbage."""
    sys.path[:] = [path for path in sys.path if path not in trees]
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    importlib.invalidate_caches()
    linecache.clearcache()
    re.purge()
    random.seed(0)  # the page seeds it anew; until then a snapshot is the same in every build
    gc.collect()
    sys._clear_internal_caches()  # type: ignore[attr-defined]
    gc.collect()
