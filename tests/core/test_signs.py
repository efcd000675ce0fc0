"""Lines on where a structure fits or does not: those that name answers agree with the model."""

import pytest

from service_structure import recommend
from service_structure.source.records import Sign
from tests.drawn import OWN, lead
from tests.support import DataCopy

FOR, AGAINST = 1, -1

SIGNS = [
    pytest.param(structure.id, sign, way, id=f"{structure.id}-{'-'.join(sign.answers.values())}")
    for structure in OWN.structures.values()
    for way, signs in ((FOR, structure.signs_for), (AGAINST, structure.signs_against))
    for sign in signs
    if sign.answers
]


def _lead(answers: dict[str, str], structure: str) -> float:
    return lead({s.structure: 100 * s.fit for s in recommend(answers).ranking}, structure)


@pytest.mark.parametrize(("structure", "sign", "way"), SIGNS)
def test_a_structure_gains_where_a_line_says_it_fits_and_loses_where_not(
    structure: str, sign: Sign, way: int
) -> None:
    """Against nothing answered, by a tenth of a point at least."""
    moved = _lead(dict(sign.answers), structure) - _lead({}, structure)
    assert way * moved >= 0.1, f"{moved:+.2f}: {sign.text['en']}"


def test_every_structure_has_lines_of_both_kinds_that_name_answers() -> None:
    for structure in OWN.structures.values():
        assert sum(bool(sign.answers) for sign in structure.signs_for) >= 2, structure.id
        assert sum(bool(sign.answers) for sign in structure.signs_against) >= 2, structure.id


def test_the_texts_of_the_lines_are_what_the_pages_show() -> None:
    matrix = OWN.structures["matrix"]
    assert matrix.suits == tuple(sign.text for sign in matrix.signs_for)
    assert matrix.unsuited == tuple(sign.text for sign in matrix.signs_against)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ('{ joint_work = "seldom" }', 'answers: "seldom" is unknown'),
        ('{ jointwork = "often" }', 'answers: "jointwork" is unknown'),
        ('"often"', "answers: must be a table"),
    ],
)
def test_an_answer_that_does_not_exist_is_a_fault(copy: DataCopy, answers: str, told: str) -> None:
    copy.edit(
        "structures/matrix.toml",
        'complex launches.", answers = { joint_work = "often" } }',
        f'complex launches.", answers = {answers} }}',
    )
    (fault,) = copy.faults()
    assert told in str(fault)
