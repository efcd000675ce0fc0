"""Step 1: the wheel of the package and those of its libraries, for the ordinary start."""

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import distribution
from pathlib import Path

from packaging.utils import parse_wheel_filename
from pyodide_lock import PackageSpec, PyodideLockSpec

from hooks.quickstart.tools import PYODIDE, RuntimeBuildError, run_python

PACKAGE, CODE = "service-structure", "service_structure"
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "calculator")
LIBRARIES = ("jinja2", "markupsafe")
DEPENDS = {PACKAGE: ["jinja2"], "jinja2": ["markupsafe"]}
IMPORTS = {PACKAGE: [CODE], "jinja2": ["jinja2"], "markupsafe": ["markupsafe"]}
LOCK = "pyodide-lock.json"

PURE_WHEEL = """\
Wheel-Version: 1.0
Generator: hooks.quickstart
Root-Is-Purelib: true
Tag: py3-none-any
"""


def source_files(root: Path) -> list[Path]:
    """List the files that the package's wheel is built from."""
    found: list[Path] = []
    for name in SOURCES:
        path = root / name
        if not path.exists():
            raise RuntimeBuildError(f"restore {name}: the wheel of the package is built from it")
        found += sorted(path.rglob("*")) if path.is_dir() else [path]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def unpack(root: Path, trees: Path) -> None:
    """Lay the package found in `root` and its libraries into folders of their own in `trees`."""
    with tempfile.TemporaryDirectory() as source:
        wheel = _build(root, Path(source))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(trees / wheel.stem)
    for name in LIBRARIES:
        copy_library(name, trees)


def lay_sources(root: Path, trees: Path) -> None:
    """Lay out what `unpack` does, the package as it stands in `root` and without building it."""
    installed = distribution(PACKAGE)
    name = f"{PACKAGE.replace('-', '_')}-{installed.version}"
    tree = trees / name
    home = root / "calculator"
    shutil.copytree(home / CODE, tree / CODE, ignore=lambda *_: {"__pycache__"})
    shutil.copytree(home / "guide", tree / CODE / "guide")
    information = tree / f"{name}.dist-info"
    information.mkdir()
    (information / "METADATA").write_text(installed.read_text("METADATA") or "", encoding="utf-8")
    (information / "WHEEL").write_text(PURE_WHEEL)
    for library in LIBRARIES:
        copy_library(library, trees)


def pack(trees: Path, target: Path) -> None:
    """Pack each folder of `trees` as a wheel with a new record; name all wheels in a lock file.

    Pyodide finds in the lock file what to fetch, and compares it with the hash given there.
    """
    pack_trees(trees, target)
    write_lock(target, PYODIDE, IMPORTS, DEPENDS)


def pack_trees(trees: Path, target: Path) -> None:
    """Pack each folder of `trees` as a wheel with a new record."""

    def pack_tree(tree: Path) -> None:
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


def _build(root: Path, source: Path) -> Path:
    """Build the wheel from a copy, as setuptools leaves files behind that spoil the next build."""
    for path in source_files(root):
        copy = source / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    # Without isolation nothing is downloaded: the installed, locked setuptools is used.
    run_python("-m", "build", "--wheel", "--no-isolation", str(source))
    return next((source / "dist").glob("*.whl"))


def copy_library(name: str, trees: Path) -> None:
    """Copy the Python files of an installed library, without compiled code, as a pure wheel.

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
