"""The command line: try mutants, compare the survivors with the list."""

import argparse
import os
import tomllib
from pathlib import Path
from random import Random

from tools.mutation.trial import ROOMS, mutants_of, survivors, tests_of

LIST = Path(__file__).with_name("survivors.toml")
WANTED = 0.9
SEED = 1


def main() -> int:
    """Tell which mutants survive: 1 if one is not in the list, or more than a tenth do."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation")
    parser.add_argument("--rooms", nargs="+", default=ROOMS, help="default: %(default)s")
    parser.add_argument("--only", default="", help="mutants whose name has this in it")
    parser.add_argument("--sample", type=int, help="so many of them, drawn at random")
    parser.add_argument("--tests", nargs="+", help="default: those that import the rooms")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--write", action="store_true", help="add unknown survivors to the list")
    given = parser.parse_args()
    chosen = [one for one in mutants_of(given.rooms) if given.only in one[0].name]
    if given.sample and given.sample < len(chosen):
        drawn = Random(SEED).sample(range(len(chosen)), given.sample)
        chosen = [chosen[place] for place in sorted(drawn)]
    tests = given.tests or tests_of(given.rooms)
    alive = survivors(chosen, given.rooms, tests, given.jobs)
    share = 1 - len(alive) / len(chosen)
    print(f"{len(chosen) - len(alive)} of {len(chosen)} mutants killed, {share:.1%}.")
    known = listed()
    for name in sorted({mutant.name for mutant, _ in chosen} & known - alive):
        print(f"is killed, so {LIST.name} need not list it: {name}")
    unknown = sorted(alive - known)
    for name in unknown:
        print(f"survives, and {LIST.name} does not say why: {name}")
    if given.write and unknown:
        lines = "".join(f"    {_quoted(name)},\n" for name in unknown)
        with LIST.open("a", encoding="utf-8") as file:
            file.write(f'\n[[survivors]]\nreason = ""\nmutants = [\n{lines}]\n')
    return int(bool(unknown) or share < WANTED)


def listed() -> set[str]:
    """The mutants of which the list says why they survive."""
    groups = tomllib.loads(LIST.read_text(encoding="utf-8")).get("survivors", [])
    return {name for group in groups if group["reason"] for name in group["mutants"]}


def _quoted(name: str) -> str:
    return f"'{name}'" if "'" not in name else '"' + name.replace('"', r"\"") + '"'


if __name__ == "__main__":
    raise SystemExit(main())
