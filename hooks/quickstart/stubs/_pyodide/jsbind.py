"""No function of JavaScript that Python calls has a signature of its own."""

from typing import Any

from _pyodide_core import JsFuncSignature, js2py_default_call_result, py2js_default


class no_default:  # noqa: N801 (Pyodide's name)
    pass


def _anything(*_: Any, **__: Any) -> None:
    pass


default_signature = JsFuncSignature(
    _anything,
    False,
    *(0, (), (), py2js_default),  # by place: how many must be there, kinds, defaults, all others
    *((), (), (), py2js_default),  # by name, likewise
    js2py_default_call_result,
)
