"""Python as it is once it has started from the snapshot, whatever the application."""

import json
from pathlib import Path

from hooks.application import CALCULATOR, papers
from hooks.quickstart import library, wheel
from hooks.quickstart.tests.started import Quick, run_in_pyodide
from hooks.warm_up import PARSER, READERS

LIST_MODULES = """
import json, sys
print(json.dumps(list(sys.modules)))
"""

# What the page fetches when it is asked for a file is in no wheel; a command imports it too.
IMPORT_ALL = """
import importlib, json, pkgutil, service_structure, jinja2, markupsafe
from service_structure.views.fetched import imported

for name in SOURCES:
    imported(name, SOURCES)
files = {}
for package in (service_structure, jinja2, markupsafe):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not module.name.endswith("__main__"):
            files[module.name] = importlib.import_module(module.name).__file__
print(json.dumps(files))
"""

# All that is in the tables which come later.
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
import gc, weakref
import service_structure.views.bridge as bridge, service_structure.views.chart_specs as specs

class Ring:
    of_the_snapshot = bridge

tracked = len(gc.get_objects())
ring = Ring()
ring.itself = ring
gone = weakref.ref(ring)
del ring
vars(specs).clear()  # frees functions and classes of the snapshot
collected = [gc.collect() for _ in range(3)]
print(tracked, gone() is None, collected[2])
print(bridge.handle('{"want": "upload", "lang": "en", "text": "{}"}'))
"""


def test_every_module_of_the_wheels_can_be_imported(built: Path) -> None:
    program = f"SOURCES = {json.loads(papers())}\n{IMPORT_ALL}"
    files = json.loads(run_in_pyodide(built, program))
    assert {"service_structure.views.bridge", "jinja2.environment", "markupsafe._native"} <= set(
        files
    )
    assert all(file.endswith(".pyc") for file in files.values())


def test_every_module_that_the_page_can_reach_is_in_the_snapshot(
    built: Path, quick: Quick, tmp_path: Path
) -> None:
    wheel.unpack(CALCULATOR, tmp_path / "trees")
    reached = set(library.reached_modules(CALCULATOR, tmp_path / "trees"))
    assert {
        "service_structure.views.bridge",
        "service_structure.decision.model",
        "jinja2",
    } <= reached
    assert not reached & {"service_structure.commands.cli", "service_structure.commands.batch"}
    imported = set(json.loads(run_in_pyodide(built, LIST_MODULES, quick)))
    # The warm-up has dropped these.
    done = {PARSER, *[f"service_structure.source.{name}" for name in READERS]}
    assert done <= reached
    assert not done & imported
    assert reached - done <= imported, "name what is missing in the list of modules for take()"


def test_two_starts_from_one_snapshot_draw_different_random_numbers(
    built: Path, quick: Quick
) -> None:
    draw = "import random; print(random.random())"
    assert run_in_pyodide(built, draw, quick) != run_in_pyodide(built, draw, quick)


def test_tables_that_come_later_read_the_same(built: Path, quick: Quick, wrong: Quick) -> None:
    whole = run_in_pyodide(built, READ_TABLES)
    assert len(set(whole.split())) == 2 * len(whole.splitlines())
    for parted in (quick, wrong):
        assert run_in_pyodide(built, READ_TABLES, parted) == whole


def test_the_collector_tracks_what_is_made_after_the_start(built: Path, quick: Quick) -> None:
    found, answer = run_in_pyodide(built, COLLECT, quick).splitlines()
    tracked, collects, left = found.split()
    assert int(tracked) < 1000, "the collector looks through the snapshot"
    assert (collects, left) == ("True", "0")
    assert "state" in json.loads(answer)
