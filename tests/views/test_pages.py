"""The pages as Markdown: whatever stands in the source stands on them, and follows every edit."""

import html
import re
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from hooks.pages.conditions import dependences, own_conditions
from hooks.pages.pages import navigation
from service_structure import load_guide, load_precedents, recommend
from service_structure.decision.explain import questions
from service_structure.decision.link import read_fragment
from service_structure.decision.usual import usual_values
from service_structure.source.model_records import Condition, Factor
from service_structure.source.records import Guide
from service_structure.source.translations import texts
from service_structure.views import (
    environment,
    render_form,
    render_problems,
    render_report,
    render_result,
)
from tests.support import ROOT, DataCopy, Document, words
from tests.views.made import NOT_ON_PAGES, made, made_pages, told

LANGUAGES = list(load_guide().languages)

DYNAMIC_MESSAGES = (
    *("cost_less_", "cost_more_", "cost_level_", "cost_chart_", "split_chart_"),
    *("verdict_", "margin_", "method_", "fault_", "figure_", "nav_", "other_version_"),
    *("number_basis_", "number_allowed_", "typed_", "headcount_", "measure_", "forecast_"),
    *("part_", "asking_", "file_", "usage_", "queue_of_", "delta_", "move_", "cost_", "cause_"),
    *("phase_", "plan_people_", "headcount_column_", "difference_", "board_", "tab_"),
    *("sheet_", "opinion_", "volumes_", "channel_", "begin_", "turns_"),
    *("budget_", "whose_", "org_", "names_", "org_group_", "legend_"),
)
DECLARED_IN = ("docs", "calculator", "hooks", "mkdocs.yml")


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_source_stands_on_the_pages_of_its_language(
    guide: Guide, language: str
) -> None:
    shown, inside = told(guide, language), guide.languages[language].inside
    lost = [
        place
        for place, text in texts(guide)
        if not place.startswith(NOT_ON_PAGES)
        and not place.endswith("/written")  # how an amount is written stands beside figures
        and words(text[language]) not in shown
        and words(inside(text[language])) not in shown  # a name within a sentence
    ]
    assert not lost, "these texts are on no page: show them, or remove them from the source"


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_stands_on_the_page_of_its_structure(guide: Guide, language: str) -> None:
    for structure in guide.structures.values():
        page = made(guide, language)[f"structures/{structure.id}.md"]
        for statement in structure.statements:
            _, section = page.split(f"### {statement.text[language]} {{: #{statement.id} }}")
            section = section.split("\n## ")[0].split("\n### ")[0]
            assert statement.detail[language] in section
            assert (statement.mitigation or statement.text)[language] in page
            assert guide.criteria[statement.criterion].name[language] in section
            message = "strength" if statement.strength else "strength_computed"
            told = guide.say(
                message,
                language,
                criterion=guide.criteria[statement.criterion].name[language],
                strength=shown(guide, language, statement.strength or 0),
                of=4,
            )
            assert f"[{told}](" in section
            for source in statement.sources:
                assert f"sources.md#{source})" in section


def shown(guide: Guide, language: str, value: float) -> str:
    return guide.languages[language].figure(value, "g")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_statement_names_every_question_and_circumstance_on_which_it_depends(
    guide: Guide, language: str
) -> None:
    """Each question with what its answers multiply, each circumstance where it is explained."""
    choosing = made(guide, language)["choosing.md"]
    for structure in guide.structures.values():
        page = made(guide, language)[f"structures/{structure.id}.md"]
        for statement in structure.statements:
            _, section = page.split(f"### {statement.text[language]} {{: #{statement.id} }}")
            section = section.split("\n## ")[0].split("\n### ")[0]
            for name in statement.circumstances:
                assert f"](../choosing.md#{name})" in section
                _, explained = choosing.split(f"{{: #{name} }}\n")
                explained = explained.split("\n### ")[0]
                assert f"](structures/{structure.id}.md#{statement.id})" in explained
            for condition in own_conditions(statement, guide):
                check_condition(condition, section, guide, language)
            always = guide.messages["always"][language]
            assert (always in section) == bool(statement.strength and not statement.conditions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_circumstance_is_explained_by_its_questions(guide: Guide, language: str) -> None:
    page = made(guide, language)["choosing.md"]
    for circumstance in guide.circumstances.values():
        _, section = page.split(f"### {circumstance.name[language]} {{: #{circumstance.id} }}")
        section = section.split("\n### ")[0]
        assert circumstance.meaning[language] in section
        for condition in circumstance.conditions:
            check_condition(condition, section, guide, language)


def check_condition(condition: Condition, section: str, guide: Guide, language: str) -> None:
    """One line has the question, what every answer multiplies, why, and what to say at zero."""
    factor = guide.factors[condition.factor]
    (line,) = (x for x in section.splitlines() if f"choosing.md#{factor.id}): " in x)
    for level in factor.levels:
        times = shown(guide, language, condition.times[level.id])
        assert f"{level.name[language]} ×{times}" in line
    assert condition.because[language] in line
    assert condition.off is None or condition.off[language] in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_about_goals_has_a_row_with_its_moves_and_its_reason(
    guide: Guide, language: str
) -> None:
    for factor in guide.factors.values():
        if not factor.goal:
            continue
        rows = tables(guide, language, factor)[1]
        for level, (name, prior, moves, because) in zip(factor.levels, rows[1:], strict=True):
            assert name == level.name[language]
            assert prior == percent(guide, language, level.prior)
            reason = level.because or guide.messages["no_effect"]
            assert because == words(reason[language])
            for criterion, points in level.moves.items():
                figure = f"{points:+g}".replace("-", "−")
                figure = figure.replace(".", guide.languages[language].decimal)
                assert f"{guide.criteria[criterion].name[language]}&nbsp;{figure}" in moves


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_that_depends_on_an_answer_has_a_row_with_its_multipliers(
    guide: Guide, language: str
) -> None:
    """Shared circumstances stand for their statements; the answers also bring numbers."""
    for factor in guide.factors.values():
        found = tables(guide, language, factor)
        expected = [
            (f"{each.structure.short[language]}: {each.statement.text[language]}", each.condition)
            for each in dependences(guide)[factor.id]
        ]
        if factor.goal and not expected:
            assert len(found) == 2
            continue
        head, *rows = found[-1]
        assert head[2:] == [level.name[language] for level in factor.levels]
        cells = {re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", row[0]): row[1:] for row in rows}
        for name, condition in expected:
            times = [shown(guide, language, condition.times[v.id]) for v in factor.levels]
            assert cells[name][1:] == [f"×{each}" for each in times]
        for circumstance in guide.circumstances.values():
            for condition in circumstance.conditions:
                if condition.factor == factor.id:
                    (row,) = (r for r in rows if f"](#{circumstance.id})" in r[0])
                    times = [shown(guide, language, condition.times[v.id]) for v in factor.levels]
                    assert row[2:] == [f"×{each}" for each in times]
        for number in {number for level in factor.levels for number in level.numbers}:
            values = [shown(guide, language, level.numbers[number]) for level in factor.levels]
            assert cells[guide.assumptions[number].name[language]][1:] == values
        if not factor.goal:
            priors = [percent(guide, language, level.prior) for level in factor.levels]
            assert cells[guide.messages["prior"][language]][1:] == priors


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_tells_what_it_alone_makes_likelier(guide: Guide, language: str) -> None:
    before = {own.structure: own.probability for own in recommend({}, guide).ranking}
    told = 0
    for factor in guide.factors.values():
        rows = tables(guide, language, factor)[0][1:]
        for level, (name, changes) in zip(factor.levels, rows, strict=True):
            assert name == level.name[language]
            after = recommend({factor.id: level.id}, guide)
            for own in after.ranking:
                change = round(100 * (own.probability - before[own.structure]), 6)
                link = f"[{guide.structures[own.structure].short[language]}]"
                shown = re.search(rf"{re.escape(link)}\S+&nbsp;([+−]\d+)", changes)
                assert shown is None or int(shown[1].replace("−", "-")) == round(change)
                assert shown or abs(change) < 2 or changes.count("](") >= 3
                told += shown is not None
    assert told > 100


def tables(guide: Guide, language: str, factor: Factor) -> list[list[list[str]]]:
    """The tables about a question: rows of cells, the head first."""
    page = made(guide, language)["choosing.md"]
    _, section = page.split(f"### {factor.name[language]} {{: #{factor.id} }}")
    blocks = re.findall(r"(?:^\|.*\n)+", section.split("\n##")[0], re.M)
    rows = [[line for line in block.splitlines() if "| ---" not in line] for block in blocks]
    return [[[cell.strip() for cell in row[1:-1].split("|")] for row in block] for block in rows]


def percent(guide: Guide, language: str, share: float) -> str:
    return guide.say("percent", language, n=f"{100 * share:.0f}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_worked_example_shows_the_outcome_that_the_model_computes(
    guide: Guide, language: str
) -> None:
    page = made(guide, language)["examples.md"]
    for scenario in guide.scenarios.values():
        _, section = page.split(f"{{: #{scenario.id} }}")
        section = section.split("\n## ")[0]
        result = recommend(scenario.answers)
        assert percent(guide, language, result.best.probability) in section
        assert guide.messages[f"verdict_word_{result.verdict}"][language] in section
        assert f"structures/{result.recommended}.md" in section
        (fragment,) = re.findall(r'href="\.\./calculator/#([^"]+)"', section)
        case, faults = read_fragment(html.unescape(fragment), guide)
        assert not faults
        assert case.given == dict(scenario.answers)


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_has_texts_of_another_language(guide: Guide, language: str) -> None:
    shown = told(guide, language)
    sources = {words(s.author + s.title + s.publication) for s in guide.sources.values()}
    sources |= {words(r.title) for p in load_precedents(guide).values() for r in p.readings}
    for place, text in texts(guide):
        for other in set(LANGUAGES) - {language}:
            foreign = words(text[other])
            if len(foreign) > 12 and foreign != words(text[language]):
                assert foreign not in shown or any(foreign in s for s in sources), place


def pairs(factor: Factor) -> list[str]:
    """Neighbouring levels; of only two one of them always holds, which says nothing."""
    levels = [level.id for level in factor.levels]
    return [f"{one}~{other}" for one, other in pairwise(levels)] if len(levels) > 2 else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_that_exclude_each_other_stand_on_the_page_of_the_method(
    guide: Guide, language: str
) -> None:
    page = made(guide, language)["method.md"]
    for exclusion in guide.exclusions.values():
        (line,) = (x for x in page.splitlines() if exclusion.because[language] in x)
        for factor, levels in exclusion.answers.items():
            assert f"](choosing.md#{factor})" in line
            assert all(guide.factors[factor].level(x).name[language] in line for x in levels)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_comes_from_a_question_and_every_question_has_its_controls(
    guide: Guide, language: str
) -> None:
    """A radio button for each level, an empty one, and one for each two levels; none is chosen."""
    expected = {
        (f.id, x)
        for f in guide.factors.values()
        for x in (*(v.id for v in f.levels), "", *pairs(f))
    }
    for source in (render_form(guide, language), made(guide, language)["calculator.md"]):
        form = Document(source)
        radios = [r for r in form.all("input", type="radio") if r["name"] in guide.factors]
        assert len(radios) == len(expected)
        assert {(radio["name"], radio["value"]) for radio in radios} == expected
        assert not [r["name"] for r in radios if "checked" in r.attributes]
        fieldsets = {e["id"]: e for e in form.all("fieldset") if "id" in e.attributes}
        in_groups = [
            f.id for group in guide.groups for f in guide.factors.values() if f.group == group
        ]
        first = questions(recommend({}, guide), guide)[0].factor
        in_groups.remove(first)
        assert list(fieldsets) == [first, *in_groups, "today", "preferred", "symptoms"]
        for factor in guide.factors.values():
            block = words(fieldsets[factor.id].text).replace("\N{WORD JOINER}", "")
            assert factor.question[language] in block
            assert words(factor.help[language]) in block
            assert all(level.name[language] in block for level in factor.levels)
            assert fieldsets[factor.id]["aria-describedby"] in form.ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_calculator_page_holds_the_result_of_the_usual_answers(
    guide: Guide, language: str
) -> None:
    page = made(guide, language)["calculator.md"]
    assert words(render_result(recommend({}), guide, language)) in words(page)


def test_every_interface_string_is_used(guide: Guide) -> None:
    used = "\n".join(
        path.read_text(encoding="utf-8")
        for name in DECLARED_IN
        for path in ([ROOT / name] if (ROOT / name).is_file() else sorted((ROOT / name).rglob("*")))
        if path.suffix in {".jinja", ".html", ".py", ".txt", ".yml"}
    )
    named = {
        name
        for pattern in (r"""["'](\w+)(?=["'])""", r"messages\.(\w+)", r"name: (\w+)")
        for name in re.findall(pattern, used)
    }
    unused = {m for m in guide.messages.keys() - named if not m.startswith(DYNAMIC_MESSAGES)}
    assert not unused, "these messages are shown nowhere: remove them"


def test_an_unknown_name_in_a_template_stops_the_build(guide: Guide, tmp_path: Path) -> None:
    def render(template: str) -> str:
        (tmp_path / "page.jinja").write_text(template, encoding="utf-8")
        environment.cache_clear()
        return environment(guide, "en", tmp_path).get_template("page.jinja").render()

    assert render("{{ message('retry') }}") == guide.messages["retry"]["en"]
    with pytest.raises(KeyError, match="no_such_message"):
        render("{{ message('no_such_message') }}")
    with pytest.raises(KeyError, match="n"):
        render("{{ message('settings_drawn') }}")
    with pytest.raises(UndefinedError, match="no_such_name"):
        render("{{ no_such_name }}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_stands_in_the_menu_once_and_in_reading_order(
    guide: Guide, language: str
) -> None:
    found = made_pages(guide, language)
    menu = navigation(found, guide, language)
    entries: list[tuple[str, str]] = []
    for name, target in (pair for entry in menu for pair in entry.items()):
        section = [{name: target}] if isinstance(target, str) else target
        entries += [(nav, str(uri)) for entry in section for nav, uri in entry.items()]
    assert sorted(entries) == sorted((page.nav, page.uri) for page in found)
    names = [name for entry in menu for name in entry]
    assert len(names) == len(set(names)) <= 7, "a menu of more entries is no help"
    for part in {page.menu for page in found if page.menu}:
        within = [page.uri for page in found if page.menu == part]
        assert [uri for _, uri in entries if uri in within] == within


def test_a_section_of_the_menu_needs_a_name(copy: DataCopy) -> None:
    copy.edit("pages/metrics.toml", 'menu = "practice"', 'menu = "theory"')
    (fault,) = copy.faults()
    assert str(fault) == (
        'pages/metrics.toml: metrics: menu: "theory" is unknown; messages/ has no nav_theory'
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_metric_says_how_it_is_computed_how_it_misleads_and_whom_it_serves(
    guide: Guide, language: str
) -> None:
    page = made(guide, language)["metrics.md"]
    for metric in guide.metrics.values():
        _, section = page.split(f"## {metric.name[language]} {{: #{metric.id} }}")
        section = section.split("\n## ")[0]
        for text in (metric.meaning, metric.formula, metric.misleads):
            assert text[language] in section, f"metrics.toml: {metric.id}"
        assert metric.structures, f"metrics.toml: {metric.id}: name a structure that it suits"
        for suited in metric.structures:
            assert f"(structures/{suited}.md#metrics)" in section
        for source in metric.sources:
            assert f"(sources.md#{source})" in section
    for structure in guide.structures.values():
        served = [m for m in guide.metrics.values() if structure.id in m.structures]
        assert len(served) >= 2, f"metrics.toml: name more metrics that suit {structure.id}"


def test_a_metric_names_only_what_exists(copy: DataCopy) -> None:
    old = 'structures = ["centralised", "expert_line"]\nsources = []'
    copy.edit("metrics.toml", old, 'structures = ["centralized"]\nsources = ["nobody"]')
    faults = {fault.field: str(fault) for fault in copy.faults()}
    assert faults["structures"].startswith(
        'metrics.toml: metric abandonment: structures: "centralized" is unknown'
    )
    assert '"nobody" is unknown' in faults["sources"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hybrid_stands_beside_both_its_parents(guide: Guide, language: str) -> None:
    page = made(guide, language)["hybrids.md"]
    hybrids = [s for s in guide.structures.values() if s.parents]
    for hybrid in hybrids:
        _, section = page.split(f"{{: #{hybrid.id} }}")
        section = section.split("\n## ")[0]
        for criterion in guide.criteria.values():
            (row,) = (line for line in section.splitlines() if f"#{criterion.id})" in line)
            cells = [cell.strip(" *") for cell in row.strip("| ").split(" | ")][1:]
            trio = (hybrid.parents[0], hybrid.id, hybrid.parents[1])
            values = [100 * usual_values(guide)[s][criterion.id] for s in trio]
            assert cells == [f"{value:.0f}".replace("-", "−") for value in values]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_decision_table_holds_every_structure_and_its_preconditions(
    guide: Guide, language: str
) -> None:
    table = Document(made(guide, language)["decision_table.md"])
    rows = [words(row.text) for row in table.all("tr")][1:]
    for structure, row in zip(guide.structures.values(), rows, strict=True):
        assert row.startswith(structure.short[language])
        for text in (*structure.suits[:2], *structure.unsuited[:2]):
            assert words(text[language]) in row
        for needed in structure.preconditions:
            assert guide.factors[needed.factor].name[language] in row
        values = usual_values(guide)[structure.id]
        best = max(values, key=values.__getitem__)
        assert f"↑ {guide.criteria[best].name[language]}" in row


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_of_a_table_or_caption_begins_with_the_end_of_a_range_or_with_a_dash(
    guide: Guide, language: str
) -> None:
    pages = made(guide, language)
    table = pages["decision_table.md"].split("<tbody>")[1]
    (caption,) = re.findall("<figcaption>(.*?)</figcaption>", pages["structures/product.md"], re.S)
    assert "–" in table
    assert not re.search(r"\d–\d| —", table + caption)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_myth_is_answered_with_a_source_or_with_the_calculator(
    guide: Guide, language: str
) -> None:
    *myths, conflicts = guide.pages["myths"].sections
    for myth in myths:
        assert re.fullmatch("[«“].+[»”]", myth.heading[language]), "quote the belief"
        body = myth.body[language]
        cited = set(re.findall(r"\(sources\.md#([\w-]+)\)", body))
        assert cited <= guide.sources.keys()
        assert cited or myth.id == "best_for_all", f"cite what speaks against {myth.id}"
    assert "(method.md#conflicts)" in conflicts.body[language]


def test_a_page_belongs_to_the_file_that_its_words_come_from(guide: Guide) -> None:
    """The edit links lead there."""
    for page in made_pages(guide, "en"):
        assert (ROOT / "calculator" / "guide" / page.source).is_file()
        record = page.uri.removesuffix(".md").rpartition("/")[2]
        if record != "index":
            assert re.search(rf"[/_]{record}\.toml$", page.source)


def test_titles_and_descriptions_of_the_pages_of_a_language_are_all_different(
    guide: Guide,
) -> None:
    for language in LANGUAGES:
        found = made_pages(guide, language)
        for names in ([p.title for p in found], [p.description for p in found]):
            assert all(names)
            assert len(set(names)) == len(names)


def test_what_a_link_carries_is_shown_as_text_not_as_markup(guide: Guide) -> None:
    faults = read_fragment("<img src=x>=1&size=<script>&\"'=&{{ 7*7 }}", guide)[1]
    for language in LANGUAGES:
        problems = Document(render_problems(faults, guide, language))
        assert {element.tag for element in problems.elements} == {"p", "ul", "li"}
        assert len(list(problems.all("li"))) == len(faults) == 4
    assert render_problems((), guide, "en") == ""


def test_a_result_with_a_single_candidate_is_still_a_page(copy: DataCopy) -> None:
    condition = (
        '[[precondition]]\nfactor = "budget"\nat_least = "high"\n'
        'because = { ru = "Нужны деньги.", en = "It takes money." }\n\n'
    )
    only = next(s.id for s in load_guide().structures.values() if not s.preconditions)
    for structure in load_guide().structures.keys() - {only}:
        file = f"structures/{structure}.toml"
        before, table, after = copy.read(file).partition("[[statement]]")
        copy.write(file, before + condition + table + after)
    guide = copy.guide()
    result = recommend({"budget": "low"}, guide)
    assert [standing.structure for standing in result.candidates] == [only]
    for language in LANGUAGES:
        page, report = (show(result, guide, language) for show in (render_result, render_report))
        told = words(page) + words(report)
        because = guide.structures["matrix"].preconditions[-1].because[language]
        assert told.count(because) == 2 * (len(guide.structures) - 1)
