"""What Pyodide's script asks for at its start, which is four expressions, and `pyimport`."""

import builtins
import importlib
from typing import Any

import __main__

VALUES: dict[str, Any] = {
    "{}": {},
    "import importlib; importlib": importlib,
    "import __main__; __main__.__dict__": __main__.__dict__,
    "import builtins; builtins.__dict__": builtins.__dict__,
}


def eval_code(source: str, _: object = None) -> Any:
    return VALUES[source]


def pyimport_impl(path: str) -> Any:
    return importlib.import_module(path)
