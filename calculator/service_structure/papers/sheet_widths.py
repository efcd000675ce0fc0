"""How wide the columns of a sheet of Excel are: no figure is ### and no word is broken.

Widths are in letters as Excel has them: digits of Arial in 10 points.
"""

from collections.abc import Iterable

from service_structure.planning.layout import text_width

DIGIT = 0.556
"""How far a digit of Arial advances, in its size."""

BESIDE = 1.6
"""Room left and right of what stands in a cell, so that columns do not touch."""

DECIMALS = {"": 2, "whole": 0, "one": 1, "two": 2, "share": 1}
"""Of a figure, by the name of its form."""

DAY = "00 Mmmm 0000"
"""A date as long as any; programs write months in their own language."""

SEPARATOR = 0.5
"""The width of what stands between thousands, and of a point, a comma or a sign."""


def least_width(figures: Iterable[tuple[float, str]], texts: Iterable[str]) -> float:
    """What a column needs for its figures, with the names of their forms, and its longest word.

    >>> least_width([(-255_000_000.0, "whole")], ["month"])
    12.1
    """
    words = [word for text in texts for word in text.split(" ")]
    needed = [text_width(word, 1.0) / DIGIT for word in words]
    needed += [_figure_width(value, form) for value, form in figures]
    return round(max(needed, default=0.0) + BESIDE, 1)


def in_lines(text: str, width: float) -> str:
    """A head broken into lines that leave room beside them, in a column so wide.

    >>> in_lines("Saved in the month", 13.0)
    'Saved in the\\nmonth'
    """
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, 1.0) / DIGIT <= width - BESIDE:
            lines[-1] = joined
        else:
            lines.append(word)
    return "\n".join(lines)


def _figure_width(value: float, form: str) -> float:
    if form == "day":
        return text_width(DAY, 1.0) / DIGIT
    if form == "share":
        value *= 100
    written = f"{value:,.{DECIMALS[form]}f}" + ("%%%" if form == "share" else "")
    return sum([1.0 if letter.isdigit() else SEPARATOR for letter in written])
