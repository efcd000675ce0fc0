"""Templates are compiled before; while they are rendered they ask whether to escape."""

from typing import Any


class EvalContext:
    """The state of a template that is being rendered, as Jinja's class of this name."""

    def __init__(self, environment: Any, template_name: str | None = None) -> None:
        escapes = environment.autoescape
        self.environment = environment
        self.autoescape = escapes(template_name) if callable(escapes) else escapes
        self.volatile = False
