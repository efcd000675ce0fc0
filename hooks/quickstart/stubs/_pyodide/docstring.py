"""Nobody reads the documentation of Pyodide's functions."""


def get_cmeth_docstring(_: object) -> str:
    return ""
