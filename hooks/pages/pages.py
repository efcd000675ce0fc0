"""Turn the guide into the Markdown pages of one language; nothing here knows MkDocs."""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from hooks.pages import casebook, precedents
from hooks.pages.api import ModuleEntry, reference
from hooks.pages.changing import lengths
from hooks.pages.citation import citation, listed_sources
from hooks.pages.conditions import dependences, own_conditions, shifts, uses
from hooks.pages.home import home, rows_of
from hooks.pages.precomputed import first_question
from hooks.pages.shipped import shipped
from hooks.pages.staffing import ERLANGS, LOADS, POOLS, examples, grid
from hooks.pages.structures import main_statements, neighbours, profile, usual_case
from hooks.pages.validation import MEASURES, METHODS, read_conflicts, read_validation
from hooks.pages.worked_example import worked_example
from service_structure.case.case import read_case
from service_structure.decision.explain import DRAWS
from service_structure.decision.link import write_fragment
from service_structure.decision.model import recommend
from service_structure.decision.settings import DRAWS as SETTINGS
from service_structure.decision.usual import usual_values
from service_structure.source.model_records import STRONGEST
from service_structure.source.plan_records import PHASES
from service_structure.source.precedents import OTHER, load_precedents
from service_structure.source.records import Guide, Page
from service_structure.staffing.costs import MOST_CONTACTS
from service_structure.views import environment, render_calculator, render_charts
from service_structure.views.chart_specs import Spec
from service_structure.views.pictures import picture

TEMPLATES = Path(__file__).parents[2] / "docs" / "pages"

DECISION_ASSUMPTIONS = (
    *("absent_penalty", "recommended_from", "likely_from", "leading_from", "shortlist_share"),
    "weight_concentration",
)
"""Assumptions that the decision model uses; the others belong to the staffing model."""

RATING_ASSUMPTIONS = (
    *("cost_best", "cost_worst", "speed_best", "speed_worst", "speed_by_wait", "breadth_loss"),
)
"""Assumptions by which the staffing model rates structures."""

SYLLABLE = re.compile(r"(?<=\w{5})(?=[бвгджзклмнпрстфхцчшщ][аеёиоуыэюя]\w{5})")

PREFORMATTED = re.compile(r"<pre\b.*?</pre>", re.DOTALL)


class _Compiled(BytecodeCache):
    """Keeps the compiled templates of one language in memory.

    Every change of the guide makes new Jinja environments. Compiling all templates again would take
    a third of the time that an editor waits for the changed page.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED: defaultdict[str, _Compiled] = defaultdict(_Compiled)
"""One cache per language: numbers in a template are formatted for a language when it compiles."""

type Navigation = list[dict[str, str | Navigation]]


@dataclass(frozen=True)
class SitePage:
    """A page of the site.

    `uri` is its Markdown file relative to the language, `nav` its name in the menu, `menu` the
    section of the menu it stands in (or ""), `source` the data file of its texts.
    """

    uri: str
    title: str
    nav: str
    description: str
    menu: str
    source: str
    markdown: str


def uris(guide: Guide) -> Iterator[str]:
    """The `uri` of every page, in reading order: without its text, which takes seconds to write."""
    for page in guide.pages.values():
        yield _uri(page)
        if page.id == "structures":
            yield from map(_uri_of_structure, guide.structures)


def pages(guide: Guide, language: str, runtime: str, address: str = "") -> tuple[SitePage, ...]:
    """Every page of one language, in reading order.

    `runtime` is the path from the root of the language to the folder with Python for the browser,
    `address` the full address of the language, if it is known.
    """
    found = []
    for page in guide.pages.values():
        if page.menu == precedents.MENU:
            found.append(_casebook_page(page, guide, language))
            continue
        found.append(_site_page(page.id, guide, language, runtime, address))
        if page.id == "structures":
            found += [structure_page(structure, guide, language) for structure in guide.structures]
    return tuple(found)


def charts(guide: Guide, language: str) -> dict[str, Spec]:
    """The specifications of all charts on the pages, by name."""
    return render_charts(recommend({}, guide), guide, language)


def navigation(site_pages: Sequence[SitePage], guide: Guide, language: str) -> Navigation:
    """The menu: pages in order; the pages of a section stand together, where its first one is."""
    menu: Navigation = []
    sections: dict[str, Navigation] = {}
    for page in site_pages:
        if page.menu and page.menu not in sections:
            sections[page.menu] = []
            menu.append({guide.messages[f"nav_{page.menu}"][language]: sections[page.menu]})
        sections.get(page.menu, menu).append({page.nav: page.uri})
    return menu


def _uri(page: Page) -> str:
    if page.menu == precedents.MENU:
        return precedents.page_of(_sector(page) or "index")
    return {"home": "index.md", "structures": "structures/index.md"}.get(page.id, f"{page.id}.md")


def _uri_of_structure(structure_id: str) -> str:
    return f"structures/{structure_id}.md"


def _sector(page: Page) -> str:
    """The sector of a page of the casebook, "" for their overview."""
    return page.id.removeprefix(precedents.PREFIX) if page.id != precedents.OVERVIEW else ""


def _site_page(page_id: str, guide: Guide, language: str, runtime: str, address: str) -> SitePage:
    """A page with its own record; without its own template it gets `page.md.jinja`."""
    page = guide.pages[page_id]
    uri = _uri(page)
    return SitePage(
        uri=uri,
        title=page.title[language],
        nav=page.nav[language],
        description=page.description[language],
        menu=page.menu,
        source=page.file,
        markdown=_render(
            f"{page_id}.md.jinja",
            uri,
            guide,
            language,
            page=page,
            runtime=runtime,
            citation=citation(guide, language, address),
            shipped=shipped(guide) if page_id == "licences" else (),
        ),
    )


def _casebook_page(page: Page, guide: Guide, language: str) -> SitePage:
    """The overview of the casebook, or the page of one sector."""
    sector, uri = _sector(page), _uri(page)
    values: dict[str, object] = {**precedents.words(guide, language)}
    cases = load_precedents(guide)
    if sector:
        template = "sector.md.jinja"
        shown = precedents.of_sector(sector, cases, language)
        values |= {"precedents": shown, "counts": casebook.counts(shown)}
    else:
        template = "cases.md.jinja"
        counts = casebook.counts(cases.values())
        values |= {
            "counts": counts,
            "near": sum(counts.countries.get(code, 0) for code in precedents.CIS),
            "agreement": casebook.agreement(casebook.read_codings()),
            "structures": [s for s in (*guide.structures, OTHER) if s in counts.structures],
            "sectors": sorted(counts.sectors, key=lambda sector: sector == OTHER),  # comes last
        }
    return SitePage(
        uri=uri,
        title=page.title[language],
        nav=page.nav[language],
        description=page.description[language],
        menu=page.menu,
        source=page.file,
        markdown=_render(template, uri, guide, language, page=page, **values),
    )


def structure_page(structure_id: str, guide: Guide, language: str) -> SitePage:
    """The page of one structure; all structures share `structure.md.jinja`."""
    structure = guide.structures[structure_id]
    uri = _uri_of_structure(structure_id)
    return SitePage(
        uri=uri,
        title=structure.name[language],
        nav=structure.short[language],
        description=structure.summary[language],
        menu=guide.pages["structures"].menu,
        source=structure.file,
        markdown=_render(
            "structure.md.jinja",
            uri,
            guide,
            language,
            structure=structure,
            profile=profile(structure, guide),
            compared=[structure.id, *neighbours(structure, guide)],
            main_statements=main_statements,
            usual=usual_case(structure.id, guide),
            MOST_CONTACTS=MOST_CONTACTS,
            precedents=precedents.of_structure(structure_id, load_precedents(guide), language),
        ),
    )


def _render(template: str, uri: str, guide: Guide, language: str, **values: object) -> str:
    """The Markdown of one page, with links relative to it, which MkDocs checks."""

    def link(target: str, anchor: str = "") -> str:
        path = posixpath.relpath(target, posixpath.dirname(uri) or ".")
        return f"{path}#{anchor}" if anchor else path

    def fragment_of(answers: Mapping[str, str]) -> str:
        return write_fragment(read_case(answers, guide)[0], guide)

    return (
        _environment(guide, language)
        .select_template([template, "page.md.jinja"])
        .render(
            link=link,
            fragment=lambda scenario: fragment_of(scenario.answers),
            fragment_of=fragment_of,
            recommend=lambda scenario: recommend(scenario.answers, guide),
            DRAWS=DRAWS,
            SETTINGS=SETTINGS,
            STRONGEST=STRONGEST,
            PHASES=PHASES,
            lengths=lambda: lengths(guide),
            worked_example=lambda: worked_example(guide),
            decision_assumptions=[guide.assumptions[name] for name in DECISION_ASSUMPTIONS],
            usual_values=usual_values(guide),
            comparison_table=lambda: _html_block(_comparison_table(guide, language)),
            home_page=lambda: _html_block(_home_page(guide, language, fragment_of)),
            listed_sources=lambda: listed_sources(guide, language),
            own_conditions=lambda statement: own_conditions(statement, guide),
            dependences=dependences(guide),
            uses=uses(guide),
            shifts=lambda factor: shifts(guide)[factor.id],
            validation=read_validation,
            validated_on=lambda: date.fromisoformat(read_validation()["date"]),
            conflicts=read_conflicts,
            MEASURES=MEASURES,
            METHODS=METHODS,
            staffing_examples=lambda: examples(guide),
            split_widget=lambda: _html_block(_split_widget(guide, language)),
            api_modules=reference,
            api_reference=lambda module: _api_reference(module, guide, language),
            rating_assumptions=[guide.assumptions[name] for name in RATING_ASSUMPTIONS],
            calculator=lambda **options: _html_block(render_calculator(guide, language, **options)),
            **values,
        )
    )


def _environment(guide: Guide, language: str) -> Environment:
    """That of the pages; it keeps what it compiles, as that of the views does, which pages hold."""
    found = environment(guide, language, TEMPLATES)
    for each in (environment(guide, language), found):
        each.bytecode_cache = COMPILED[language]
    return found


def _breakable(name: str) -> str:
    """A name whose long words may be broken before a consonant and a vowel, as Russian allows."""
    return SYLLABLE.sub("\u00ad", name)


def _comparison_table(guide: Guide, language: str) -> str:
    return (
        _environment(guide, language)
        .get_template("comparison.html.jinja")
        .render(
            page=guide.pages["comparison"],
            usual_values=usual_values(guide),
            main_statements=main_statements,
            url=_urls("comparison.md"),
            breakable=_breakable,
        )
    )


def _urls(uri: str) -> Callable[..., str]:
    """How HTML on a page links to another one; MkDocs translates the links of Markdown alone."""

    def place(file: str) -> str:
        return re.sub(r"(^|/)index\.md$|\.md$", "", file)

    def url(target: str, anchor: str = "") -> str:
        path = posixpath.relpath(place(target) or ".", place(uri) or ".") + "/"
        return f"{path}#{anchor}" if anchor else path

    return url


def _home_page(guide: Guide, language: str, fragment_of: Callable[[Mapping[str, str]], str]) -> str:
    page = guide.pages["home"]
    template = _environment(guide, language).get_template("home.html.jinja")
    return template.render(
        page=page,
        home=home(page, guide),
        question=first_question(guide),
        url=_urls("index.md"),
        picture=picture,
        rows_of=rows_of,
        fragment_of=fragment_of,
        breakable=_breakable,
        **precedents.words(guide, language),
    )


def _split_widget(guide: Guide, language: str) -> str:
    template = _environment(guide, language).get_template("split.html.jinja")
    return template.render(grid=grid(), pools=POOLS, start=LOADS.index(ERLANGS), inf=inf)


def _api_reference(module: ModuleEntry, guide: Guide, language: str) -> str:
    """The reference of a module as one block; a line break in an example is an entity there."""
    template = _environment(guide, language).get_template("api.html.jinja")
    html = template.render(module=module)
    kept = PREFORMATTED.sub(lambda found: found[0].replace("\n", "&#10;"), html)
    return _html_block(kept)


def _html_block(html: str) -> str:
    """HTML without blank lines and indents, so that Markdown takes it as one block."""
    return "\n".join(line for line in map(str.strip, html.splitlines()) if line)
