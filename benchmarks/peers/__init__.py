"""Builds sites that start Python in a browser in other ways, to be measured beside ours.

Each sets the performance mark `python` when it shows Python's first result. The pages of PyScript
and marimo show only the waiting probability of one queue. Shinylive is missing: its PyPI package
has none of the files that its pages load, and npm has no package of it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.utils import parse_wheel_filename

from hooks.application import CALCULATOR, ROOT
from hooks.commands.serve import SITE
from hooks.quickstart import build, wheel
from hooks.quickstart.programs import LOCK, PYODIDE, PYODIDE_FILES

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
OLDER_PYODIDE = MODULES / "pyodide"
INSTALLED = ROOT / "build" / "peers"
"""Holds marimo, which makes the page, and the wheels that the page loads: see Makefile."""

PAGE = "marimo-base"
"""The package that marimo's page runs; it depends on all the others."""

# marimo's page offers no event, so the script waits until the answer is in the page.
SHOWN = """
<script>
new MutationObserver((_, observer) => {
  if (!document.getElementById("answer")) return;
  observer.disconnect();
  performance.mark("python");
}).observe(document, { childList: true, subtree: true });
</script>
"""


def add_ordinary(site: Path) -> None:
    """Our page with the start that Pyodide's documentation shows, and no service worker."""
    shutil.copytree(SITE / "en", site / "en")
    page = site / "en" / "calculator" / "index.html"
    (worker,) = (site / "en" / "assets").glob("*/worker.js")  # in a folder named by its digest
    (runtime,) = (SITE / "runtime").iterdir()
    shutil.copyfile(HERE / "ordinary_worker.js", worker)
    text = page.read_text()
    page.write_text(re.sub(r"<script async[^>]*early.js.*?</script>", "", text, flags=re.DOTALL))
    build(CALCULATOR, site / "runtime" / runtime.name, site / "cache", quick=False)


def add_pyscript(site: Path) -> None:
    """A page as PyScript's documentation shows, with Pyodide beside it and one module of ours."""
    shutil.copytree(MODULES / "@pyscript" / "core" / "dist", site / "pyscript")
    _copy_pyodide(PYODIDE, site / "pyodide")
    shutil.copyfile(
        ROOT / "calculator" / "service_structure" / "numerics" / "queueing.py", site / "queueing.py"
    )
    shutil.copyfile(HERE / "pyscript.html", site / "index.html")


def add_marimo(site: Path) -> None:
    """A notebook exported by marimo, with the Pyodide it asks for and its packages beside it."""
    options = ["--quiet", "--yes", "export", "html-wasm", "--no-sandbox", "--output", str(site)]
    subprocess.run(
        [INSTALLED / "bin" / "python", "-m", "marimo", *options, str(HERE / "notebook.py")],
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},  # for uv
        check=True,
        capture_output=True,
    )
    runtime = site / "pyodide"
    _copy_pyodide(OLDER_PYODIDE, runtime)
    for path in (INSTALLED / "wheels").iterdir():
        shutil.copy(path, runtime)
    with TemporaryDirectory() as trees:
        wheel.copy_library("pyyaml", Path(trees))
        wheel.pack_trees(Path(trees), runtime)
    packages = {parse_wheel_filename(path.name)[0] for path in runtime.glob("*.whl")}
    needed = sorted(packages - {PAGE, *CALCULATOR.libraries})
    wheel.write_lock(runtime, OLDER_PYODIDE, {PAGE: ["marimo"]}, {PAGE: needed})
    page = site / "index.html"
    places = f'data-pyodide-index-url="./pyodide/" data-pyodide-lockfile-url="./pyodide/{LOCK}"'
    html = page.read_text().replace("<marimo-wasm ", f"{SHOWN}<marimo-wasm {places} ", 1)
    page.write_text(html)


def _copy_pyodide(pyodide: Path, target: Path) -> None:
    """Copy the files of Pyodide into a folder."""
    target.mkdir(exist_ok=True)
    for name in PYODIDE_FILES:
        if not (target / name).exists():
            shutil.copyfile(pyodide / name, target / name)
