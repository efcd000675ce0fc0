"""A sheet that works the fit of every structure out from weights and ratings."""

from service_structure.decision.model import Recommendation, Standing
from service_structure.papers.sheets import Cell, Formula, Row, Sheet, column
from service_structure.papers.staffing_block import FIRST_ROW
from service_structure.source.model_records import NEUTRAL, TOTAL_POINTS
from service_structure.views.sentences import Sentences

FIT, RANK, PROBABILITY = "F", "H", "I"
"""The columns of what comes out."""


def fit_sheet(words: Sentences, tabs: dict[str, str]) -> Sheet:
    """The fit of every structure from weights and ratings, by formulas, and its rank."""
    result = words.recommendation
    structures, criteria = list(words.guide.structures), len(result.weights)
    last, end = FIRST_ROW + criteria - 1, FIRST_ROW + len(structures) - 1
    rows: list[Row] = [
        (Cell(tabs["fit"], "title"),),
        (Cell(words.say("workbook_fit"), "note"),),
        heads(
            words,
            *("structure", "fit_middle", "fit_ratings", "base_points", "penalty", "fit"),
            *("fit_candidate", "fit_rank", "probability_head"),
        ),
    ]
    shares = f"'{tabs['weights']}'!$C${FIRST_ROW}:$C${last}"
    middle = TOTAL_POINTS * NEUTRAL
    for n, structure in enumerate(structures):
        standing, row = result.standing(structure), FIRST_ROW + n
        letters = column(n + 1)
        own = f"'{tabs['ratings']}'!{letters}${FIRST_ROW}:{letters}${last}"
        ratings = standing.fit - NEUTRAL - standing.base + standing.penalty
        keys = f"G${FIRST_ROW}:G${end}*1000+F${FIRST_ROW}:F${end}"
        rows.append(
            (
                Cell(words.text(words.guide.structures[structure].name)),
                Cell(middle, "one"),
                Cell(
                    Formula(f"SUMPRODUCT({shares},{own}-{middle:g})", TOTAL_POINTS * ratings),
                    "one",
                ),
                Cell(TOTAL_POINTS * standing.base, "one"),
                Cell(-TOTAL_POINTS * standing.penalty, "one"),
                Cell(Formula(f"SUM(B{row}:E{row})", TOTAL_POINTS * standing.fit), "one"),
                Cell(int(standing.candidate), "whole"),
                Cell(
                    Formula(
                        f"SUMPRODUCT(--(({keys})>(G{row}*1000+F{row})))+1",
                        rank(result, structure),
                    ),
                    "whole",
                ),
                Cell(standing.probability, "share"),
            )
        )
    return Sheet(tabs["fit"], rows, (34.0, *[14.0] * 8), FIRST_ROW - 1)


def rank(result: Recommendation, structure: str) -> int:
    """The place by candidacy and fit; structures that are level share the higher one."""

    def key(standing: Standing) -> tuple[bool, float]:
        return standing.candidate, standing.fit

    own = key(result.standing(structure))
    return 1 + sum([key(other) > own for other in result.ranking])


def heads(words: Sentences, *names: str) -> Row:
    """Heads of columns, by their messages."""
    return tuple([Cell(words.say(name), "head") for name in names])
