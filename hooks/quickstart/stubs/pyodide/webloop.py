"""Without an event loop."""

from pyodide_js._api import scheduleCallback  # noqa: F401 (keeps the order of Pyodide's objects)


def _initialize_event_loop() -> None:
    pass
