"""Two builds of the site are compared byte by byte; `make reproducible` makes them."""

from pathlib import Path

import pytest

from tools.reproducible import differences


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two sites that are the same."""
    for name in ("one", "other"):
        (tmp_path / name / "en").mkdir(parents=True)
        (tmp_path / name / "en" / "index.html").write_text("<p>Built on Monday</p>")
        (tmp_path / name / "empty").touch()
    return tmp_path / "one", tmp_path / "other"


def test_equal_sites_do_not_differ(sites: tuple[Path, Path]) -> None:
    assert list(differences(*sites)) == []


def test_a_file_that_differs_is_named_with_the_place(sites: tuple[Path, Path]) -> None:
    (sites[1] / "en" / "index.html").write_text("<p>Built on Tuesday</p>")
    (line,) = differences(*sites)
    assert line.startswith("en/index.html: byte 12 of 22: ")
    assert "Monday" in line
    assert "Tuesday" in line


def test_a_file_that_ends_sooner_differs_where_it_ends(sites: tuple[Path, Path]) -> None:
    (sites[1] / "empty").write_text("x")
    (line,) = differences(*sites)
    assert line.startswith("empty: byte 0 of 0: ")


def test_a_file_that_only_one_has_is_named(sites: tuple[Path, Path]) -> None:
    (sites[0] / "map.txt").touch()
    (sites[1] / "en" / "map.txt").touch()
    assert list(differences(*sites)) == [
        "en/map.txt: only in the second",
        "map.txt: only in the first",
    ]
