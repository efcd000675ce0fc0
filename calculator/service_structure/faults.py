"""Faults in the data of a guide, and how they are listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FEW_MISSING = 25
"""Missing texts of one language that are listed one by one; beyond it each file has a count."""


@dataclass(frozen=True)
class DataFault:
    """Something wrong with the data: where it stands, and what is wrong or allowed.

    `missing` is the language in which a text is missing, empty if the fault is another.
    """

    file: str
    record: str
    field: str
    problem: str
    missing: str = ""

    def __str__(self) -> str:
        """One line: file, record, field and problem."""
        return ": ".join(filter(None, (self.file, self.record, self.field, self.problem)))


def listed(faults: Sequence[DataFault], texts: Mapping[str, int]) -> str:
    """The faults grouped by file, each once, and their number.

    A language that is still being translated, with more than FEW_MISSING texts to come, is told by
    its progress. `texts` is the number of texts that each file has.
    """
    missing = Counter(fault.missing for fault in faults if fault.missing)
    growing = [language for language, count in missing.items() if count > FEW_MISSING]
    once = dict.fromkeys(fault for fault in faults if fault.missing not in growing)
    lines = list(_by_file(once))
    for language in growing:
        lines += _progress(language, faults, texts)
    return "\n".join(lines)


def _by_file(faults: Iterable[DataFault]) -> Iterator[str]:
    ordered = sorted(faults, key=lambda fault: fault.file)
    yield from map(str, ordered)
    if ordered:
        files = len({fault.file for fault in ordered})
        yield f"{_count(len(ordered), 'fault')} in {_count(files, 'file')}"


def _progress(
    language: str, faults: Iterable[DataFault], texts: Mapping[str, int]
) -> Iterator[str]:
    missing = Counter(fault.file for fault in faults if fault.missing == language)
    yield f"Texts in {language}, by file:"
    for file, all_texts in texts.items():
        yield f"  {file:<36}{all_texts - missing[file]:>5} of {all_texts}"
    total = sum(texts.values())
    yield f"  {'all files':<36}{total - missing.total():>5} of {total}"
    yield f"To list what is missing, in cases/ too: service-structure guide --missing {language}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
