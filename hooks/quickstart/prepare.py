"""Brings Python into the state that the snapshot keeps; snapshot_in_node.mjs runs it in Pyodide."""

import gc
import importlib
import linecache
import random
import re
import sys
import zipimport


def prepare(
    modules: list[str], folders: list[str], warm_up: str, precompiled: str | None, compute: bool
) -> None:
    """Import `modules` from `folders`, let the application warm up, and drop what was needed here.

    `warm_up` is the module of the application that does so: see `Application`."""
    for name in modules:
        importlib.import_module(name)
    application = importlib.import_module(warm_up)
    application.load(precompiled)
    if compute:
        application.warm_up()
    del application
    sys.path[:] = [path for path in sys.path if path not in folders]
    del sys.modules[__name__], sys.modules[warm_up]
    clear_caches()


def clear_caches() -> None:
    """Empty the caches of files, patterns and types, and collect garbage."""
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    linecache.clearcache()
    re.purge()
    random.seed(0)  # restore.js seeds it anew; until then equal builds are equal
    gc.collect()
    sys._clear_internal_caches()  # type: ignore[attr-defined]
    gc.collect()
