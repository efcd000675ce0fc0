"""An error is told in a line: the ordinary start meets it again and tells the rest."""

import sys
from typing import Any


def print_exception(*given: Any, **_: Any) -> None:
    (error,) = (value for value in given if isinstance(value, BaseException))
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
