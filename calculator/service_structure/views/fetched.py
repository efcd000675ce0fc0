"""Modules that a page has fetched as sources, as they are not where Python started from.

The room `papers` is large and few readers ask for a file, so the browser's Python starts without
it. Its sources come with the first request that needs them.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class Fetched:
    """Finds and loads modules among `sources`, which has their text by full name."""

    def __init__(self) -> None:
        self.sources: dict[str, str] = {}

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module comes from; None if it is not among the sources."""
        if name not in self.sources:
            return None
        is_package = any(other.startswith(f"{name}.") for other in self.sources)
        loader: Any = self  # as importlib asks for no base class
        return ModuleSpec(name, loader, origin=f"<fetched {name}>", is_package=is_package)

    def create_module(self, spec: ModuleSpec) -> None:
        """The module is made as usual."""

    def exec_module(self, module: ModuleType) -> None:
        """Run a module."""
        name = module.__name__
        code = compile(self.sources[name], f"<fetched {name}>", "exec", dont_inherit=True)
        exec(code, vars(module))


_FETCHED = Fetched()


def imported(name: str, sources: Mapping[str, str]) -> ModuleType:
    """The module of this name, from the sources if it is among them.

    They come before all files: the Python of a snapshot cannot even look whether there is one.
    """
    if _FETCHED not in sys.meta_path:
        sys.meta_path.insert(0, _FETCHED)
    _FETCHED.sources |= sources
    return import_module(name)
