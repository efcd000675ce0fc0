"""Nothing looks into objects once all modules are imported."""

from typing import Any, NoReturn


def signature(*_: Any, **__: Any) -> NoReturn:
    raise TypeError("left out of the snapshot")  # data classes then have no docstring


def unwrap(function: Any) -> Any:
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return signature
