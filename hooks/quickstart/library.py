"""Step 2: the lean standard library: what is of use, compiled, without docstrings and the like."""

import shutil
import zipfile
from collections.abc import Iterable
from modulefinder import ModuleFinder
from pathlib import Path

from hooks.quickstart.tools import EPOCH, PYODIDE, RuntimeBuildError, run_node, run_python

FILE = "python_stdlib.zip"
PACKAGE = "service_structure"
UNUSED = (
    *("_pyrepl", "unittest", "xml", "xmlrpc"),
    *("doctest.py", "imaplib.py", "mailbox.py", "pdb.py", "pydoc.py"),
)
"""Large parts of the standard library that nothing here imports: left out."""
STUBS = Path(__file__).with_name("stubs")
"""Stand in for modules that Pyodide, Jinja or our package import at their start and the page, which
calls one function and waits for its answer, never uses. Each keeps what is asked of it by name. Who
asks for more gets an error, with which the page starts Python the ordinary way.
"""
START = "service_structure.views.bridge"
"""The module that the page calls: what it imports, directly or not, the page can reach."""


def reached_modules(trees: Path) -> list[str]:
    """Name every module that code reached from START imports, also those imported inside functions.

    Of the standard library and the libraries only what the package itself imports is named: they
    import the rest on their own. `trees` must still hold sources.
    """
    finder = ModuleFinder(path=[str(tree) for tree in trees.iterdir() if (tree / PACKAGE).is_dir()])
    try:
        finder.import_hook(START)
    except SyntaxError as error:
        raise RuntimeBuildError(f"{error.filename}, line {error.lineno}: {error.msg}") from None
    strangers = {name for name in finder.badmodules if not name.startswith(f"{PACKAGE}.")}
    return sorted({*finder.modules, *strangers})


def compile_templates(trees: Path, templates: Path) -> None:
    """Turn the templates of the package into modules."""
    script = Path(__file__).with_name("compile_templates.py")
    run_python("-P", str(script), str(trees), str(templates))


def make_lean(lean: Path, *folders: Path) -> None:
    """Unpack the standard library into `lean`; compile it and `folders` with the browser's Python.

    The browser then neither compiles at its start nor questions a time stamp. Given up: what is
    UNUSED, source lines and line numbers in a traceback; the names of files and functions stay.
    """
    with zipfile.ZipFile(PYODIDE / FILE) as archive:
        archive.extractall(lean)
    for part in [lean / name for name in UNUSED]:
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink()
    run_node("compile.mjs", *map(str, (lean, *sorted(folders))))
    for folder in (lean, *folders):
        for path in folder.rglob("*.py"):
            path.unlink()


def pack(folder: Path, archive: Path) -> None:
    """Zip what `folder` holds, the same bytes whenever it is done."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            packed.writestr(zipfile.ZipInfo(name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)


def with_stubs(folder: Path, target: Path) -> set[Path]:
    """Copy a folder of compiled modules, with the sources of STUBS in place of theirs.

    Returns which stubs have found the module that they replace.
    """
    shutil.copytree(folder, target)
    found = set()
    for stub in STUBS.rglob("*.py"):
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
