"""Without packages that are loaded later."""

import site
from pathlib import Path

from pyodide_js import loadedPackages  # noqa: F401 (keeps the order of Pyodide's objects)

SITE_PACKAGES = Path(site.getsitepackages()[0])
DSO_DIR = Path("/usr/lib")


def init_loaded_packages() -> None:
    pass
