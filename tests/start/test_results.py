"""The calculator answers in the browser what it answers in CPython, to the last bit."""

import json
import os
import subprocess
import sys
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from hooks.application import READERS, ROOT, papers
from hooks.quickstart.programs import LIBRARY
from hooks.quickstart.tests.started import Quick, ask_in_node, run_in_pyodide
from hooks.readers import reader
from hooks.warm_up import FORM, UNUSED_FIELDS
from service_structure import load_guide
from service_structure.papers import FORMS
from service_structure.views.bridge import handle
from tests.start import recording
from tests.support import tries

RECORDING = Path(recording.__file__)
MODEL_TESTS = (
    *("answers", "edges", "explain", "known_numbers", "link", "methods", "model", "numbers"),
    *("queueing", "queueing_faults", "rated", "robustness", "sensitivity", "staffing"),
    "weights",
)
"""The tests of the package that ask nothing but the package."""

THOUSANDS = "rated.py::test_where_groups_have_five_agents_each_the_ratings_agree"
"""Makes thousands of calls of functions that other tests call as well."""

LIST_TEMPLATES = """
import json
from service_structure.source.loader import load_guide
from service_structure.views import environment

guide = load_guide()
found = {language: environment(guide, language) for language in guide.languages}
print(json.dumps({
    language: {"compiled": [key[1] for key in env.cache.keys()], "auto_reload": env.auto_reload}
    for language, env in found.items()
}))
"""

# Every kind of fault that an address can have: see decision.link and case.answers.
ANSWER_FAULTS = """
import json
from service_structure import load_guide
from service_structure.views.bridge import handle
from service_structure.views.deferred import DEFERRED

fragments = [
    "weather=fine", "regions=17", "v=1999.01", "regions", "regions=one&regions=few", "=%F0",
]
answers = [
    json.loads(handle(json.dumps({"want": "result", "state": fragment, "lang": lang})))
    for fragment in fragments
    for lang in load_guide().languages
]
print(json.dumps(answers))
"""

FETCHED = f"FORMS, SOURCES = {[*FORMS]}, {papers()!r}\n"
"""What the page fetches before it asks for a file to hand in."""

# All that the reader sees of a scenario: every number of the model, every page result in one of the
# languages, and, by turns, one of those that take long and a file to hand in. The page fetches the
# casebook apart.
ANSWER_ALL = """
import json
from urllib.parse import urlencode
from service_structure import load_guide, recommend
from service_structure.views.bridge import WANTED, handle
from service_structure.views.findings import Findings

Findings.precedents = ()
NUMBERS = {"n.aht": "275,5", "n.agent_cost": "12", "w.cost": "21"}
LONG = ("nearest", "acceptability", "pairs")
guide = load_guide()
languages = list(guide.languages)
found = {}
for n, scenario in enumerate(guide.scenarios.values()):
    result = recommend(scenario.answers, guide)
    own = NUMBERS if n % 3 == 0 else {"p.structure": list(guide.structures)[n % 8]}
    state = urlencode(sorted({**scenario.answers, **own}.items()))
    request = {"state": state, "form": "csv", "cases": [{"name": "a", "state": state}], "text": "{"}
    request["lang"] = languages[n % len(languages)]
    brief = ["alike", "Retail", "Somebody", "matrix", "Joined up.", "Well.", dict(scenario.answers)]
    request |= {"precedents": json.dumps([brief]), "sources": "{}"}
    request["texts"] = {"calls.contacts": "60", "chats.contacts": "900 a day", "calls.aht": "x" * n}
    paper = {"form": FORMS[n % len(FORMS)], "date": "2026-11-28", "sources": SOURCES}
    found[scenario.id] = {
        "weights": [[w.criterion, w.points] for w in result.weights],
        "ranking": [
            [s.structure, s.fit, s.candidate, [[c.criterion, c.amount] for c in s.contributions]]
            for s in result.ranking
        ],
        "recommended": result.recommended,
        "views": [
            handle(json.dumps({**request, **(paper if want == "paper" else {}), "want": want}))
            for want in WANTED
            if want not in LONG or want == LONG[n // 4 % len(LONG)]
        ],
    }
print(json.dumps(found))
"""


# The model over its whole range, to the last bit: no view rounds it.
ANSWER_NUMBERS = """
import json
from service_structure import load_guide, recommend
from service_structure.numerics.queueing import Queue, erlang_b, erlang_c, required_agents

found = []
for load in (0.01, 0.3, 1, 2.5, 7, 33.3, 100, 1e3, 1e4, 1e5):
    for spare in (0, 1, 3, 10):
        agents = int(load) + 1 + spare
        found += [erlang_b(load, agents), erlang_c(load, agents)]
        for patience in (None, 5, 60, 600):
            queue = Queue(load * 12, 300, agents, patience)
            found += [queue.mean_wait, queue.occupancy, queue.abandonment, queue.service_level(20)]
    found.append(required_agents(load * 12, 300, service_level=0.8, within=20, patience=90))
guide = load_guide()
for factor in guide.factors.values():
    for level in factor.levels:
        for numbers in ({}, {"aht": 275.5, "contacts_per_hour": 90}):
            result = recommend({factor.id: level.id}, guide, numbers=numbers)
            found += [[s.fit, *(c.amount for c in s.contributions)] for s in result.ranking]
print(json.dumps(found))
"""

# Modules of the standard library that the snapshot lacks, for a program that is not the page's.
BRING = """
import marshal, sys, types
for name, code in {codes}.items():
    module = sys.modules[name] = types.ModuleType(name)
    exec(marshal.loads(bytes.fromhex(code)), module.__dict__)
"""
BROUGHT = ("_compat_pickle", "pickle")
"""What the recording needs, in the order in which one needs the other."""

# No start has the texts that leave the snapshot: results hold records of the guide.
FORGET = """
import gc
from service_structure.source.loader import load_guide

guide = load_guide()
for record in gc.get_objects():
    for field in {fields}.get(type(record).__name__, ()):
        object.__setattr__(record, field, None)
"""

# What every recorded call gives, in short; only modules that are in the snapshot can be imported.
REPLAY = """
import _sha2, zlib
for name, result in replay(zlib.decompress(bytes.fromhex("{calls}"))):
    print(name, _sha2.sha256(result).hexdigest())
"""


@pytest.fixture(
    params=["quick", *(pytest.param(name, marks=pytest.mark.weekly) for name in ("wrong", "whole"))]
)
def start(request: pytest.FixtureRequest) -> Quick | None:
    """The WebAssembly split by profile, split wrongly, or whole as Pyodide publishes it."""
    return None if request.param == "whole" else request.getfixturevalue(request.param)


def test_the_snapshot_looks_for_no_file(built: Path, quick: Quick) -> None:
    templates = json.loads(run_in_pyodide(built, LIST_TEMPLATES, quick))
    folder = ROOT / "calculator" / "service_structure" / "views"
    for language in templates.values():
        names = {p.name for p in folder.glob("*.html.jinja")}
        assert set(language["compiled"]) >= {n for n in names if n.partition(".")[0] not in FORM}
        assert not language["auto_reload"]


@pytest.mark.long
def test_results_in_the_browser_are_those_of_cpython(built: Path, start: Quick | None) -> None:
    program = FETCHED + ANSWER_ALL + ANSWER_FAULTS
    results, faults = here = [json.loads(line) for line in answered(program).splitlines()]
    assert results
    assert faults
    printed = run_in_pyodide(built, program, start)
    assert [json.loads(line) for line in printed.splitlines()] == here


def test_every_faulty_address_is_told_of() -> None:
    answers = json.loads(answered(ANSWER_FAULTS))
    assert answers
    assert all(answer["problems"] for answer in answers)


def test_numbers_in_the_browser_are_those_of_cpython_to_the_last_bit(
    built: Path, start: Quick | None
) -> None:
    here = json.loads(answered(ANSWER_NUMBERS))
    assert len(here) > 1000
    assert json.loads(run_in_pyodide(built, ANSWER_NUMBERS, start)) == here


@pytest.mark.skipif("PARITY" not in os.environ, reason="it takes minutes: make parity")
def test_every_call_that_the_tests_of_the_model_make_gives_the_same_bits(
    built: Path, start: Quick | None, tmp_path: Path
) -> None:
    calls = recorded_calls(tmp_path / "calls")
    fields = {kind.__name__: names for kind, names in UNUSED_FIELDS.items()}
    program = FORGET.format(fields=fields) + RECORDING.read_text()
    program += REPLAY.format(calls=zlib.compress(calls).hex())
    here = answered(program).splitlines()
    assert len(here) > 1500
    with zipfile.ZipFile(built / LIBRARY) as archive:
        codes = {name: archive.read(f"{name}.pyc")[16:].hex() for name in BROUGHT}
    program = BRING.format(codes=codes) + program
    assert run_in_pyodide(built, program, start).splitlines() == here


def test_every_single_answer_needs_only_the_first_part(built: Path, quick: Quick) -> None:
    """They are not among what the profile was taken of."""
    guide = load_guide()
    requests = [
        json.dumps({"want": "result", "state": f"{factor.id}={level.id}", "lang": "en"})
        for factor in guide.factors.values()
        for level in factor.levels
    ]
    answers = json.loads(ask_in_node(built, replace(quick, rest=Path("missing")), requests))
    assert answers == [json.loads(handle(request)) for request in requests]


def test_readers_as_chance_has_them_need_only_the_first_part(built: Path, quick: Quick) -> None:
    """Others than the profile was taken of, with today's structure, numbers and names.

    A rare one may need another function, and then waits for the second part.
    """
    guide, lost = load_guide(), replace(quick, rest=Path("missing"))

    def is_answered(seed: int) -> bool:
        try:
            ask_in_node(built, lost, list(reader(seed, guide)))
        except AssertionError as error:
            if "ENOENT" not in str(error):  # something else is wrong than what is missing
                raise
            return False
        return True

    count = tries(24)
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(is_answered, range(READERS, READERS + count)))
    assert sum(answers) >= 11 * count // 12


@cache
def answered(program: str) -> str:
    """What a program prints here."""
    return subprocess.check_output([sys.executable, "-"], cwd=ROOT, input=program, text=True)


def recorded_calls(file: Path) -> bytes:
    """The calls that the tests of the model make, as recording.py writes them."""
    tests = [f"tests/core/test_{name}.py" for name in MODEL_TESTS]
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "-p", "tests.start.recording"]
    options += [f"--deselect=tests/core/test_{THOUSANDS}"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--recorded", file, *tests],
        cwd=ROOT,
        env=os.environ
        | {
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'calculator'}",
            "HYPOTHESIS_PROFILE": "recorded",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return file.read_bytes()
