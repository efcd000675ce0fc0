"""What can go wrong: one tree of exceptions, each with the exit code of the command line.

ServiceStructureError           1
├── InputError (ValueError)     2   what a user says of an organisation; `faults` lists all
│   ├── AnswersError                with answers or weights among the faults
│   └── NumbersError                with faulty numbers only
├── GuideError                  2   the data of a guide; `faults` lists all
├── BatchError                  2   a file of organisations as a whole
├── CommandError                2   what is given to a command; one line for each fault
└── NumericsError (ValueError)  2   an argument of a numerical function
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from service_structure.faults import DataFault
    from service_structure.source.records import Guide


class Fault(Protocol):
    """Something that a user gave and that cannot be used."""

    def describe(self, guide: "Guide", language: str) -> str:
        """One sentence in a language of the guide: what is wrong, what is allowed."""
        ...


class ServiceStructureError(Exception):
    """Any error of this package that its caller can mend."""

    exit_code: ClassVar[int] = 1

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the message and the attributes, whatever arguments made the error."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored[E: ServiceStructureError](
    kind: type[E], arguments: tuple[object, ...], attributes: Mapping[str, object]
) -> E:
    error = kind.__new__(kind, *arguments)
    error.__dict__.update(attributes)
    return error


class InputError(ServiceStructureError, ValueError):
    """What a user says of an organisation cannot be used; `faults` lists every bit of it.

    So is what a function takes instead of that, such as a data frame for its rows. An error of one
    of many rows has the number of the row, from 1, as its `row` and the row's id and name as its
    `label`; the message of each fault begins with them.
    """

    exit_code = 2

    def __init__(
        self,
        faults: Iterable[Fault],
        guide: "Guide",
        language: str = "en",
        *,
        row: int | None = None,
        label: str = "",
    ) -> None:
        self.faults = tuple(faults)
        self.row = row
        self.label = label
        lines = [fault.describe(guide, language) for fault in self.faults]
        if row is not None:
            place = f"{row} ({label})" if label else f"{row}"
            form = guide.messages["fault_in_row"][language]
            lines = [form.format(row=place, fault=line) for line in lines]
        super().__init__("\n".join(lines))


class AnswersError(InputError):
    """Answers or weights that cannot be used; `faults` lists these and all other faults."""


class NumbersError(InputError):
    """Numbers that cannot be used; `faults` lists every one of them."""


class GuideError(ServiceStructureError):
    """The data of the guide are faulty; `faults` lists everything that is wrong.

    `texts` is the number of texts that each file has, for the progress of a translation.
    """

    exit_code = 2

    def __init__(
        self, faults: Iterable["DataFault"], texts: Mapping[str, int] | None = None
    ) -> None:
        self.faults = tuple(faults)
        self.texts = dict(texts or {})
        super().__init__()

    def __str__(self) -> str:
        """The faults by file, with their number at the end."""
        from service_structure.faults import listed

        return listed(self.faults, self.texts)


class BatchError(ServiceStructureError):
    """The file as a whole cannot be used: no row of it was read, or no result can be written."""

    exit_code = 2


class CommandError(ServiceStructureError):
    """What a command was given cannot be used; one line for each fault."""

    exit_code = 2

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__("\n".join(lines))


class NumericsError(ServiceStructureError, ValueError):
    """An argument of a numerical function is out of its range; the message names it."""

    exit_code = 2
