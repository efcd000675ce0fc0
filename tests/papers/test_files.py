"""Files for office programs: sound packages, in both languages, and the same from every way in."""

import io
import json
import re
import sys
import tomllib
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from hooks.application import CALCULATOR, HOME, TEXTS_OF_PAPERS, papers
from service_structure import load_guide, recommend
from service_structure import papers as room
from service_structure.case.case import read_case
from service_structure.commands.cli import main
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.papers import CHARTS, FORMS, make_paper
from service_structure.papers.deck import MARKUP, slides
from service_structure.papers.package import escaped, zipped
from service_structure.papers.slides import DOWN, Drawing, Line, size_for
from service_structure.papers.word import Skin
from service_structure.source.frozen import FrozenDict
from service_structure.source.loader import GUIDE, add_messages, read_guide
from service_structure.source.records import Guide
from service_structure.views.blocks import Block
from service_structure.views.bridge import PAPERS, handle
from service_structure.views.fetched import Fetched, imported
from service_structure.views.file_names import file_name
from service_structure.views.memo import findings
from tests.papers.cases import organisation
from tests.support import words

LANGUAGES = ["ru", "en"]
PACKAGES = [form for form in FORMS if form not in CHARTS]
DAY = date(2026, 11, 28)

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def with_today(guide: Guide, structure: str = "centralised") -> Recommendation:
    case, faults = read_case(
        {
            "answers": {"regions": "several", "size": "large", "complexity": "complex"},
            "numbers": {"agents": 120},
            "profile": {"structure": structure, "currency": "eur", "organisation": "R&D <Ltd>"},
        },
        guide,
    )
    assert not faults
    return recommend_for(case, guide)


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", PACKAGES)
def test_a_file_is_a_sound_package(guide: Guide, form: str, language: str) -> None:
    """All XML is well-formed, every part has a type, every relation leads to a part."""
    for result in (recommend({}), with_today(guide), organisation(3, guide)):
        parts = parts_of(make_paper(form, result, guide, language, date=DAY).content)
        types = ElementTree.fromstring(parts["[Content_Types].xml"])
        typed = {over.attrib["PartName"] for over in types.iter(f"{CONTENT}Override")}
        for name, text in parts.items():
            root = ElementTree.fromstring(text)
            if name.endswith(".rels"):
                folder = name.rpartition("_rels/")[0]
                for relation in root.iter(f"{RELATIONS}Relationship"):
                    assert resolved(folder, relation.attrib["Target"]) in parts
            elif name != "[Content_Types].xml":
                assert f"/{name}" in typed


def resolved(folder: str, target: str) -> str:
    """The name of the part that a relation of a part in a folder leads to."""
    path = [*folder.strip("/").split("/"), *target.split("/")] if folder else target.split("/")
    found: list[str] = []
    for step in path:
        if step == "..":
            found.pop()
        elif step:
            found.append(step)
    return "/".join(found)


@pytest.mark.parametrize("form", FORMS)
def test_equal_results_are_equal_files(guide: Guide, form: str) -> None:
    first, second = (make_paper(form, with_today(guide), guide, "en", date=DAY) for _ in range(2))
    assert first == second


def test_every_skin_of_files_knows_every_kind_of_block() -> None:
    kinds = set(get_args(Block.__value__))
    assert Skin().markup.keys() == MARKUP.keys() == kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_says_its_language_its_title_and_what_the_memo_says(
    guide: Guide, language: str
) -> None:
    parts = parts_of(make_paper("docx", with_today(guide), guide, language, date=DAY).content)
    styles = parts["word/styles.xml"].decode()
    assert f'<w:lang w:val="{ {"ru": "ru-RU", "en": "en-GB"}[language] }"/>' in styles
    assert b"2026-11-28T00:00:00Z" in parts["docProps/core.xml"]
    document = ElementTree.fromstring(parts["word/document.xml"])
    text = "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{WORD}t"))
        for paragraph in document.iter(f"{WORD}p")
    )
    text = words(text)
    assert "R&D <Ltd>" in text
    assert "http" not in text
    for message in ("keeping_leader", "board_money", "memo_rejected", "memo_inputs"):
        assert words(guide.messages[message][language]) in text
    heads = list(document.iter(f"{WORD}tblHeader"))
    assert len(heads) == len(list(document.iter(f"{WORD}tbl")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_are_five_to_seven_and_all_that_they_say_finds_room(
    guide: Guide, language: str
) -> None:
    for result in (with_today(guide), with_today(guide, "matrix"), organisation(3, guide)):
        told = slides(findings(result, guide, language))
        assert 5 <= len(told) <= 7
        for slide in told:
            assert slide.title
            assert slide.things
            drawn = [thing for thing in slide.things if isinstance(thing, Drawing)]
            assert drawn or size_for(slide.things) > 10, slide.title


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx", "drawio", "mermaid", "svg"])
def test_files_say_which_groups_were_assumed_and_which_roles_are_not_counted(
    guide: Guide, form: str, language: str
) -> None:
    result = replace(recommend({"size": "large", "regions": "few"}), recommended="mirrored_teams")
    ranking = sorted(result.ranking, key=lambda s: s.structure != "mirrored_teams")
    result = replace(result, ranking=tuple(ranking))
    content = make_paper(form, result, guide, language, date=DAY).content
    texts = parts_of(content).values() if form in PACKAGES else [content]
    raw = b" ".join(texts).decode("utf-8", "ignore")
    told = unescape(raw) if form == "drawio" else re.sub(r"<[^>]+>", " ", raw)
    told = re.sub(r"\s+", " ", words(told))
    name = guide.assumptions["customer_groups"].name[language]
    assumed = words(guide.say("org_assumed_size", language, name=name, n=5))
    is_chart = form != "xlsx"
    assert (assumed in told) == is_chart
    if form in PACKAGES:
        assert words(guide.messages["org_not_counted"][language]) in told


def test_text_gets_smaller_the_more_there_is_of_it() -> None:
    few, many = [Line("A word.")] * 2, [Line("A word or two. " * 20)] * 6
    assert size_for(few) > size_for(many)
    assert DOWN > 0


def test_control_characters_are_left_out_of_xml() -> None:
    ElementTree.fromstring(f"<a>{escaped(chr(0) + 'a' + chr(11) + chr(0xFFFF) + '<&')}</a>")


def test_a_zip_file_holds_what_it_was_given() -> None:
    files = {"a.xml": b"<a/>", "folder/b.xml": b"x" * 100_000, "empty": b""}
    assert parts_of(zipped(files)) == files


@pytest.mark.parametrize("form", PACKAGES)
def test_the_command_line_writes_a_file(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"regions": "one"}')
    target = tmp_path / f"advice.{form}"
    assert main(["recommend", str(answers), "--format", form, "--output", str(target)]) == 0
    assert parts_of(target.read_bytes())
    assert main(["recommend", str(answers), "--format", form, "--output", str(tmp_path)]) == 2
    assert "this is a folder" in capsys.readouterr().err


def test_the_command_line_writes_no_file_to_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text("{}")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["recommend", str(answers), "--format", "docx"]) == 2
    assert "--output" in capsys.readouterr().err


@pytest.mark.parametrize("form", FORMS)
def test_the_page_gets_the_same_file(guide: Guide, form: str) -> None:
    request = {"want": "paper", "form": form, "state": "regions=one", "date": "2026-11-28"}
    told = json.loads(handle(json.dumps({**request, "lang": "ru", "sources": papers()})))
    made = make_paper(form, recommend({"regions": "one"}), guide, "ru", date=DAY)
    assert told["name"] == made.name
    assert told["type"] == made.type
    from base64 import b64decode

    assert b64decode(told["base64"]) == made.content


NAMES = {
    "ООО «Ромашка/Север»": "ООО Ромашка Север - ",
    'R&D <Ltd>: "A\\B"|C?*': "R&D Ltd A B C - ",
    "...": "",
    "Ladoga, Ltd": "Ladoga, Ltd - ",
    "v2.0.exe": "v2 0 exe - ",
    "a\u202egnp\x00\n": "a gnp - ",
    "": "",
}


@pytest.mark.parametrize("owner", NAMES)
def test_a_file_is_called_after_whose_it_is_its_subject_and_its_day(
    guide: Guide, owner: str
) -> None:
    profile = {"organisation": owner} if owner else {}
    case, _ = read_case({"answers": {"regions": "one"}, "profile": profile}, guide)
    result = recommend_for(case, guide)
    for form, (ending, _) in FORMS.items():
        name = make_paper(form, result, guide, "ru", date=DAY).name
        subject = guide.messages[f"file_name_{form}"]["ru"]
        assert name == f"{NAMES[owner]}{subject} - 2026-11-28{ending}"


def test_no_two_files_of_a_day_for_office_programs_have_one_name(guide: Guide) -> None:
    for language in guide.languages:
        names = [make_paper(form, recommend({}), guide, language, date=DAY).name for form in FORMS]
        assert len(set(names)) == len(FORMS)
        assert len({name.rpartition(".")[0] for name in names}) == len(FORMS) - 2  # three charts


@pytest.mark.parametrize("letter", ["я", "語 ", "w-"])
def test_a_name_has_room_on_every_disk(guide: Guide, letter: str) -> None:
    profile = replace(recommend({}).profile, names={"organisation": (letter * 200,)})
    result = replace(recommend({}), profile=profile)
    for form in (*FORMS, "json", "csv", "markdown", "memo"):
        name = file_name(form, ".drawio", result, guide, "ru", DAY)
        assert len(name.encode()) <= 255
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f]|^[. ]|[. ]$', name)


def test_modules_are_imported_from_fetched_sources() -> None:
    fetched = Fetched()
    fetched.sources = {"a_room": '"""A room."""\n', "a_room.part": "VALUE = 3\n"}
    spec = fetched.find_spec("a_room")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    part = fetched.find_spec("a_room.part")
    assert part is not None
    assert part.submodule_search_locations is None
    assert fetched.find_spec("another") is None


def test_what_makes_files_is_imported_before_one_is_asked_for() -> None:
    sources = {"another_room": "VALUE = 4\n", "another_room.part": "VALUE = 5\n"}
    asked = {"want": "papers", "lang": "ru", "sources": json.dumps(sources)}
    assert json.loads(handle(json.dumps(asked))) == {}
    assert (sys.modules["another_room"].VALUE, sys.modules["another_room.part"].VALUE) == (4, 5)


def test_the_start_of_python_carries_none_of_it() -> None:
    assert not [name for name in CALCULATOR.files() if name.startswith("service_structure/papers")]
    assert json.loads(papers()).keys() == {
        f"{PAPERS}.{path.stem}" if path.stem != "__init__" else PAPERS
        for path in Path(room.__file__).parent.glob("*.py")
    } | {f"{PAPERS}.texts"}
    assert not [name for name in CALCULATOR.files() if name.startswith(TEXTS_OF_PAPERS)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_guide_without_the_texts_of_files_takes_them_with_the_sources(language: str) -> None:
    """As in a browser: the same bytes come out, and the guide stays the same object."""
    whole, bare = load_guide(), without_texts_of_files()
    missing = whole.messages.keys() - bare.messages.keys()
    assert "tab_answers" in missing
    imported(PAPERS, json.loads(papers()))
    files = [
        make_paper("xlsx", recommend({"regions": "one"}, own), own, language, date=DAY)
        for own in (whole, bare)
    ]
    assert files[0] == files[1]
    assert bare.messages == whole.messages


def without_texts_of_files() -> Guide:
    """The guide as a browser starts with it."""
    guide = read_guide(GUIDE)
    folder = HOME / TEXTS_OF_PAPERS.removeprefix("service_structure/")
    theirs = [name for path in folder.glob("*.toml") for name in tomllib.loads(path.read_text())]
    known = {name: text for name, text in guide.messages.items() if name not in theirs}
    object.__setattr__(guide, "messages", known)
    return guide


def test_messages_that_come_late_replace_none_and_the_guide_may_keep_its_own() -> None:
    guide = read_guide(GUIDE)
    frozen = FrozenDict(guide.messages)
    object.__setattr__(guide, "messages", frozen)
    text = {"ru": "Поздно", "en": "Late"}
    add_messages(guide, {"late": text, "tab_answers": text})
    assert guide.messages is frozen
    assert guide.say("late", "en") == "Late"
    assert guide.say("tab_answers", "en") == "Answers"


def test_what_a_page_fetches_is_small() -> None:
    """Three hundred kilobytes at most, before the server packs them."""
    sources = papers()
    assert len(sources.encode()) < 300_000
    assert PAPERS in json.loads(sources)
