"""Fixtures for the files that a reader takes away: LibreOffice opens them."""

import os
from pathlib import Path

import pytest

from tests.papers.office import PROGRAM

MAY_IMPORT = ("hooks.application", "tests.papers")


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what LibreOffice makes; where it is not installed the test is skipped."""
    if PROGRAM is None:
        told = "LibreOffice is not installed: sudo apt-get install libreoffice-calc"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return tmp_path_factory.mktemp("office")
