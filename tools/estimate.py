"""Fit what the casebook bears and write calculator/guide/estimates.toml: python -m tools.estimate

How it is fitted stands in tools/fitting.py, how well it does in tools/validate.py. The date is that
of the data, the newest day on which a source was read, so that equal data give an equal file.
`--check` writes nothing and fails where the file holds other numbers.
"""

import argparse
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

from service_structure import GuideError, load_guide, load_precedents
from service_structure.source.loader import GUIDE, read_guide
from service_structure.source.model_records import Estimates
from tools.fitting import EXPERT_TEMPERATURE, estimates, fit, sample

FILE = GUIDE / "estimates.toml"
HEADING = "# Numbers fitted to the casebook by `make estimate`; nothing else is tuned to cases."

LEAST = 0.1
"""The last digit of points; another machine may round the other way."""


def estimated(folder: Path = GUIDE) -> Estimates:
    """The numbers fitted to the casebook of a guide.

    The file is not read, so that it may lack a criterion or a structure that has just been added.
    """
    with TemporaryDirectory() as name:
        copy = Path(name) / "guide"
        copytree(folder, copy, ignore=ignore_patterns(FILE.name, "*.pyc"))
        (copy / FILE.name).write_text(as_toml(_expert(folder)), encoding="utf-8")
        guide = read_guide(copy)
        data = sample(guide, load_precedents(guide).values())
    return estimates(data, fit(data))


def _expert(folder: Path) -> Estimates:
    """The numbers by judgement, from the files of criteria and structures."""
    criteria = tomllib.loads((folder / "criteria.toml").read_text(encoding="utf-8"))["criterion"]
    return Estimates(
        date=date(2026, 1, 1),
        cases=0,
        points={criterion["id"]: criterion["points"] for criterion in criteria},
        base={path.stem: 0.0 for path in sorted((folder / "structures").glob("*.toml"))},
        temperature=EXPERT_TEMPERATURE,
    )


def as_toml(found: Estimates) -> str:
    """The file that holds the numbers."""
    return "\n".join(
        [
            HEADING,
            "",
            f"date = {found.date}",
            f"cases = {found.cases}",
            f"temperature = {found.temperature:g}",
            *_table("points", found.points),
            *_table("base", found.base),
            "",
        ]
    )


def _table(name: str, numbers: Mapping[str, float]) -> list[str]:
    return ["", f"[{name}]", *(f"{key} = {number:g}" for key, number in numbers.items())]


def differences(found: Estimates, held: Estimates) -> list[str]:
    """Where the numbers differ by more than their last digit."""
    pairs = {
        "date": (found.date, held.date),
        "cases": (found.cases, held.cases),
    }
    told = [f"{name}: {new}, not {old}" for name, (new, old) in pairs.items() if new != old]
    numbers = [("temperature", found.temperature, held.temperature)]
    for table in ("points", "base"):
        new, old = getattr(found, table), getattr(held, table)
        numbers += [(f"{table}.{key}", new[key], old[key]) for key in new]
    return told + [
        f"{name}: {new:g}, not {old:g}"
        for name, new, old in numbers
        if abs(new - old) > LEAST + 1e-9
    ]


def main(argv: Sequence[str] | None = None, file: Path = FILE) -> int:
    """Write the numbers, or check them against the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if they differ")
    check = parser.parse_args(argv).check
    try:
        found = estimated()
    except GuideError as error:
        print(error)
        return 1
    if not check:
        file.write_text(as_toml(found), encoding="utf-8")
        print(as_toml(found), end="")
        return 0
    try:
        told = differences(found, load_guide().estimates)
    except GuideError as error:
        told = [str(error)]
    for line in told:
        print(f"estimates.toml is out of date; run make estimate. {line}")
    return int(bool(told))


if __name__ == "__main__":
    raise SystemExit(main())
