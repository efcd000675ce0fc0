"""Weighs every step: how much later and larger the first result comes without it.

python -m hooks.quickstart.weigh [ROUNDS] [--only STEP …]

The site in site/ is served with a runtime built without one step at a time. In each round every
variant is visited once by a new reader, in headless Chromium and in turn. Printed are the medians
of the ratios of each round to the full quick start in the same round, with the quartiles, and the
bytes moved up to the first result.
"""

import argparse
import gzip
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from benchmarks.browser.startup import CONDITIONS, WATCH, Visit, serving, under, visit
from hooks.application import CALCULATOR, ROOT
from hooks.commands.serve import SITE
from hooks.quickstart import build, zstd
from hooks.quickstart.builder import START
from hooks.quickstart.steps import OPTIONAL
from hooks.quickstart.stream import FILE
from tools.chromium import chromium

CACHE = ROOT / "build" / "weigh"
ROUNDS = 7
PAGE = "en/calculator/"
FULL = "nothing"


def main() -> None:
    """Build the variants, visit them in turn and print what each step gains."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rounds", type=int, nargs="?", default=ROUNDS)
    parser.add_argument("--only", choices=VARIANTS, nargs="+", default=[*VARIANTS])
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        host = Path(folder)
        names = [FULL, *given.only]
        for name in names:
            _lay(host / name, name)
        with serving(host) as address:
            rounds = [
                {name: _first_visit(f"{address}{name}/{PAGE}") for name in names}
                for _ in range(given.rounds)
            ]
    full = median(each[FULL].time for each in rounds)
    size = median(each[FULL].moved for each in rounds)
    print(f"all steps: {full:.2f} s, {size:.3f} MB; {given.rounds} rounds. Without")
    for name in given.only:
        ratios = sorted(each[name].time / each[FULL].time for each in rounds)
        low, middle, high = quantiles(ratios, n=4)
        moved = median(each[name].moved for each in rounds)
        print(
            f"  {name:<14} {middle - 1:+7.1%} time ({low - 1:+.1%} to {high - 1:+.1%})"
            f" {moved / size - 1:+7.1%} bytes"
        )


def _first_visit(address: str) -> Visit:
    with (
        TemporaryDirectory() as profile,
        chromium(profile, WATCH) as browser,
        under(CONDITIONS[0], profile),
    ):
        return visit(browser, address, profile)


def _lay(target: Path, name: str) -> None:
    """Lay the site into `target` with the variant of a runtime."""
    target.mkdir()
    for entry in SITE.iterdir():
        if entry.name not in {"runtime", "en"}:
            (target / entry.name).symlink_to(entry)
    shutil.copytree(SITE / "en", target / "en")
    without = {name} & set(OPTIONAL)
    cache = CACHE / (name if without else FULL)
    build(CALCULATOR, _runtime(target), cache, without=without)
    VARIANTS.get(name, _nothing)(target)


def _nothing(target: Path) -> None:
    """Leave the site as it is: the builder has left out the step."""


def _without_early_start(target: Path) -> None:
    """Start Python when the page has been set up."""
    page = target / PAGE / "index.html"
    _replace(page, r"<script async[^>]*early.js.*?</script>", "")


def _with_gzip(target: Path) -> None:
    """Pack the stream with gzip, which the browser unpacks by itself."""
    stream = _runtime(target) / FILE
    stream.write_bytes(gzip.compress(zstd.decompress(stream.read_bytes()), 9))
    start = _runtime(target) / START
    _replace(start, r"const decoder = early\(.*?\);", "")
    _replace(start, r"if \(!unpacked\) await decoder;", "")
    gunzip = 'response.body.pipeThrough(new DecompressionStream("gzip"))'
    _replace(start, r"globalThis\.unpacked\(response\.body\)", gunzip)


def _without_snapshot(target: Path) -> None:
    """Start Python from Pyodide's files and the compiled wheels."""
    (_runtime(target) / START).write_text("export const start = undefined;\n")


def _runtime(target: Path) -> Path:
    """The folder that the pages name: see hooks.publish.fingerprint."""
    (folder,) = (SITE / "runtime").iterdir()
    return target / "runtime" / folder.name


def _replace(file: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, file.read_text(), flags=re.DOTALL)
    if count != 1:
        raise RuntimeError(f"{file.name} has {count} places like {pattern}")
    file.write_text(text)


VARIANTS: Mapping[str, Callable[[Path], None]] = {
    **dict.fromkeys(OPTIONAL, _nothing),
    "zstd": _with_gzip,
    "early-start": _without_early_start,
    "snapshot": _without_snapshot,
}
"""What changes the site for each variant."""


if __name__ == "__main__":
    main()
