"""What rests on the casebook follows a change of the guide: fitted numbers, published figures."""

from functools import cache

import pytest

from hooks.pages.validation import read_validation
from service_structure import load_guide, load_precedents
from tools import estimate, fitting, validate

GUIDE = load_guide()


@cache
def data() -> fitting.Sample:
    return fitting.sample(GUIDE, load_precedents().values())


def test_the_file_holds_what_the_command_writes() -> None:
    found = fitting.estimates(data(), fitting.fit(data()))
    assert not estimate.differences(found, GUIDE.estimates), "run make estimate"
    assert estimate.as_toml(GUIDE.estimates) == estimate.FILE.read_text(encoding="utf-8")


def test_the_figures_that_pages_quote_are_of_these_values_answers_and_labels() -> None:
    written = read_validation()["fingerprint"]
    assert validate.fingerprint(data()) == pytest.approx(written, abs=0.01), (
        "run make validate WRITE=--write"
    )
