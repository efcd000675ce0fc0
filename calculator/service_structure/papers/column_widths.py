"""How wide the columns of a table are, so that no figure in it is broken."""

from collections.abc import Sequence
from math import fsum, sqrt

from service_structure.planning.layout import text_width

FIGURES, FIGURES_OF_MANY = 0.4, 0.55
"""The width of a column of figures in terms of one of words, with few columns and with many."""

FEW = 5

ROOM = 1.13
"""How much wider a column is than its least where all can be: readers may lack our font."""


def least_widths(
    rows: Sequence[Sequence[str]], figures: Sequence[bool], size: float
) -> list[float]:
    """What each column has to be wide at least, in the unit of `size`, that of the letters.

    The first row has the heads. A column of figures holds its longest figure in one line, and every
    column its longest word.
    """
    heads, *others = rows
    found = []
    for n, is_figure in enumerate(figures):
        cells = [row[n] for row in others]
        parts = [word for text in (heads[n], *cells) for word in text.split(" ")]
        parts += cells if is_figure else []
        found.append(max([text_width(part, size) for part in parts], default=0.0))
    return found


def shares_of(rows: Sequence[Sequence[str]], figures: Sequence[bool]) -> list[float]:
    """What each column needs of the width beside the others: one of words the more, the longer.

    Columns of words need 1 on average, in proportion to the roots of the lengths of their texts.
    """
    share = FIGURES if len(figures) <= FEW else FIGURES_OF_MANY
    of_words = [n for n, is_figure in enumerate(figures) if not is_figure]
    roots = {n: sqrt(1 + sum([len(row[n]) for row in rows])) for n in of_words}
    mean = fsum(roots.values()) / len(roots) if roots else 1.0
    return [roots[n] / mean if n in roots else share for n in range(len(figures))]


def column_widths(least: Sequence[float], shares: Sequence[float], across: float) -> list[float]:
    """The widths of columns that fill a width by their shares, none below its least if all fit.

    >>> [round(width, 1) for width in column_widths([10, 50], [1.0, 0.4], 100)]
    [43.5, 56.5]
    """
    room = min(ROOM, max(across / sum(least), 1.0))
    least = [own * room for own in least]
    wanted = [
        max(across * part / sum(shares), own) for part, own in zip(shares, least, strict=True)
    ]
    spare = [width - own for width, own in zip(wanted, least, strict=True)]
    excess, slack = sum(wanted) - across, sum(spare)
    if excess > slack:  # no room for all: every column gives way
        return [across * own / sum(least) for own in least]
    take = excess / slack if slack else 0.0
    return [width - own * take for width, own in zip(wanted, spare, strict=True)]
