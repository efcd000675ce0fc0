"""Wheels of the application and its libraries, and the lock file that Pyodide reads them from."""

import ast
import hashlib
import shutil
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path

from packaging.utils import parse_wheel_filename
from pyodide_lock import PackageSpec, PyodideLockSpec

from hooks.quickstart.application import Application, BuildError
from hooks.quickstart.programs import LOCK, PYODIDE, run_python

PURE_WHEEL = """\
Wheel-Version: 1.0
Generator: hooks.quickstart
Root-Is-Purelib: true
Tag: py3-none-any
"""


def unpack(app: Application, trees: Path) -> None:
    """Lay the application and its libraries into `trees`, as unpacked wheels.

    Raises BuildError if a folder of sources is missing or a module has a syntax error.
    """
    installed = distribution(app.distribution)
    name = f"{app.distribution.replace('-', '_')}-{installed.version}"
    tree = trees / name
    for folder in app.sources.values():
        if not folder.is_dir():
            raise BuildError(f"restore {folder}: the wheel of {app.distribution} is made from it")
    for within, file in app.files().items():
        copy = tree / within
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        if file.suffix == ".py":
            _check_syntax(within, file)
    information = tree / f"{name}.dist-info"
    for part in installed.files or []:
        if part.name == "METADATA" or "licenses" in part.parts:
            copy = information.joinpath(*part.parts[1:])
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(part.locate()), copy)
    (information / "WHEEL").write_text(PURE_WHEEL)
    for library in app.libraries:
        copy_library(library, trees)


def _check_syntax(name: str, file: Path) -> None:
    try:
        ast.parse(file.read_bytes(), name)
    except SyntaxError as error:
        raise BuildError(f"{name}, line {error.lineno}: {error.msg}") from None


def copy_library(name: str, trees: Path) -> None:
    """Copy the Python files of an installed library into `trees`, as an unpacked pure wheel.

    MarkupSafe publishes no pure wheel, but falls back on Python when its extension is absent.
    """
    library = distribution(name)
    tree = trees / f"{name}-{library.version}"
    for file in library.files or []:
        if file.suffix == ".py" or file.name == "METADATA" or "licenses" in file.parts:
            copy = tree / file
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), copy)
    next(tree.glob("*.dist-info")).joinpath("WHEEL").write_text(PURE_WHEEL)


def pack(app: Application, trees: Path, target: Path) -> None:
    """Pack each folder of `trees` as a wheel; name all wheels in a lock file.

    Pyodide finds in the lock file what to fetch, and compares it with the hash given there.
    """
    pack_trees(trees, target)
    imports = {app.distribution: [app.package]}
    write_lock(target, PYODIDE, imports, {app.distribution: app.libraries})


def pack_trees(trees: Path, target: Path) -> None:
    """Pack each folder of `trees` as a wheel with a new record.

    A wheel keeps the permissions of files: they must not depend on the mask of who builds it.
    """

    def pack_tree(tree: Path) -> None:
        for path in tree.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)
        run_python("-m", "wheel", "pack", str(tree), "--dest-dir", str(target))

    with ThreadPoolExecutor() as pool:
        list(pool.map(pack_tree, trees.iterdir()))


def write_lock(
    folder: Path,
    pyodide: Path,
    imports: Mapping[str, Collection[str]],
    depends: Mapping[str, Collection[str]],
) -> None:
    """Name all wheels of a folder, and no other, in a lock file for the Pyodide in `pyodide`.

    `imports` and `depends` name modules and packages of each package that has any to name.
    """
    lock = PyodideLockSpec.from_json(pyodide / LOCK)
    lock.packages = {}
    for wheel in sorted(folder.glob("*.whl")):
        name, release, _, _ = parse_wheel_filename(wheel.name)
        lock.packages[name] = PackageSpec(
            name=name,
            version=str(release),
            file_name=wheel.name,
            install_dir="site",
            sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
            imports=[*imports.get(name, ())],
            depends=[*depends.get(name, ())],
        )
    lock.to_json(folder / LOCK)
