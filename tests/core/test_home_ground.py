"""Where each structure is at home by the books, and that each comes first somewhere."""

from collections import Counter

import pytest

from service_structure import recommend
from tests.drawn import OWN, case_of, drawn, first
from tests.home_ground import HOME

EVEN = 3_000


def test_every_structure_has_a_home() -> None:
    assert set(HOME) == set(OWN.structures)


@pytest.mark.parametrize("structure", HOME)
def test_a_structure_comes_first_on_its_home_ground(structure: str) -> None:
    result = recommend(HOME[structure])
    assert result.recommended == structure
    print(f"{structure}: {result.best.probability:.2f}")
    assert result.best.probability >= 0.5


@pytest.mark.long
def test_every_structure_comes_first_somewhere_and_none_nearly_everywhere() -> None:
    """In complete settings in which every level is equally frequent."""
    firsts = Counter(first(case_of(levels)) for levels in drawn(EVEN, 1, evenly=True))
    shares = {structure: firsts[structure] / EVEN for structure in OWN.structures}
    print({structure: f"{share:.1%}" for structure, share in shares.items()})
    assert min(shares.values()) >= 0.02, shares
    assert max(shares.values()) <= 0.5, shares
