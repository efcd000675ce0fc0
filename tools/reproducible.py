"""Whether the site is the same whoever builds it: two clean clones, compared byte by byte.

    python -m tools.reproducible [FOLDER]

clones the newest commit twice below FOLDER, into folders of different names and depths, builds the
site in each with another time zone, locale and file mask, one after the other, and exits with 1
where a file differs.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]

BUILDS = (
    ("one", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}, 0o022),
    ("deeper/another", {"TZ": "Asia/Kamchatka", "LC_ALL": "C", "PYTHONHASHSEED": "2"}, 0o077),
)
"""For each build the folder of its clone, what its environment has, and the mask of its files."""


def newest() -> str:
    """The newest commit: it stays the same however long the builds last."""
    told = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, check=True)
    return told.stdout.decode().strip()


def build(commit: str, clone: Path, environment: dict[str, str], mask: int) -> Path:
    """Clone a commit and build its site as anybody would; returns the folder of the site.

    Raises CalledProcessError if that fails.
    """
    subprocess.run(["git", "clone", "--quiet", "--no-local", ROOT, clone], check=True)
    subprocess.run(["git", "checkout", "--quiet", "--detach", commit], cwd=clone, check=True)
    subprocess.run(
        ["make", "build"], cwd=clone, env=os.environ | environment, umask=mask, check=True
    )
    return clone / "site"


def differences(one: Path, other: Path) -> Iterator[str]:
    """A line for each file that only one of two folders has, or that differs."""
    here, there = ({p.relative_to(f) for p in f.rglob("*") if p.is_file()} for f in (one, other))
    for name in sorted(here ^ there):
        yield f"{name}: only in the {'first' if name in here else 'second'}"
    for name in sorted(here & there):
        first, second = (one / name).read_bytes(), (other / name).read_bytes()
        if first != second:
            pairs = enumerate(zip(first, second, strict=False))
            place = next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))
            around = slice(max(place - 30, 0), place + 30)
            yield f"{name}: byte {place} of {len(first)}: {first[around]!r}, {second[around]!r}"


def main() -> int:
    """Build twice and compare; 1 if a file differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="where the clones go and stay")
    given = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        folder = given or Path(scratch)
        commit = newest()
        sites = [build(commit, folder / name, told, mask) for name, told, mask in BUILDS]
        files = sum(path.is_file() for path in sites[0].rglob("*"))
        found = list(differences(*sites))
    for line in found:
        print(line)
    print(f"{len(found)} of {files} files differ")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
