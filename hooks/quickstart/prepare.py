"""Brings Python into the state that the snapshot keeps; snapshot_in_node.mjs runs it in Pyodide."""

import dataclasses
import gc
import importlib
import linecache
import random
import re
import sys
import types
import zipimport
from typing import Any


def prepare(
    modules: list[str],
    folders: list[str],
    warm_up: str,
    precompiled: str | None,
    compute: bool,
    strip: bool,
) -> int:
    """Import `modules` from `folders`, let the application warm up, and drop what was needed here.

    `warm_up` is the module of the application that does so: see `Application`. `strip` removes line
    numbers from the methods that dataclasses write. Returns the address of an object that the
    garbage collector tracks.
    """
    if strip:
        dataclasses.exec = without_lines  # type: ignore[attr-defined]
    for name in modules:
        importlib.import_module(name)
    vars(dataclasses).pop("exec", None)
    application = importlib.import_module(warm_up)
    application.load(precompiled)
    if compute:
        application.warm_up()
    del application
    sys.path[:] = [path for path in sys.path if path not in folders]
    del sys.modules[__name__], sys.modules[warm_up]
    clear_caches()
    return id(sys.modules)


def without_lines(source: str, *namespaces: dict[str, Any]) -> None:
    """Run source code without its line numbers, as those of files go when they are compiled."""

    def stripped(code: types.CodeType) -> types.CodeType:
        constants = (stripped(c) if isinstance(c, types.CodeType) else c for c in code.co_consts)
        return code.replace(co_linetable=b"", co_consts=tuple(constants))

    exec(stripped(compile(source, "<string>", "exec", dont_inherit=True)), *namespaces)


def clear_caches() -> None:
    """Empty the caches of files, patterns and types, close the input, and collect garbage."""
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    linecache.clearcache()
    re.purge()
    for name in ("stdin", "__stdin__"):  # its buffer holds what was in its place before
        setattr(sys, name, None)
    random.seed(0)  # restore.js seeds it anew; until then equal builds are equal
    gc.collect()
    sys._clear_internal_caches()  # type: ignore[attr-defined]
    gc.collect()
