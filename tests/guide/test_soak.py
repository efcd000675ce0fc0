"""The verdicts of `make soak`, which uses the site for hours."""

import pytest

from tools.soak import is_flat, stays_small

FLAT = [{"nodes": 1000.0 + n % 3} for n in range(30)]
VERSION = {"caches": 1.0, "bytes": 1000.0}


@pytest.mark.parametrize(
    ("samples", "flat"),
    [
        (FLAT, True),
        ([{"nodes": 1000.0 + 6 * n} for n in range(30)], False),
        ([*FLAT[:15], *({"nodes": 1200.0} for _ in range(15))], False),
        ([*FLAT[:29], {"nodes": 5000.0}], True),
        (FLAT[:2], False),
    ],
    ids=["flat", "growing", "a step", "one sample", "too few"],
)
def test_what_grows_by_a_tenth_is_told(
    samples: list[dict[str, float]], flat: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert is_flat(samples) is flat
    assert ("WRONG" in capsys.readouterr().out) is not flat


def test_python_may_take_one_step() -> None:
    one = [{"Python, MB": 20.0 if n < 15 else 24.0} for n in range(30)]
    two = [{"Python, MB": 20.0 if n < 15 else 28.8} for n in range(30)]
    assert is_flat(one)
    assert not is_flat(two)


@pytest.mark.parametrize(
    ("during", "after", "small"),
    [
        (2.0, VERSION, True),
        (3.0, VERSION, False),
        (2.0, {"caches": 2.0, "bytes": 1000.0}, False),
        (2.0, {"caches": 1.0, "bytes": 1200.0}, False),
    ],
)
def test_versions_that_stay_in_storage_are_told(
    during: float, after: dict[str, float], small: bool
) -> None:
    stored = [VERSION, {"caches": during, "bytes": 1900.0}]
    assert stays_small(VERSION, stored, after) is small
