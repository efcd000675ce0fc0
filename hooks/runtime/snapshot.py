"""Step 3: the snapshot: Python's memory with everything imported and the usual result computed."""

from pathlib import Path

from hooks.runtime.library import pack, with_stubs
from hooks.runtime.tools import run_node

# Modules that Pyodide or Jinja import at their start and the page, which calls one function and
# waits for its answer, never uses. Each keeps what Pyodide's scripts ask of it, in their order.
STUBS = {
    "asyncio/__init__.py": "",
    "ipaddress.py": "",
    "tempfile.py": "",
    "zipfile/__init__.py": "",
    "pyodide/webloop.py": """\
from pyodide_js._api import scheduleCallback

def _initialize_event_loop():
    pass
""",
    "pyodide/_package_loader.py": """\
import site
from pathlib import Path
from pyodide_js import loadedPackages

SITE_PACKAGES = Path(site.getsitepackages()[0])
DSO_DIR = Path("/usr/lib")

def init_loaded_packages():
    pass
""",
}


def take(lean: Path, trees: Path, modules: list[str], scratch: Path) -> Path:
    """Start the lean library, import `modules`, warm up, and return the file with the snapshot."""
    image = scratch / "snapshot.bin"
    library = scratch / "snapshot-library.zip"
    with_stubs(lean, STUBS, scratch / "stubbed")
    pack(scratch / "stubbed", library)
    run_node("snapshot.mjs", str(image), str(library), str(trees), *modules)
    return image
