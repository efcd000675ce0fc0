"""The reference of the Python package: what the docstrings of its public names say, as HTML."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from html import escape
from importlib import import_module
from types import ModuleType

PACKAGE = "service_structure"
MODULES = (
    "api",
    "errors",
    "decision.model",
    "decision.explain",
    "planning.move",
    "planning.budget",
    "planning.plan",
    "decision.counterfactual",
    "staffing.costs",
    "numerics.queueing",
    "numerics.methods",
    "numerics.sensitivity",
    "numerics.robustness",
)
"""The modules whose public names the reference describes, in its order."""

QUALIFIED = re.compile(r"\b(?:[a-z_]\w*\.)+(?=[A-Z])")
"""The path of a module before the name of a class, which a signature does without."""

QUOTED = re.compile(r"'([A-Z][\w\[\], |]*)'")
"""An annotation that is written as a string because its name is imported for checkers only."""

CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Entry:
    """One public name: its `signature` as code, its description as HTML."""

    id: str
    name: str
    signature: str
    html: str


@dataclass(frozen=True)
class ModuleEntry:
    """One module: its description as HTML and the entries of its public names."""

    id: str
    name: str
    html: str
    entries: tuple[Entry, ...]

    @property
    def short(self) -> str:
        """The name within the package."""
        return self.name.removeprefix(f"{PACKAGE}.")


def reference() -> tuple[ModuleEntry, ...]:
    """All modules of the reference, in the order of MODULES."""
    return tuple(_module(import_module(f"{PACKAGE}.{name}"), name) for name in MODULES)


def _module(module: ModuleType, name: str) -> ModuleEntry:
    entries = tuple(_entry(item, public, name) for public, item in public_names(module))
    return ModuleEntry(_anchor(name), f"{PACKAGE}.{name}", docstring(module), entries)


def public_names(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The functions and classes that a module defines for others, in the order of its source."""
    offered = getattr(module, "__all__", None)
    for name, item in vars(module).items():
        described = inspect.isfunction(item) or inspect.isclass(item)
        if not described or name.startswith("_"):
            continue
        if (name in offered) if offered else (item.__module__ == module.__name__):
            yield name, item


def _entry(item: object, name: str, module: str) -> Entry:
    html = docstring(item)
    if inspect.isclass(item) and is_dataclass(item):
        rows = "".join(
            f"<li><code>{escape(field.name)}: {escape(_short(field.type))}</code></li>"
            for field in fields(item)
        )
        html += f"<ul>{rows}</ul>"
    if inspect.isclass(item):
        html += "".join(_member(member, attribute) for member, attribute in _members(item))
    return Entry(_anchor(f"{module}.{name}"), name, _signature(item, name), html)


def _members(kind: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties that a class itself defines."""
    for name, item in vars(kind).items():
        if not name.startswith("_") and (inspect.isfunction(item) or hasattr(item, "__get__")):
            plain = getattr(item, "fget", None) or getattr(item, "func", None) or item
            if inspect.isfunction(plain):
                yield name, plain


def _member(name: str, item: object) -> str:
    return f"<p><code>{escape(_signature(item, name, bound=True))}</code></p>{docstring(item)}"


def _signature(item: object, name: str, *, bound: bool = False) -> str:
    if inspect.isclass(item):
        bases = [base.__name__ for base in item.__bases__ if base is not object]
        return f"class {name}({', '.join(bases)})" if bases else f"class {name}"
    found = inspect.signature(item)  # type: ignore[arg-type]
    if bound:
        found = found.replace(parameters=[*found.parameters.values()][1:])
    return _short(f"{name}{found}")


def _short(annotation: object) -> str:
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return QUOTED.sub(r"\1", QUALIFIED.sub("", text))


def docstring(item: object) -> str:
    """A docstring as HTML: paragraphs, examples and indented tables as they stand, `code`."""
    text = inspect.getdoc(item) or ""
    return "".join(_block(block) for block in re.split(r"\n\s*\n", text) if block.strip())


def _block(block: str) -> str:
    if block.startswith((">>>", " ")):
        return f'<pre tabindex="0"><code>{escape(block)}</code></pre>'
    return f"<p>{CODE.sub(r'<code>\1</code>', escape(block, quote=False))}</p>"


def _anchor(name: str) -> str:
    return name.replace(".", "-").replace("_", "-")  # a class and a function may differ in case
