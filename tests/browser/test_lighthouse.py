"""Lighthouse finds nothing to mend in the main pages, on a phone and on a desktop."""

import pytest

from benchmarks.browser.lighthouse import FORMS, PAGES, audit, chromium
from tests.browser.fixtures import a_chromium

CATEGORIES = ["accessibility", "best-practices", "seo"]
LANGUAGES = {"mobile": "ru", "desktop": "en"}


@pytest.mark.weekly
@pytest.mark.parametrize("form", FORMS)
def test_lighthouse_gives_the_main_pages_full_marks(address: str, form: str) -> None:
    program = a_chromium()
    addresses = [f"{address}{LANGUAGES[form]}/{page}" for page in PAGES]
    with chromium(program) as port:
        reports = audit(port, form, CATEGORIES, addresses)
    assert [report.address for report in reports] == addresses
    found = {report.address: report.faults for report in reports}
    assert not any(found.values()), found
    assert all(set(report.scores.values()) == {100} for report in reports), reports
