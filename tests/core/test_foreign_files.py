"""Files as other programs write them: what is read all the same, and what is said of the rest."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from service_structure import load_guide, recommend, staff
from service_structure.case.case import parse_case
from service_structure.commands.rows import UNANSWERED, json_row
from service_structure.views.bridge import handle
from tests.support import run_calculator

GUIDE = load_guide()
ANSWERS = {"size": "large", "regions": "many"}
PLAIN = "id,name,size,regions\n7,Ромашка,large,many\n"
LINE = '{"id": "7", "name": "Ромашка", "size": "large", "regions": "many"}\n'
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def results(folder: Path, name: str, content: str | bytes, *options: str) -> list[dict[str, Any]]:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run_calculator("batch", path, "--format", "jsonl", *options)
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


READ = {
    "the mark of Excel": ("a.csv", "sep=;\n" + PLAIN.replace(",", ";")),
    "the mark in quotation marks": ("a.csv", '"sep=;"\r\n' + PLAIN.replace(",", ";")),
    "a delimiter that only the mark tells": ("a.csv", "sep=|\n" + PLAIN.replace(",", "|")),
    "tabs in .tsv": ("a.tsv", PLAIN.replace(",", "\t")),
    "tabs in .txt": ("a.txt", PLAIN.replace(",", "\t")),
    "UTF-16 with tabs": ("a.txt", PLAIN.replace(",", "\t").encode("utf-16")),
    "UTF-16 the other way round": ("a.csv", b"\xfe\xff" + PLAIN.encode("utf-16-be")),
    "no suffix": ("a", PLAIN),
    "capital letters": ("a.csv", "ID,Name,SIZE,Regions\n7,Ромашка,Large,MANY\n"),
    "JSON Lines without suffix": (
        "a",
        LINE,
    ),
    "capital letters in JSON": (
        "a.jsonl",
        LINE.replace("id", "ID").replace("size", "Size").replace("large", "Large"),
    ),
    "a case as it was saved": (
        "a.ndjson",
        json.dumps({"id": "7", "name": "Ромашка", "answers": ANSWERS}) + "\n",
    ),
    "UTF-16 in JSON Lines": (
        "a.jsonl",
        LINE.encode("utf-16"),
    ),
}


@pytest.mark.parametrize(("name", "content"), READ.values(), ids=READ)
def test_a_table_is_read_as_other_programs_write_it(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    (row,) = results(tmp_path, name, content)
    assert (row["id"], row["name"]) == ("7", "Ромашка")
    assert row["recommended"] == recommend(ANSWERS).recommended
    assert row["probability"] == recommend(ANSWERS).best.probability


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "mac-cyrillic"])
def test_an_encoding_that_is_named_is_read(tmp_path: Path, encoding: str) -> None:
    content = f"name;size\n{CYRILLIC};large\n".encode(encoding)
    (row,) = results(tmp_path, "a.csv", content, "--encoding", encoding)
    assert row["name"] == CYRILLIC
    path = tmp_path / "a.toml"
    path.write_bytes(f'# {CYRILLIC}\nsize = "large"\n'.encode(encoding))
    done = run_calculator("recommend", path, "--encoding", encoding, "--format", "json")
    assert json.loads(done.out)["answers"]["levels"] == {"size": "large"}


def test_the_mark_of_utf_8_is_passed_over_where_the_encoding_is_named(tmp_path: Path) -> None:
    (row,) = results(tmp_path, "a.csv", f"\ufeff{PLAIN}", "--encoding", "utf-8")
    assert row["id"] == "7"
    path = tmp_path / "a.toml"
    path.write_text('\ufeffsize = "large"\n', encoding="utf-8")
    done = run_calculator("recommend", path, "--encoding", "utf-8", "--format", "json")
    assert json.loads(done.out)["answers"]["levels"] == {"size": "large"}


def test_a_key_that_stands_twice_in_other_letters_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"size": "tiny", "Size": "huge"}\n', encoding="utf-8")
    assert "“size” stands twice" in run_calculator("batch", path).err
    path = tmp_path / "a.csv"
    path.write_text("size,Size\ntiny,huge\n", encoding="utf-8")
    assert "stand twice: size" in run_calculator("batch", path).err


def test_standard_input_is_read_whatever_it_holds() -> None:
    lines = '{"size": "large", "regions": "many"}\n'
    for text in (PLAIN, lines):
        done = run_calculator("batch", "-", "--format", "jsonl", text=text)
        assert (done.code, done.err) == (0, "")
        assert json.loads(done.out)["recommended"] == recommend(ANSWERS).recommended


def test_cells_that_are_missing_at_the_end_are_unanswered(tmp_path: Path) -> None:
    first, second = results(tmp_path, "a.csv", "id,size,regions,budget\n1,large\n2,large,many\n")
    assert (
        first["fit"]
        == {s.structure: s.fit for s in recommend({"size": "large"}).ranking} | first["fit"]
    )
    assert first["probability"] == recommend({"size": "large"}).best.probability
    assert second["probability"] == recommend(ANSWERS).best.probability


@pytest.mark.parametrize("mark", sorted(UNANSWERED - {""}))
def test_the_usual_marks_of_a_missing_answer_are_unanswered(tmp_path: Path, mark: str) -> None:
    content = f"id,size,budget,n.aht\n1,large,{mark},{mark.upper()}\n"
    (row,) = results(tmp_path, "a.csv", content)
    assert row["probability"] == recommend({"size": "large"}).best.probability


@pytest.mark.parametrize("cell", ["One~Few", "one/few", "ONE or FEW"])
def test_an_answer_between_two_levels_is_read_in_any_letters(tmp_path: Path, cell: str) -> None:
    (row,) = results(tmp_path, "a.csv", f"id;Regions\n1;{cell}\n")
    assert row["probability"] == recommend({"regions": "one~few"}).best.probability


def test_a_level_that_is_spelt_like_such_a_mark_is_a_level(tmp_path: Path) -> None:
    factor = next(f for f in GUIDE.factors.values() if any(v.id == "none" for v in f.levels))
    (row,) = results(tmp_path, "a.csv", f"id,{factor.id}\nnone,None\n")
    assert row["id"] == "none"
    assert row["probability"] == recommend({factor.id: "none"}).best.probability


def test_a_profile_is_kept_as_it_stands() -> None:
    line = '{"size": "large", "p.structure": "none", "p.organisation": "N/A", "p.currency": ""}'
    row = json_row(line, 1, GUIDE)
    assert row.answers == {"size": "large", "p.structure": "none", "p.organisation": "N/A"}


def test_a_saved_case_keeps_its_numbers_and_weights_in_a_line_of_json(tmp_path: Path) -> None:
    parts = {"numbers": {"aht": "4:30"}, "weights": {"cost": 40}}
    (row,) = results(tmp_path, "a.jsonl", json.dumps({"version": "1", "answers": ANSWERS, **parts}))
    expected = recommend(ANSWERS, **parts)  # type: ignore[arg-type]
    assert row["probability"] == expected.best.probability


# What is written


@pytest.mark.parametrize("label", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)"])
def test_a_label_never_becomes_a_formula(tmp_path: Path, label: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f'id,name,size\n-5,"{label}",large\n', encoding="utf-8")
    (row,) = csv.DictReader(io.StringIO(run_calculator("batch", path).out))
    assert (row["id"], row["name"]) == ("-5", f"'{label}")
    assert json.loads(run_calculator("batch", path, "--format", "jsonl").out)["name"] == label


def test_csv_for_excel_has_semicolons_decimal_commas_and_the_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"name": "Ромашка", **ANSWERS}), encoding="utf-8")
    out = run_calculator("batch", path, "--format", "csv", "--excel").out
    assert out.startswith("\ufeffline;id;name;")
    (row,) = csv.DictReader(io.StringIO(out.removeprefix("\ufeff")), delimiter=";")
    assert row["probability"] == str(recommend(ANSWERS).best.probability).replace(".", ",")


def test_the_figures_of_the_staffing_model_are_columns_where_they_are_asked_for(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("size,n.contacts_per_hour,n.aht\nlarge,600,270\ntiny,x,\n", encoding="utf-8")
    expected = staff({"size": "large"}, {"contacts_per_hour": 600, "aht": 270})
    done = run_calculator("batch", path, "--staffing")
    good, bad = csv.DictReader(io.StringIO(done.out))
    for name, found in expected.items():
        assert good[f"agents_{name}"] == str(found.agents)
        assert float(good[f"paid_agents_{name}"]) == found.paid_agents
        assert float(good[f"mean_wait_{name}"]) == found.waiting.mean_wait
        assert float(good[f"yearly_cost_{name}"]) == found.yearly_cost
        assert bad[f"agents_{name}"] == ""
    plain = run_calculator("batch", path)
    assert "agents_matrix" not in plain.out
    line = run_calculator("batch", path, "--staffing", "--format", "jsonl").out.splitlines()[0]
    assert json.loads(line)["staffing"]["matrix"]["agents"] == expected["matrix"].agents


# What is said of files that cannot be used

CALLS = {
    "a list of calls": "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,AvgTalkDuration",
    "days of a call centre": "Index,Incoming Calls,Answered Calls,Answer Rate,Abandoned Calls",
    "an export of intervals": "Interval Start,Offered,Handled,AHT,Service Level",
    "intervals in Russian": "Дата,Поступило звонков,Принято операторами,Среднее ожидание",
}
TELL = {
    "calls": {"en": "looks like a list of calls", "ru": "похоже, это журнал звонков"},
    "other": {"en": "none of these columns is known", "ru": "ни один столбец здесь не подходит"},
    "workbook": {"en": "an Excel workbook", "ru": "книга Excel"},
    "table": {"en": "this is a table", "ru": "это таблица"},
}


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("header", CALLS.values(), ids=CALLS)
def test_a_list_of_calls_is_told_from_a_table_of_organisations(
    tmp_path: Path, header: str, language: str
) -> None:
    told = refusal(tmp_path, "batch", "calls.csv", f"{header}\n1,2,3\n", language)
    assert TELL["calls"][language] in told
    assert "n.contacts_per_hour" in told
    assert len(told) < 600


@pytest.mark.parametrize("language", ["ru", "en"])
def test_files_of_another_kind_are_told_what_they_are(tmp_path: Path, language: str) -> None:
    workbook = b"PK\x03\x04\x14\x00\x06\x00\xff\xfe"
    for command in ("batch", "recommend"):
        assert TELL["workbook"][language] in refusal(
            tmp_path, command, "a.xlsx", workbook, language
        )
    other = "Firma,Umsatz\nA,1\n"
    assert TELL["other"][language] in refusal(tmp_path, "batch", "a.csv", other, language)
    assert TELL["table"][language] in refusal(tmp_path, "recommend", "a.csv", other, language)


@pytest.mark.parametrize("command", ["batch", "recommend"])
def test_text_in_another_encoding_is_told_how_it_is_read(tmp_path: Path, command: str) -> None:
    content = "имя;size\nРомашка;large\n".encode("cp1251")
    for language in ("ru", "en"):
        told = refusal(tmp_path, command, "a.csv", content, language)
        assert "--encoding cp1251" in told
        assert "codec" not in told
    told = refusal(tmp_path, command, "a.csv", content, "ru", "--encoding", "nonsense")
    assert "кодировка «nonsense» неизвестна" in told


def refusal(
    folder: Path, command: str, name: str, content: str | bytes, language: str, *options: str
) -> str:
    """The one line that a command says of a file that it does not use."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run_calculator(command, path, "--lang", language, *options)
    assert (done.code, done.out) == (2, "")
    (line,) = done.err.splitlines()
    assert line.startswith(f"{path}: ")
    return line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("id,size\n1,large\n", {"ru": "это таблица", "en": "this is a table"}),
        ("id;size\n1;large\n", {"ru": "это таблица", "en": "this is a table"}),
        ("PK\x03\x04\x00", {"ru": "книга Excel", "en": "Excel workbook"}),
        ("", {"ru": "файл пуст", "en": "the file is empty"}),
        ('{"size": ', {"ru": "обрывается", "en": "breaks off"}),
        ('{"size": }', {"ru": "строка 1, знак 10", "en": "line 1, character 10"}),
        ('{"size": "tiny", "size": "huge"}', {"ru": "стоит дважды", "en": "stands twice"}),
        ("[" * 30 + "]" * 30, {"ru": "слишком много вложенных", "en": "nested too deeply"}),
        ('{"numbers": ' + "1" * 5000 + "}", {"ru": "слишком длинное", "en": "too many digits"}),
    ],
)
def test_a_file_that_the_form_cannot_use_is_told_in_the_language_of_the_form(
    text: str, told: dict[str, str]
) -> None:
    case, (fault,) = parse_case(text, GUIDE)
    assert (case.given, case.numbers, case.weights) == ({}, {}, {})
    for language, part in told.items():
        assert part in fault.describe(GUIDE, language)
    russian = fault.describe(GUIDE, "ru").replace("JSON", "").replace("CSV UTF-8", "")
    assert "Expecting" not in russian


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_form_does_not_say_that_the_rest_was_applied_where_nothing_was_read(
    language: str,
) -> None:
    def told(text: str) -> str:
        request = {"want": "upload", "lang": language, "text": text}
        return str(json.loads(handle(json.dumps(request)))["problems"]).replace("\u00a0", " ")

    applied = GUIDE.messages["problems"][language]
    assert applied in told('{"size": "vast"}')
    for text in ("id;size\n1;large\n", "PK\x03\x04\x00", '{"size": }'):
        assert told(text).count("<p>") == 1
        assert applied not in told(text)
