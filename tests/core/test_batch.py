"""The batch: what it reads, what it writes, what bad rows and files cost, and its memory."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service_structure import load_guide, recommend
from service_structure.commands.batch import (
    CHUNK,
    CHUNKS_IN_FLIGHT,
    Form,
    evaluate,
    evaluated,
    run,
)
from service_structure.commands.rows import (
    LONGEST_LINE,
    LONGEST_RECORD,
    Row,
    json_row,
    read_rows,
)
from service_structure.errors import BatchError
from service_structure.source.records import Guide
from tests.support import ROOT, Done, any_answers, run_calculator, tries

GOOD = "id,name,size,regions\n7,Acme,large,many\n8,,,\n"
MIXED = GOOD + '9,"Bell\n& Sons",gigantic,two\n10,x,,,,1\n11,Last,small,one\n'

# A line of CSV below the header id,name,size,regions, and what is said of it.
BAD_CSV: dict[str, tuple[str | bytes, str]] = {
    "too many cells": ("9,x,small,one,two", "5 cells where the header names 4 columns"),
    "an unknown level": ("9,x,gigantic,one", "tiny, small, medium, large, huge"),
    "a quotation mark that nothing closes": ('9,"x,small,one', "check the quotation marks"),
    "text after a quotation mark": ('9,"x"y,small,one', "check the quotation marks"),
    "an endless line": (f"9,{'x' * LONGEST_LINE},small,one", "longer than 65,536 characters"),
    "a line of a megabyte": (f"9,{'x' * 10**6},small,one", "longer than 65,536 characters"),
    "another encoding": ("9,Ромашка,small,one".encode("cp1251"), "not UTF-8 text"),
}
BAD_JSON: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ('{"size": }', "not valid JSON at line 1, character 10, near “}”"),
    "a key twice": ('{"size": "tiny", "size": "huge"}', "“size” stands twice; keep one"),
    "no object": ('["small"]', "not an object"),
    "a number for a level": ('{"size": 3}', "tiny, small, medium, large, huge"),
    "an unknown factor": ('{"weather": "fine"}', "size, regions"),
    "a label that is a table": ('{"id": {}}', "id: must be a text or a number"),
    "a label without end": ('{"name": 1e999}', "name: must be a text or a number"),
    "a label that is true": ('{"id": true}', "id: must be a text or a number"),
    "nesting without end": ("[" * 60_000, "not valid JSON"),
    "a number of 5,000 digits": (f'{{"id": {"1" * 5000}}}', "not valid JSON"),
    "another encoding": ('{"name": "Ромашка"}'.encode("cp1251"), "not UTF-8 text"),
}

# A file, what it holds, and what the only line of the error must say.
UNUSABLE: dict[str, tuple[str, str | bytes, str]] = {
    "an Excel workbook": ("a.xlsx", b"PK\x03\x04\x14\x00\x06\x00", "this is an Excel workbook"),
    "an old Excel workbook": ("a.csv", b"\xd0\xcf\x11\xe0\xa1\xb1", "this is an Excel workbook"),
    "nothing at all": ("a.csv", "", "no header"),
    "blank lines only": ("a.csv", "\n;;\n", "no header"),
    "unknown columns": ("a.csv", "size,weather\nsmall,fine\n", "unknown columns: 'weather'"),
    "no column name": ("a.csv", "size,,id\nsmall,,1\n", "unknown columns: ''"),
    "a column twice": ("a.csv", "size,size\nsmall,huge\n", "stand twice: size; keep one"),
    "no answers": ("a.csv", "id,name\n1,Acme\n", "no column holds answers"),
    "a header that is not closed": ("a.csv", '"size\nsmall\n', "check the quotation marks"),
    "UTF-16 without its mark": ("a.csv", GOOD.encode("utf-16-le"), "not UTF-8 text"),
    "one case over several lines": (
        "a.jsonl",
        '{\n "size": "tiny"\n}\n',
        "`service-structure recommend`",
    ),
    "a header in cp1251": ("a.csv", "имя;size\nА;tiny\n".encode("cp1251"), "not UTF-8 text"),
}


def command(*arguments: object) -> Done:
    return run_calculator("batch", *arguments)


def process(*arguments: object) -> Done:
    """What a process of its own does, from which those of several jobs are spawned."""
    line = [sys.executable, "-m", "service_structure", "batch", *map(str, arguments)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def written(folder: Path, content: str | bytes, name: str = "companies.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def results(path: Path, **options: Any) -> list[dict[str, Any]]:
    output = path.with_name("results.jsonl")
    run(path, load_guide(), output=output, form=Form("jsonl"), **options)
    return [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]


# Results


@settings(max_examples=tries(40))
@given(answers=any_answers(load_guide()))
def test_a_row_gets_what_recommend_gives(answers: dict[str, str]) -> None:
    guide = load_guide()
    result, expected = evaluate(Row(1, answers=dict(answers)), guide), recommend(answers, guide)
    assert (result.recommended, result.verdict) == (expected.recommended, expected.verdict)
    assert result.probability == expected.best.probability
    assert result.shortlist == expected.shortlist
    assert result.candidates == tuple(s.structure for s in expected.candidates)
    assert result.fit == {s.structure: s.fit for s in expected.ranking}
    assert list(result.fit) == list(guide.structures)


def test_csv_and_json_lines_give_the_same_results(tmp_path: Path) -> None:
    lines = ['{"id": "7", "name": "Acme", "size": "large", "regions": "many"}', '{"id": "8"}']
    from_csv = results(written(tmp_path, GOOD))
    from_json = results(written(tmp_path, "\n".join(lines), "companies.jsonl"))
    assert [row.pop("line") for row in from_csv] == [2, 3]
    assert [row.pop("line") for row in from_json] == [1, 2]
    assert from_csv == from_json
    assert from_csv[0]["recommended"] == recommend({"size": "large", "regions": "many"}).recommended


def test_csv_holds_a_column_for_every_structure(tmp_path: Path, guide: Guide) -> None:
    done = command(written(tmp_path, GOOD))
    assert (done.code, done.err) == (0, "")
    first, second = csv.DictReader(io.StringIO(done.out))
    assert (first["line"], first["id"], first["name"]) == ("2", "7", "Acme")
    expected = recommend({"size": "large", "regions": "many"})
    assert first["recommended"] == expected.recommended
    assert first["candidates"].split() == [s.structure for s in expected.candidates]
    assert first["shortlist"].split() == list(expected.shortlist)
    assert float(first["probability"]) == expected.best.probability
    for structure in guide.structures:
        standing = expected.standing(structure)
        assert float(first[f"fit_{structure}"]) == standing.fit
    assert second["recommended"] == recommend({}).recommended


def test_csv_comes_out_in_the_manner_in_which_a_russian_excel_wrote_it(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffname;size;;\r\nРомашка;large;;\r\n;;;\r\n".encode())
    done = command(path)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("\ufeffline;id;name;recommended;")
    (row,) = csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff")), delimiter=";")
    assert row["name"] == "Ромашка"
    result = recommend({"size": "large"})
    assert row["fit_matrix"] == str(result.standing("matrix").fit).replace(".", ",")
    assert row["probability"] == str(result.best.probability).replace(".", ",")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_ends_are_understood(
    tmp_path: Path, guide: Guide, delimiter: str, end: str
) -> None:
    path = written(tmp_path, f"\n{MIXED}".replace(",", delimiter).replace("\n", end))
    rows = list(read_rows(path, guide))
    assert [(row.line, row.id) for row in rows] == [
        (3, "7"), (4, "8"), (5, "9"), (7, None), (8, "11"),
    ]  # fmt: skip
    assert rows[0].answers == {"size": "large", "regions": "many"}
    assert rows[1].answers == {}
    assert rows[2].name == f"Bell{end}& Sons"


def test_blank_lines_are_skipped_and_null_or_empty_is_unanswered(
    tmp_path: Path, guide: Guide
) -> None:
    content = '\ufeff\n{"id": 1, "size": null, "regions": ""}\n  \n{"id": 2.5, "size": "tiny"}\n'
    first, second = read_rows(written(tmp_path, content, "a.jsonl"), guide)
    assert first == Row(2, id=1)
    assert second == Row(4, id=2.5, answers={"size": "tiny"})


def test_an_empty_file_of_json_lines_has_no_results(tmp_path: Path) -> None:
    done = command(written(tmp_path, "", "a.jsonl"))
    assert (done.code, done.out, done.err) == (0, "", "")


def test_half_of_a_character_in_a_label_comes_out_as_it_went_in(tmp_path: Path) -> None:
    done = command(written(tmp_path, '{"name": "\\ud800"}\n', "a.jsonl"))
    assert done.code == 0
    assert json.loads(done.out)["name"] == "\ud800"


# Bad rows


@pytest.mark.parametrize("name", BAD_CSV)
def test_a_bad_row_of_csv_is_reported_and_costs_no_other_row(tmp_path: Path, name: str) -> None:
    line, expected = BAD_CSV[name]
    check_bad_row(tmp_path, "companies.csv", GOOD, line, "11,Last,small,one\n", expected)


@pytest.mark.parametrize("name", BAD_JSON)
def test_a_bad_line_of_json_is_reported_and_costs_no_other_row(tmp_path: Path, name: str) -> None:
    line, expected = BAD_JSON[name]
    before, after = '{"id": "7"}\n\n{"id": "8"}\n', '{"id": "11", "name": "Last"}\n'
    check_bad_row(tmp_path, "companies.jsonl", before, line, after, expected)


def check_bad_row(
    folder: Path, name: str, before: str, line: str | bytes, after: str, expected: str
) -> None:
    sent = line if isinstance(line, bytes) else line.encode()
    path = written(folder, before.encode() + sent + b"\n" + after.encode(), name)
    done = command(path, "--format", "jsonl")
    assert done.code == 1
    report, total = done.err.splitlines()
    assert report.startswith(f"{path}, line 4: ")
    assert expected in report
    assert total == f"{path}: 1 of 4 rows could not be used."
    rows = [json.loads(line) for line in done.out.splitlines()]
    assert [row["id"] for row in rows if not row["problems"]] == ["7", "8", "11"]
    bad = rows[2]
    assert bad["problems"] == [report.removeprefix(f"{path}, line 4: ")]
    assert (bad["line"], bad["recommended"], bad["verdict"], bad["fit"]) == (4, None, None, {})


def test_every_fault_of_a_row_is_said_in_the_language_asked_for(tmp_path: Path) -> None:
    bad = results(written(tmp_path, MIXED), lang="ru")[2]
    assert (bad["line"], bad["id"], bad["name"]) == (4, "9", "Bell\n& Sons")
    first, second = bad["problems"]
    assert "нет уровня «gigantic»" in first
    assert "нет уровня «two»" in second


@pytest.mark.parametrize("height", [LONGEST_RECORD, LONGEST_RECORD + 1])
def test_a_cell_may_hold_line_breaks_but_not_without_end(
    tmp_path: Path, guide: Guide, height: int
) -> None:
    cell = '"' + "\n".join(map(str, range(height))) + '"'
    rows = list(read_rows(written(tmp_path, f"name,size\n{cell},tiny\nLast,tiny\n"), guide))
    assert (rows[0].problem is None) == (height <= LONGEST_RECORD)
    assert rows[-1] == Row(height + 2, name="Last", answers={"size": "tiny"})


@given(line=st.text() | st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["id", "size"]), inner),
).map(json.dumps))  # fmt: skip
def test_no_line_of_json_breaks_the_batch(line: str) -> None:
    result = evaluate(json_row(line, 1, load_guide()), load_guide())
    assert bool(result.problems) != (result.recommended is not None)
    json.dumps(result.id, allow_nan=False)


@given(content=st.binary(max_size=200) | st.text('",;\n\rab1').map(str.encode))
def test_no_content_of_csv_breaks_the_batch(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = written(tmp_path_factory.getbasetemp(), b"id,size\n" + content + b"\nlast,tiny\n")
    rows = list(read_rows(path, load_guide()))
    assert all(row.line > 1 for row in rows)
    assert [row.line for row in rows] == sorted({row.line for row in rows})


# Bad files


@pytest.mark.parametrize("name", UNUSABLE)
def test_a_file_that_cannot_be_used_is_refused_before_any_row(tmp_path: Path, name: str) -> None:
    file, content, expected = UNUSABLE[name]
    path = written(tmp_path, content, file)
    output = tmp_path / "results.jsonl"
    done = command(path, "--output", output)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"{path}: ")
    assert expected in done.err
    assert done.err.count("\n") == 1
    assert not output.exists()


def test_an_unknown_column_is_answered_with_all_that_are_allowed(
    tmp_path: Path, guide: Guide
) -> None:
    with pytest.raises(BatchError) as error:
        next(read_rows(written(tmp_path, "size,weather\nsmall,fine\n"), guide))
    assert ", ".join(("id", "name", *guide.factors)) in str(error.value)


def test_a_file_that_is_missing_or_cannot_be_written_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    nowhere = tmp_path / "no" / "results.csv"
    for arguments, named in (
        ((tmp_path / "none.csv",), "none.csv: there is no such file"),
        ((path, "--output", nowhere), f"{nowhere}: there is no such folder"),
        ((path, "--output", path), f"{path}: this is the file to be read"),
        ((path, "--jobs", "0"), "--jobs 0: give a number from 1 to 60"),
    ):
        done = command(*arguments)
        assert (done.code, done.out) == (2, "")
        assert named in done.err
        assert done.err.count("\n") == 1
    assert path.read_text(encoding="utf-8") == GOOD


# Order, memory, progress


def many_rows(count: int, *, answered: bool = False) -> str:
    """Of four rows one is good: the bad ones are quicker, and report more.

    With all other questions `answered` as well a good row is quicker too.
    """
    others = [f for f in load_guide().factors.values() if f.id not in {"size", "regions"}]
    columns = "".join([f",{factor.id}" for factor in others if answered])
    cells = "".join([f",{factor.usual}" for factor in others if answered])
    lines = [
        "{n},Company {n},large,many{c}",
        "{n},Bad,giant,{c}",
        "{n},,,,{c},1",
        "{n},,tiny,two{c}",
    ]
    body = (line.format(n=n, c=cells) for n, line in enumerate(islice(cycle(lines), count)))
    return f"id,name,size,regions{columns}\n" + "\n".join(body) + "\n"


@pytest.mark.long
def test_two_jobs_give_the_same_bytes_in_the_same_order_as_one(tmp_path: Path) -> None:
    path = written(tmp_path, many_rows(5 * CHUNK + 7))
    one, two = command(path, "--jobs", 1), process(path, "--jobs", 2)
    assert one.code == two.code == 1
    assert one.out == two.out
    assert one.err == two.err
    lines = [int(row["line"]) for row in csv.DictReader(io.StringIO(one.out))]
    assert lines == list(range(2, 5 * CHUNK + 9))


def test_several_jobs_read_no_further_ahead_than_they_may() -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield Row(taken, answers=answers)

    guide = load_guide()
    answers: dict[str, object] = {f.id: f.usual for f in guide.factors.values()}
    found = evaluated(endless(), guide, jobs=2)
    for line in range(1, 3 * CHUNK):
        assert next(found).line == line
        assert taken - line < (2 * CHUNKS_IN_FLIGHT + 1) * CHUNK
    found.close()  # type: ignore[attr-defined]


def test_progress_is_drawn_on_a_terminal_and_nowhere_else(tmp_path: Path) -> None:
    path = written(tmp_path, MIXED)
    terminal, end = pty.openpty()
    arguments = ["batch", str(path), "--output", str(tmp_path / "results.csv")]
    with subprocess.Popen(
        [sys.executable, "-m", "service_structure", *arguments], cwd=ROOT, stderr=end
    ) as running:
        os.close(end)
        shown = b""
        while chunk := read_terminal(terminal):
            shown += chunk
    os.close(terminal)
    assert running.returncode == 1
    assert b"[##############################] 100%" in shown
    assert f"\r\x1b[K{path}, line 6: ".encode() in shown
    assert "%" not in command(path).err


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1024)
    except OSError:  # Linux says so when the other end is closed
        return b""
