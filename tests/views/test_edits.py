"""Edits of the data: another strength, structure, question or language needs nothing else."""

import re

import pytest

from hooks.pages.pages import navigation
from service_structure import load_guide, recommend
from service_structure.case.answers import read_answers
from service_structure.decision.usual import usual_values
from service_structure.source.records import Guide
from service_structure.source.translations import texts
from service_structure.views import (
    render_problems,
    render_report,
    render_result,
)
from tests.support import DataCopy, Document, words
from tests.views.made import NOT_ON_PAGES, made, made_pages, told

LANGUAGES = list(load_guide().languages)
MATRIX, CENTRALISED = "structures/matrix.toml", "structures/centralised.toml"


@pytest.mark.long
def test_a_changed_strength_changes_table_page_and_result(guide: Guide, copy: DataCopy) -> None:
    copy.edit(
        MATRIX,
        'criterion = "adaptability"\nstrength = 3',
        'criterion = "adaptability"\nstrength = 2',
    )
    changed = copy.guide()
    ratings = [f"{100 * usual_values(g)['matrix']['adaptability']:.0f}" for g in (guide, changed)]
    assert ratings[0] > ratings[1] > "50"
    results = [recommend({}, g) for g in (guide, changed)]

    def cell(g: Guide, language: str) -> str:
        page = made(g, language)["comparison.md"]
        row = page.split('<a href="#adaptability">')[1].split("</tr>")[0]
        (value,) = re.findall(r'data-structure="matrix" data-value="\d+">(\d+)</td>', row)
        return str(value)

    for language in LANGUAGES:
        assert [cell(guide, language), cell(changed, language)] == ratings
        before, after = (made(g, language)["structures/matrix.md"] for g in (guide, changed))
        name = guide.criteria["adaptability"].name[language]
        row = f"| [{name}](../comparison.md#adaptability) | {{}} |"
        assert row.format(ratings[0]) in before
        assert row.format(ratings[1]) in after
        shown = [
            words(render_result(result, g, language))
            for result, g in zip(results, (guide, changed), strict=True)
        ]
        assert shown[0] != shown[1]
        assert shown[1] in words(made(changed, language)["calculator.md"])
        for uri in ("definition.md", "glossary.md", "sources.md", "structures/product.md"):
            assert made(guide, language)[uri] == made(changed, language)[uri]


@pytest.mark.long
def test_another_structure_needs_its_file_base_points_and_the_ways_to_it_and_nothing_else(
    copy: DataCopy,
) -> None:
    names = {"ru": "Сетевая структура", "en": "Network structure"}
    record = copy.read(CENTRALISED)
    for old, new in (
        ('id = "centralised"', 'id = "network"'),
        ("order = 10\n", "order = 55\n"),
        ("Централизованная структура", names["ru"]),
        ("Centralised structure", names["en"]),
        ('"Централизованная"', '"Сетевая"'),
        ('"Centralised"', '"Network"'),
        ('criterion = "individual"\nstrength = 2.5', 'criterion = "individual"\nstrength = 1'),
    ):
        assert old in record
        record = record.replace(old, new)
    copy.write("structures/network.toml", record)
    copy.connect("network")
    copy.write("estimates.toml", copy.read("estimates.toml") + "network = 5\n")
    guide = copy.guide()
    result = recommend({"regions": "one", "size": "tiny"}, guide)
    assert result.recommended == "network"
    for language, name in names.items():
        found = made(guide, language)
        short = {"ru": "Сетевая", "en": "Network"}[language]
        assert f"</svg> <span>{name}</span> {{: .named" in found["structures/network.md"]
        assert f"[{name}](network.md)" in found["structures/index.md"]
        assert f"[{name}](structures/network.md)" in found["definition.md"]
        assert '<a href="structures/network/">' in found["index.md"]
        assert '<a href="../structures/network/">' in found["comparison.md"]
        statements = guide.structures["network"].statements
        assert found["comparison.md"].count("structures/network.md#") == len(statements)
        menu = navigation(made_pages(guide, language), guide, language)
        (section,) = (e for e in menu if guide.messages["nav_structures"][language] in e)
        assert {short: "structures/network.md"} in next(iter(section.values()))
        assert name in render_result(result, guide, language)
        inside = guide.languages[language].inside(short)
        assert f"{inside} " in found["calculator.md"], "it is among those that are still possible"


@pytest.mark.long
def test_a_question_is_nothing_but_its_file(copy: DataCopy) -> None:
    """Another question in place of one: the points that answers may take are all in use."""
    record = copy.read("factors/change.toml")
    record = re.sub(r'question\.en = ".*"', 'question.en = "What is the weather like?"', record)
    copy.write("factors/weather.toml", record.replace('id = "change"', 'id = "weather"'))
    (copy.folder / "factors/change.toml").unlink()
    copy.take_precedents()
    for folder in ("scenarios", "structures", "cases"):
        for path in (copy.folder / folder).iterdir():
            content = path.read_text(encoding="utf-8").replace("answers.change", "answers.weather")
            content = re.sub(r"(answers = {.*)\bchange = ", r"\1weather = ", content)
            content = content.replace('factor = "change"', 'factor = "weather"')
            path.write_text(content, encoding="utf-8")
    guide = copy.guide()
    assert "{: #weather }" in made(guide, "en")["choosing.md"]
    form = Document(made(guide, "en")["calculator.md"])
    assert "What is the weather like?" in form.one("fieldset", id="weather").text
    assert not list(form.all("fieldset", id="change"))
    renamed, named = recommend({"weather": "fast"}, guide), recommend({"change": "fast"})
    assert renamed.ranking == named.ranking != recommend({}).ranking


@pytest.mark.long
def test_a_third_language_needs_nothing_but_data(copy: DataCopy) -> None:
    add_german(copy)
    guide = copy.guide()
    assert list(guide.languages) == ["ru", "en", "de"]
    shown = told(guide, "de")
    for place, text in texts(guide):
        assert text["de"] == f"[de] {text['en']}", place
        if not place.startswith(NOT_ON_PAGES) and not place.endswith("/written"):
            assert words(text["de"]) in shown, place
    assert made(guide, "de").keys() == made(guide, "en").keys()
    assert made(guide, "en") == made(load_guide(), "en")
    result = recommend({"regions": "one"}, guide)
    assert result.weights == recommend({"regions": "one"}).weights
    assert [(s.structure, s.fit) for s in result.ranking] == [
        (s.structure, s.fit) for s in recommend({"regions": "one"}).ranking
    ]
    for form in ("text", "markdown"):
        assert "[de] " in render_report(result, guide, "de", form)
    problems = render_problems(read_answers({"size": ""}, guide)[1], guide, "de")
    assert "[de] " in problems


def add_german(copy: DataCopy) -> None:
    """Write every English text once more as German, marked, as a translator would add it."""
    string = r'("""(?:[^"]|"(?!""))*"""|"(?:[^"\\]|\\.)*")'

    def german(text: str) -> str:
        return text.replace('"""\n', '"""\n[de] ', 1) if '"""' in text else f'"[de] {text[1:]}'

    copy.take_precedents()
    for path in copy.folder.rglob("*.toml"):
        content = path.read_text(encoding="utf-8")
        content = re.sub(
            rf"^(\w+\.|)en = {string}$",
            lambda m: f"{m[0]}\n{m[1]}de = {german(m[2])}",
            content,
            flags=re.M,
        )
        content = re.sub(rf", en = {string}", lambda m: f"{m[0]}, de = {german(m[1])}", content)
        path.write_text(content, encoding="utf-8")
    head, group, rest = copy.read("guide.toml").partition("[[group]]")
    language = '[[language]]\nid = "de"\nname = "Deutsch"\ndecimal = ","\nthousands = "."\n\n'
    copy.write("guide.toml", head + language + group + rest)
