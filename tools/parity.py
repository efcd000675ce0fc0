"""Whether every Python gives the same results: random cases, compared to the last bit.

    python -m tools.parity [COUNT]

asks the versions of CPython that are installed, and the Pyodide of the page, and exits with 1 where
one of them gives another result.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import exp, log
from pathlib import Path
from random import Random

from hooks.application import CACHE, CALCULATOR, ROOT
from hooks.quickstart import build
from hooks.quickstart.tests.started import run_in_pyodide, unpacked
from service_structure import load_guide
from service_structure.case.answers import BETWEEN, read_answers
from service_structure.case.case import read_case
from service_structure.case.numbers import written_numbers
from service_structure.decision.link import write_fragment
from service_structure.source.model_records import Factor
from service_structure.source.numbers import NUMBERS, WHOLE
from service_structure.source.records import Guide

VERSIONS = ("3.12", "3.13", "3.14", "3.15")
CHUNK = 500
"""Cases for one start of Pyodide, whose memory only grows."""

PROGRAM = """
import json, _sha2
from service_structure import load_guide
from service_structure.decision.link import read_fragment
from service_structure.decision.model import recommend_for

guide = load_guide()
for fragment in json.loads({fragments!r}):
    result = recommend_for(read_fragment(fragment, guide)[0], guide)
    text = json.dumps(result.as_dict(), sort_keys=True)
    print(_sha2.sha256(text.encode()).hexdigest())
"""
"""Prints what stands for the result of each case; it needs no module that the page lacks."""


def cases(count: int, guide: Guide, seed: int = 1) -> list[str]:
    """Links with random answers, numbers, weights and structures of today, of any allowed value."""
    random = Random(seed)
    found: list[str] = []
    while len(found) < count:
        answers = {
            factor.id: _answer(factor, random)
            for factor in guide.factors.values()
            if random.random() < 0.5
        }
        own = [name for name in NUMBERS if random.random() < 0.1]
        numbers = {name: _number(name, guide, random) for name in own}
        weights = {name: random.randint(0, 20) for name in guide.criteria if random.random() < 0.1}
        today = random.choice([None, *guide.structures])
        read, _ = read_answers(answers, guide)
        raw = {
            "answers": answers,
            "numbers": written_numbers(numbers, guide, read, today),
            "weights": weights,
            "profile": {"structure": today} if today else {},
        }
        found.append(write_fragment(read_case(raw, guide)[0], guide))
    return found


def _answer(factor: Factor, random: Random) -> str:
    """A level, or now and then two between which the answer lies."""
    count = 2 if random.random() < 0.15 else 1
    return BETWEEN.join([level.id for level in random.sample(factor.levels, count)])


def _number(name: str, guide: Guide, random: Random) -> float:
    allowed = guide.assumptions[name]
    low, high = max(allowed.low, 0.01), allowed.high
    value = exp(random.uniform(log(low), log(high)))
    return max(round(value), allowed.low) if name in WHOLE else float(f"{value:.6g}")


def program(fragments: Sequence[str]) -> str:
    """A program that prints a line for the result of each case."""
    return PROGRAM.format(fragments=json.dumps(fragments))


def by_cpython(python: str, fragments: Sequence[str]) -> list[str]:
    """What a CPython gives for each case."""
    place = f"import sys; sys.path.insert(0, {str(ROOT / 'calculator')!r})\n"
    done = subprocess.run(
        [python, "-I", "-"],
        input=place + program(fragments),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


def by_pyodide(fragments: Sequence[str]) -> list[str]:
    """What the Pyodide of the page gives for each case."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "built"
        build(CALCULATOR, built, CACHE)
        quick = unpacked(built, Path(folder))
        for start in range(0, len(fragments), CHUNK):
            part = fragments[start : start + CHUNK]
            found += run_in_pyodide(built, program(part), quick).split()
    return found


def installed() -> Mapping[str, str]:
    """The versions of CPython on this machine that run, beside the one that asks."""
    found = {}
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    for version in (version for version in VERSIONS if version != here):
        python = shutil.which(f"python{version}")
        places = [python] if python else []
        if root := os.environ.get("PYENV_ROOT"):
            places += map(str, sorted(Path(root).glob(f"versions/{version}.*/bin/python")))
        for place in places:
            if not subprocess.run(
                [place, "--version"], capture_output=True, check=False
            ).returncode:
                found[version] = place
    return found


def main() -> int:
    """Compare all Pythons on random cases; 1 if one of them gives another result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=5_000)
    fragments = cases(parser.parse_args().count, load_guide())
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        own = pool.submit(by_cpython, sys.executable, fragments)
        others = {
            f"CPython {version}": pool.submit(by_cpython, path, fragments)
            for version, path in installed().items()
        }
        others["Pyodide"] = pool.submit(by_pyodide, fragments)
    here = own.result()
    wrong = 0
    for name, found in others.items():
        pairs = zip(here, found.result(), strict=True)
        different = [n for n, (a, b) in enumerate(pairs) if a != b]
        wrong += len(different)
        print(f"{name}: {len(different)} of {len(fragments)} results differ")
        for n in different[:3]:
            print(f"  {fragments[n]}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
