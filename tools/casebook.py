"""Count the casebook and check how it was coded: python -m tools.casebook [--reserved FILE]

The loader checks each record of calculator/guide/cases. This checks the records against what two
coders wrote (docs/casebook) and, given a JSON list of names kept elsewhere, that no organisation
reserved for blind tests is among them.
"""

import argparse
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from hooks.pages.casebook import (
    CODINGS,
    FIRST,
    SECOND,
    Coding,
    agreement,
    answers_alike,
    counts,
    kappa,
    read_codings,
)
from service_structure import GuideError, Precedent, load_precedents

WORD = re.compile(r"\w+")


def uncoded(cases: Collection[str], folder: Path = CODINGS) -> Iterator[str]:
    """The cases that a coder has not coded, and the codings of no case."""
    for name in (FIRST, SECOND):
        coded = json.loads((folder / name).read_text(encoding="utf-8"))
        form = '{"structure": "…", "alternatives": [], "confidence": "…", "answers": {}}'
        for case in sorted(set(cases) - set(coded)):
            yield f'{case}: add what this coder wrote to docs/casebook/{name}: "{case}": {form}'
        for case in sorted(set(coded) - set(cases)):
            yield f"{case}: is in docs/casebook/{name}, but there is no cases/{case}.toml"


def coding_faults(precedent: Precedent, codings: tuple[Coding, Coding]) -> Iterator[str]:
    """A difference between two coders is settled with a reason, and the other label is kept."""
    labels = {coding["structure"] for coding in codings}
    if precedent.structure not in labels:
        yield f"{precedent.id}: {precedent.structure} is the label of neither coder"
    for label in sorted(labels - {precedent.structure, *precedent.alternatives}):
        yield f"{precedent.id}: a coder wrote {label}; it belongs among the alternatives"
    if (len(labels) > 1) != (precedent.settled is not None):
        yield f"{precedent.id}: settled belongs where the coders differ, and nowhere else"


def reserved(precedents: Iterable[Precedent], names: Iterable[str]) -> Iterator[str]:
    """The precedents whose organisation bears one of the names, in any language.

    A remark in brackets or after a comma does not belong to a name: "Zed Bank (support), Leeds"
    is any precedent whose organisation has the words "Zed Bank" side by side.
    """
    wanted = {name: _words(re.split(r"[(,]", name)[0]) for name in names}
    for precedent in precedents:
        for name, words in wanted.items():
            if any(words in _words(text) for text in precedent.organisation.values()):
                yield f"{precedent.id}: {name}"


def _words(text: str) -> str:
    """The words of a text in small letters, each between spaces."""
    return f" {' '.join(WORD.findall(text.lower()))} "


def main(argv: Sequence[str] | None = None) -> int:
    """Print the faults, or how many cases there are of each kind and how well the coders agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reserved", type=Path, help="JSON with a list of names: organisations")
    names_file = parser.parse_args(argv).reserved
    try:
        precedents = load_precedents()
    except GuideError as error:
        print(error)
        return 1
    codings = read_codings()
    found = list(uncoded(precedents))
    found += [
        fault
        for precedent in precedents.values()
        if precedent.id in codings
        for fault in coding_faults(precedent, codings[precedent.id])
    ]
    if names_file:
        names = json.loads(names_file.read_text(encoding="utf-8"))["organisations"]
        found += [f"{line} is reserved" for line in reserved(precedents.values(), names)]
    for fault in found:
        print(fault)
    if not found:
        _tell(precedents, codings)
    return int(bool(found))


def _tell(
    precedents: Mapping[str, Precedent], codings: Mapping[str, tuple[Coding, Coding]]
) -> None:
    counted = counts(precedents.values())
    for field in ("structures", "sectors", "countries", "confidence"):
        kinds = getattr(counted, field).items()
        print(f"{field}: " + ", ".join(f"{kind} {count}" for kind, count in kinds))
    share = counted.led_by_consolidation / counted.total
    print(f"found by words of consolidation: {counted.led_by_consolidation}, {share:.0%}")
    both = agreement(codings)
    print(f"two coders: {both.alike} of {both.total} labels alike, kappa {both.kappa:.2f}")
    for place, coder in enumerate(("first", "second")):
        labels = [
            (codings[name][place]["structure"], p.structure) for name, p in precedents.items()
        ]
        print(f"{coder} coder against the settled labels: kappa {kappa(labels):.2f}")
    alike, total = answers_alike(codings)
    print(f"answers given by both: {alike} of {total} alike")


if __name__ == "__main__":
    raise SystemExit(main())
