"""Lines of figures of structures, side by side by formulas: each refers to another sheet."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from service_structure.papers.sheets import Formula, column
from service_structure.papers.staffing_block import FIRST_ROW, TOTAL, money_unit
from service_structure.papers.total_columns import TOTAL_STYLES
from service_structure.views.findings import Findings

STAFFED = (
    *("posts", "supervisors", "managers", "staff", "wait", "level", "transfers"),
    *("yearly_cost", "cost_per_contact"),
)
"""Columns of the sheet of structures that tell people, waits and cost."""

MONEY = frozenset({"yearly_cost", "cost_per_contact"})

DIGITS = {"whole": 0, "one": 1, "two": 2, "share": 3}
"""Decimals that the forms of sheets.py show; of a share, those of a part of 1."""


class Line(NamedTuple):
    """A row: its name, the cell that every structure has for it and what stands there, its form."""

    name: str
    cells: Mapping[str, Formula]
    form: str
    compared: bool = True


def more(own: Formula, first: Formula, form: str) -> Formula:
    """A difference of what is shown, as a reader would take it: of figures that are rounded."""
    if form not in DIGITS:
        return Formula(f"{own.text}-{first.text}", own.value - first.value)
    digits = DIGITS[form]
    shown = [_as_shown(value, digits) for value in (own.value, first.value)]
    told = [f"ROUND({cell},{digits})" for cell in (own.text, first.text)]
    difference = float(shown[0] - shown[1])
    return Formula(f"ROUND({'-'.join(told)},{digits})", difference)


def _as_shown(value: float, digits: int) -> Decimal:
    """A figure rounded as a workbook rounds it: halves away from 0."""
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def row_of(structure: str, found: Findings) -> int:
    """The row of a structure in the sheets that have one for each."""
    return FIRST_ROW + list(found.guide.structures).index(structure)


def staffed(
    found: Findings, shown: Sequence[str], tab: str, names: Sequence[str] = STAFFED
) -> Iterator[Line]:
    """People, waits and cost, from the sheet of structures."""
    words = found.sentences
    for name in names:
        letter = column(TOTAL.index(name))
        cells = {
            own: Formula(f"'{tab}'!{letter}{row_of(own, found)}", _staffed_value(name, own, found))
            for own in shown
        }
        unit = f", {money_unit(words)}" if name in MONEY else ""
        label = words.say(f"sheet_total_{name}") + unit
        yield Line(label, cells, TOTAL_STYLES.get(name, ""))


def _staffed_value(name: str, structure: str, found: Findings) -> float:
    staffed = found.staffings[structure]
    values = {
        "posts": staffed.paid_agents,
        "staff": staffed.paid_staff,
        "wait": staffed.waiting.mean_wait,
        "level": staffed.waiting.service_level,
        "transfers": staffed.waiting.transfers,
    }
    value: float = values[name] if name in values else getattr(staffed, name)
    return value
