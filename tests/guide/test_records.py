"""The decision records: each is numbered, dated, has a status and stands in the index."""

import re
from datetime import date
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "docs" / "decisions"
INDEX = FOLDER / "README.md"
RECORDS = sorted(path for path in FOLDER.glob("*.md") if path != INDEX)
TITLE = re.compile(r"# (\d{4}) (\S.*)")
LINE = re.compile(
    r"Date: (\d{4}-\d\d-\d\d)\. Status: (?:accepted|superseded by \[(\d{4})\]\((\S+)\))\."
)
ROW = re.compile(r"^\| \[(\d{4})\]\((\S+)\) \| \S", re.M)


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name[:4])
def test_a_record_has_a_number_its_own_name_a_date_and_a_status(record: Path) -> None:
    title, blank, line, *text = record.read_text(encoding="utf-8").splitlines()
    named = TITLE.fullmatch(title)
    assert named, f"{record.name} begins with {title!r}: write `# NUMBER Title`"
    words = re.findall(r"[a-z0-9]+", named[2].lower().replace("'", ""))
    assert record.stem == "-".join([named[1], *words]), f"rename {record.name} after its title"
    dated = LINE.fullmatch(line)
    assert dated, f"{record.name}: {line!r} should be `Date: YYYY-MM-DD. Status: accepted.`"
    assert blank == text[0] == ""
    assert date.fromisoformat(dated[1]) <= date.today()
    if dated[2]:
        assert dated[3].startswith(f"{dated[2]}-"), line
        assert (FOLDER / dated[3]).is_file(), f"{record.name} names {dated[3]}, which is missing"


def test_the_index_lists_every_record_once_in_their_order() -> None:
    rows = ROW.findall(INDEX.read_text(encoding="utf-8"))
    assert rows == [(record.name[:4], record.name) for record in RECORDS]
    assert len(RECORDS) >= 9, "a record was removed: mark it as superseded instead"


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.name[:4])
def test_a_record_leads_to_files_that_exist(record: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", record.read_text(encoding="utf-8")):
        assert "://" in target or (FOLDER / target).exists(), f"{record.name} leads to {target}"
