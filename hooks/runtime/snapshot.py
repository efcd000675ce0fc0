"""Step 5: the snapshot: Python's memory with everything imported and the usual result computed."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hooks.runtime.library import pack, with_stubs
from hooks.runtime.tools import run_node

HEAD = 48
"""Bytes before the configuration: a mark, two lengths and the identity of Pyodide."""

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


@dataclass(frozen=True)
class Snapshot:
    """The memory of a Python, and what Pyodide has to know of it (`config`)."""

    memory: bytes
    config: dict[str, Any]


def take(lean: Path, trees: Path, slender: Path, modules: list[str], scratch: Path) -> Snapshot:
    """Start the lean library, import `modules`, warm up, and take the snapshot.

    `slender` holds the script and the WebAssembly that will run it, as a function has its place in
    memory from the first start on.
    """
    file = scratch / "snapshot.bin"
    library = scratch / "snapshot-library.zip"
    with_stubs(lean, STUBS, scratch / "stubbed")
    pack(scratch / "stubbed", library)
    run_node("snapshot.mjs", *map(str, (file, library, trees, slender)), *modules)
    return parse(file.read_bytes())


def parse(content: bytes) -> Snapshot:
    """Part a snapshot as Pyodide makes it: a head, a configuration in JSON, and the memory."""
    _, start, length = struct.unpack_from("<3I", content)
    config = json.loads(content[HEAD : HEAD + length])
    return Snapshot(content[start:], config)
