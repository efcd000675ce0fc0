"""Look for input that breaks what reads links and files, guided by the code that input reaches.

    python -m tools.fuzz [TARGET …] [--seconds SECONDS]

Atheris (libFuzzer) changes texts at random and keeps those that reach more of the package, in
build/fuzz. Input that raises anything but a documented error, or takes longer than a second, ends
the command with 1 and lies there under `crash-…`. What holds of all input is also asked by
tests/core/test_fuzz.py, which makes its texts otherwise.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

ROOT = Path(__file__).parents[1]
KEPT = ROOT / "build" / "fuzz"
LONGEST = 2_000
MOST_SECONDS = 1.0
ROWS = 3

CASE = '{"answers": {"size": "large", "regions": "one~few"}, "numbers": {"aht": "4:30"}}'
SEEDS = {
    "link": "v=2&size=large&regions=one~few&n.aht=4:30&w.cost=25&p.structure=matrix"
    "&p.preferred=product",
    "json": CASE,
    "toml": '[answers]\nsize = "large"\n\n[numbers]\naht = "4:30"\n\n[weights]\ncost = 25\n',
    "csv": "id;size;regions;n.aht\n1;large;one~few;4:30\n2;small;;270\n",
}
"""A good text for each target, to begin with."""


def main() -> int:
    """Run every target that is asked for, each in a process of its own."""
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(SEEDS)}")
    parser.add_argument("--seconds", type=int, default=60, help="for each target; %(default)s")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    targets = given.targets or [*SEEDS]
    if unknown := set(targets) - set(SEEDS):
        parser.error(f"no target: {', '.join(sorted(unknown))}")
    if find_spec("atheris") is None:
        print("There is no Atheris for this system and Python: nothing is looked for.")
        return 0
    if given.here:
        _run(targets[0], given.seconds)
    statuses = []
    for target in targets:
        print(f"{target}, {given.seconds} s", flush=True)
        command = [sys.executable, "-m", "tools.fuzz", target, "--here"]
        done = subprocess.run([*command, "--seconds", str(given.seconds)], check=False)
        statuses.append(done.returncode)
    return int(any(statuses))


def _run(target: str, seconds: int) -> None:
    """Change texts until the time is up; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["service_structure", "tomllib", "json"]):
        targets = _targets()
    folder = KEPT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "seed").write_text(SEEDS[target], encoding="utf-8")
    words = KEPT / "words.dict"
    words.write_text("".join(f'"{word}"\n' for word in _words()), encoding="utf-8")
    options = {
        "max_total_time": seconds,
        "max_len": LONGEST,
        "timeout": 10,
        "dict": words,
        "artifact_prefix": f"{folder}-",
        "verbosity": 0,
        "print_final_stats": 1,
    }

    def quick(data: bytes) -> None:
        start = process_time()
        targets[target](data)
        if process_time() - start > MOST_SECONDS:
            raise TimeoutError(f"{target} takes longer than {MOST_SECONDS} s")

    written = [f"-{name}={value}" for name, value in options.items()]
    atheris.Setup([sys.argv[0], *written, str(folder)], quick)
    atheris.Fuzz()


def _targets() -> dict[str, Callable[[bytes], None]]:
    """What to do with bytes, by target; raises whatever must not be raised."""
    from service_structure import load_guide
    from service_structure.case.case import parse_case, read_case
    from service_structure.case.files import FileFault, read_text, read_toml
    from service_structure.commands.batch import evaluate
    from service_structure.commands.rows import read_rows
    from service_structure.decision.link import read_fragment, texts_in, write_fragment
    from service_structure.errors import BatchError, Fault

    guide = load_guide()
    temporary = TemporaryDirectory()
    table = Path(temporary.name) / "table"

    def told(faults: Iterable[Fault | FileFault]) -> None:
        for fault in faults:
            assert all(fault.describe(guide, language).strip() for language in guide.languages)

    def link(data: bytes) -> None:
        text = data.decode("utf-8", "replace")
        case, faults = read_fragment(text, guide)
        texts_in(text)
        told(faults)
        again, more = read_fragment(write_fragment(case, guide), guide)
        assert (again.answers, again.numbers, more) == (case.answers, case.numbers, ())

    def json(data: bytes) -> None:
        text = read_text(data)
        told([text] if isinstance(text, FileFault) else parse_case(text, guide)[1])

    def toml(data: bytes) -> None:
        text = read_text(data)
        found = text if isinstance(text, FileFault) else read_toml(text)
        told([found] if isinstance(found, FileFault) else read_case(found, guide)[1])

    def csv(data: bytes) -> None:
        _ = temporary  # which lasts as long as this function
        table.write_bytes(data)
        with suppress(BatchError):
            for row in islice(read_rows(table, guide), ROWS):
                evaluate(row, guide)

    return {"link": link, "json": json, "toml": toml, "csv": csv}


def _words() -> list[str]:
    """Ids that a text of a case may hold, which no chance would find."""
    from service_structure import load_guide

    guide = load_guide()
    levels = [level.id for factor in guide.factors.values() for level in factor.levels]
    return sorted({*guide.factors, *guide.criteria, *guide.assumptions, *levels})


if __name__ == "__main__":
    raise SystemExit(main())
