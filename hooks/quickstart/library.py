"""The lean standard library: its used modules, compiled, without docstrings and the like."""

import shutil
import zipfile
from collections.abc import Collection, Iterable
from modulefinder import ModuleFinder
from pathlib import Path

from hooks.quickstart.application import Application
from hooks.quickstart.programs import EPOCH, LIBRARY, PYODIDE, run_node

UNUSED = (
    *("_pyrepl", "unittest", "xml", "xmlrpc"),
    *("doctest.py", "imaplib.py", "mailbox.py", "pdb.py", "pydoc.py"),
)
"""Large parts of the standard library that a package which answers texts does not import."""
STUBS = Path(__file__).with_name("stubs")
"""Replacements for modules that Pyodide, Jinja or the standard library import at their start and
the page, which calls one function and waits for its answer, never uses. Each stub defines the names
that its importers ask for. A call to anything else raises an error, and the page then starts Python
the ordinary way.
"""


def reached_modules(app: Application, trees: Path) -> list[str]:
    """Name every module that the entry's code can import, also inside functions.

    Of the standard library and the libraries only what the package itself imports is named: they
    import the rest on their own. `trees` must still hold sources.
    """
    path = [str(tree) for tree in trees.iterdir() if (tree / app.package).is_dir()]
    finder = ModuleFinder(path=path)
    finder.import_hook(app.module)
    outside = {name for name in finder.badmodules if not name.startswith(f"{app.package}.")}
    return sorted({*finder.modules, *outside})


def compile_with_pyodide(lean: Path, *folders: Path, strip: bool) -> None:
    """Unpack the standard library into `lean`; compile it and `folders` with the browser's Python.

    The browser then compiles nothing when it starts. `strip` removes docstrings, annotations of
    functions and line numbers; the names of files and functions stay in tracebacks.
    """
    with zipfile.ZipFile(PYODIDE / LIBRARY) as archive:
        archive.extractall(lean)
    for part in [lean / name for name in UNUSED]:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
    how = "strip" if strip else "keep"
    run_node("compile_in_node.mjs", how, *map(str, (lean, *sorted(folders))))
    for folder in (lean, *folders):
        for path in folder.rglob("*.py"):
            path.unlink()


def pack(folder: Path, archive: Path) -> None:
    """Zip what `folder` holds, the same bytes whenever it is done."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            packed.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)


def with_stubs(folder: Path, target: Path, stubs: Collection[Path]) -> set[Path]:
    """Copy a folder of compiled modules to `target`, with `stubs` in place of their modules.

    Returns the stubs that replaced a module.
    """
    shutil.copytree(folder, target)
    found = set()
    for stub in stubs:
        path = target / stub.relative_to(STUBS)
        if not path.with_suffix(".pyc").is_file():
            continue
        if path.name == "__init__.py":
            shutil.rmtree(path.parent)
            path.parent.mkdir()
        else:
            path.with_suffix(".pyc").unlink()
        shutil.copyfile(stub, path)
        found.add(stub)
    return found


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
