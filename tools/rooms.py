"""Draw the rooms of the package: which folder of service_structure imports which.

`python -m tools.rooms` prints the picture that stands in the README between <!-- rooms --> and
<!-- /rooms -->; with `--write` it puts the picture there.
"""

import argparse
import ast
from collections.abc import Iterator, Sequence
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
START, END = "<!-- rooms -->", "<!-- /rooms -->"
PACKAGE = "service_structure"
FOLDER = ROOT / "calculator" / PACKAGE
ROOMS = (
    *("commands", "papers", "views", "planning", "decision", "case", "staffing", "numerics"),
    "source",
)
ORDER = ("api", *ROOMS, "errors", "faults")
"""Each imports only what comes later here; api, errors and faults are modules beside the rooms."""

OTHER_FOLDERS = {
    "calculator/guide/": "the single source: all texts, ratings and numbers, as TOML",
    "hooks/": "builds the site: pages, theme, what is published, the start of Python",
    "docs/": "page templates, theme, styles and scripts; decisions and recipes",
    "tests/": "core, guide, views (make quick); papers, site, browser, start (make test)",
}


def modules() -> dict[str, Path]:
    """The files of the package by the full names of their modules."""
    found = {}
    for path in sorted(FOLDER.rglob("*.py")):
        parts = (PACKAGE, *path.relative_to(FOLDER).with_suffix("").parts)
        found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The full names that a file imports anywhere in it: modules, or names within modules.

    What is imported for a checker of types alone is left out.
    """
    found: list[str] = []
    for node in _running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


def _running(node: ast.AST) -> Iterator[ast.AST]:
    """A node with all below it, without the bodies of `if TYPE_CHECKING`."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _running(child)


def module_graph() -> dict[str, set[str]]:
    """The modules of the package that each of them imports."""
    known = modules()
    graph: dict[str, set[str]] = {}
    for module, path in known.items():
        names = (name for name in imports(path) if name.partition(".")[0] == PACKAGE)
        graph[module] = {name if name in known else name.rpartition(".")[0] for name in names} - {
            module
        }
    return graph


def room_of(module: str) -> str:
    """The room of a module; empty for the face of the package, __init__ and __main__."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ORDER else ""


def room_graph() -> dict[str, set[str]]:
    """What each of ORDER imports of the others."""
    graph: dict[str, set[str]] = {room: set() for room in ORDER}
    for module, imported in module_graph().items():
        if room := room_of(module):
            graph[room] |= {other for other in map(room_of, imported) if other} - {room}
    return graph


def check_acyclic(graph: dict[str, set[str]]) -> None:
    """Raise graphlib.CycleError, which names the circle, if the modules import in a circle."""
    TopologicalSorter(graph).prepare()


def picture() -> str:
    """The rooms with their purpose and their imports, then the other folders."""
    lines = [f"calculator/{PACKAGE}/  the package, in rooms; → which others a room imports"]
    for name, imported in room_graph().items():
        path = modules()[f"{PACKAGE}.{name}"]
        purpose = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
        if not purpose:
            raise ValueError(f"{path}: say in a docstring what it is for")
        heading = purpose.splitlines()[0].partition(":")[0].rstrip(".")
        if name not in ROOMS:
            lines.append(f"    {name + '.py':<9}  {heading}")
            continue
        below = ROOMS[ROOMS.index(name) + 1 :]
        told = ", ".join(room for room in below if room in imported) or "none"
        if len(below) > 1 and set(below) <= imported:
            told = "all below"
        lines.append(f"    {name:<9}  {heading:<48}  → {told}")
    width = max(map(len, OTHER_FOLDERS))
    lines += [f"{folder:<{width}}  {purpose}" for folder, purpose in OTHER_FOLDERS.items()]
    return "\n".join(lines)


def block() -> str:
    """What stands in the README from one comment to the other."""
    return f"{START}\n```\n{picture()}\n```\n{END}"


def main(argv: Sequence[str] | None = None) -> None:
    """Print the picture, or write it into the README."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the picture into the README")
    if parser.parse_args(argv).write:
        before, _, rest = README.read_text(encoding="utf-8").partition(START)
        README.write_text(f"{before}{block()}{rest.partition(END)[2]}", encoding="utf-8")
    print(picture())


if __name__ == "__main__":
    main()
