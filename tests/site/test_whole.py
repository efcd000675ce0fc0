"""Every page names the hashes of what it loads, and has the script that says what has not come."""

import json
import re
from pathlib import Path

from hooks.publish.whole import add_integrity, whole_script
from hooks.quickstart import integrity
from service_structure.source.records import Guide
from tests.site.built import assets_of

LOADED = re.compile(
    r'<(?:script|link)\b(?=[^>]*(?:\ssrc=|rel="(?:stylesheet|modulepreload)"))[^>]*>'
)
HASHES = re.compile(r'<script type="application/json" id="hashes">(.*?)</script>')


def test_every_script_and_style_of_every_page_has_its_hash(site: Path) -> None:
    hashes: dict[Path, str] = {}
    for page in site.rglob("*.html"):
        for tag in LOADED.findall(page.read_text("utf-8")):
            address = re.search(r'\s(?:src|href)="([^"]+)"', tag)
            named = re.search(r'\sintegrity="([^"]+)"', tag)
            assert address, tag
            assert named, f"{page}: {tag}"
            file = (page.parent / address[1]).resolve()
            hashes.setdefault(file, integrity(file.read_bytes()))
            assert named[1] == hashes[file], f"{page}: {tag}"


def test_calculators_have_the_hashes_of_what_they_fetch(guide: Guide, site: Path) -> None:
    fetched = {"papers.json", "precedents.json", "vega.min.js", "draw.js", "chart-worker.js"}
    for language in guide.languages:
        assets = assets_of(site, language)
        for place in ("calculator", "embed"):
            block = HASHES.search((site / language / place / "index.html").read_text("utf-8"))
            assert block
            told = json.loads(block[1])
            examples = {f"precomputed/{scenario}.json" for scenario in guide.scenarios}
            assert fetched < told.keys()
            assert examples & told.keys()
            assert told == {name: integrity((assets / name).read_bytes()) for name in told}


def test_every_page_of_a_language_says_what_has_not_come(guide: Guide, site: Path) -> None:
    for language in guide.languages:
        for page in (site / language).rglob("index.html"):
            text = page.read_text("utf-8")
            assert str(whole_script()) in text, page
            assert guide.messages["incomplete"][language] in text


def test_hashes_are_named_anew_for_files_that_have_changed(tmp_path: Path) -> None:
    page, sheet = tmp_path / "index.html", tmp_path / "style.css"
    page.write_text('<link rel="stylesheet" href="style.css"><link rel="icon" href="style.css">')
    for content in (b"a {}", b"b {}"):
        sheet.write_bytes(content)
        add_integrity(tmp_path)
        text = page.read_text()
        assert f'<link rel="stylesheet" href="style.css" integrity="{integrity(content)}">' in text
        assert text.count("integrity") == 1
