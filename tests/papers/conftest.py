"""Fixtures for the files that a reader takes away: LibreOffice opens them."""

from pathlib import Path

import pytest

from tests.papers.office import PROGRAM
from tests.support import give_up

MAY_IMPORT = ("hooks.application", "tests.papers")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what LibreOffice makes; where it is not installed the test is skipped."""
    if PROGRAM is None:
        give_up("LibreOffice is not installed: sudo apt-get install libreoffice-calc")
    return tmp_path_factory.mktemp("office")
