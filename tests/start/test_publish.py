"""Which start is published, by the environment and by what can be built; and the site it makes."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import BrowserContext, expect

from benchmarks import peers
from hooks import application, quickstart
from hooks.application import publish
from hooks.commands import build, stage
from hooks.commands.serve import server
from hooks.pages import home, pages
from hooks.publish.offline import write_service_worker
from hooks.quickstart import BuildError, StepError, builder, library
from service_structure import load_guide, load_precedents
from tests.site.built import copy_as_new, runtime_of
from tests.support import Document

KEPT = """async (files) => {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await Promise.all(files.map((file) => caches.match(file)));
    if (found.every(Boolean)) return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return false;
}"""
"""Waits up to a minute until all files are kept."""

OF_OTHER_PAGES = re.compile(r"/en/(sitemap\.xml|search/search_index\.json)$|^Network error$")
"""What the console says of the files that the theme uses to search and to change pages."""

FAULT = "this Python writes its modules otherwise"


@pytest.fixture
def address_of() -> Iterator[Callable[[Path], str]]:
    """Serves a folder."""
    running = []

    def serve(folder: Path) -> str:
        running.append(server(0, folder))
        threading.Thread(target=running[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{running[-1].server_port}/"

    yield serve
    for each in running:
        each.shutdown()
        each.server_close()


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Pyodide whose Python compiles no module, and no environment variable set."""

    def fail(*_: object, **__: object) -> NoReturn:
        raise BuildError(FAULT)

    monkeypatch.setattr(library, "compile_with_pyodide", fail)
    monkeypatch.setattr(builder, "_unlink", bytes)  # takes seconds, beside what fails
    monkeypatch.setattr(application, "CACHE", tmp_path / "cache")
    for name in ("CI", "RUNTIME", "QUICKSTART_WITHOUT"):
        monkeypatch.delenv(name, raising=False)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_ordinary_start_is_published_on_demand_without_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RUNTIME", "ordinary")
    monkeypatch.setenv("CI", "true")
    assert not publish(tmp_path / "runtime").quick
    assert "python.zst" not in names(tmp_path / "runtime")
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("broken")
def test_a_failed_step_leads_to_the_ordinary_start_and_a_warning_that_names_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    published = publish(tmp_path / "runtime")
    assert not published.quick
    assert set(published.hashes) == names(tmp_path / "runtime")
    warning = capfd.readouterr().err
    assert "WARNING" in warning
    assert f"the step “compile modules” of the quick start failed: {FAULT}" in warning
    assert "hooks/quickstart/UPGRADE.md" in warning
    assert (application.ROOT / "hooks" / "quickstart" / "UPGRADE.md").is_file()


@pytest.mark.usefixtures("broken")
def test_a_failed_step_is_an_error_where_ci_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(BuildError, match=r"the step “compile modules”.*failed") as caught:
        publish(tmp_path / "runtime")
    assert not isinstance(caught.value, StepError)
    assert "UPGRADE.md" in str(caught.value)
    assert not (tmp_path / "runtime").exists()


def test_an_unknown_start_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNTIME", "slow")
    with pytest.raises(BuildError, match="RUNTIME is 'slow': set it to quick or ordinary"):
        publish(tmp_path)


@pytest.mark.long
@pytest.mark.usefixtures("broken")
def test_pages_are_staged_with_the_ordinary_start_when_a_step_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    one = load_guide()
    one = replace(one, languages={"en": one.languages["en"]})
    monkeypatch.setattr(stage, "read_guide", lambda _: one)
    for module in (stage, pages, home):  # the precedents have the other language too
        monkeypatch.setattr(module, "load_precedents", lambda _: load_precedents())
    assert stage.main([str(tmp_path / "stage")]) == 0
    assert "compile modules" in capfd.readouterr().err
    runtime = tmp_path / "stage" / "en" / "docs" / "runtime"
    assert (runtime / "pyodide.asm.wasm").is_file()
    assert "undefined" in (runtime / "start.js").read_text()
    monkeypatch.setenv("CI", "true")
    assert stage.main([str(tmp_path / "stage")]) == 1
    assert FAULT in capfd.readouterr().out


@pytest.mark.parametrize("passed", [True, False])
def test_the_build_ends_with_what_its_start_is_or_with_an_error(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    passed: bool,
) -> None:
    """RUNTIME reaches the process that builds Python; a start that there is not stops the build."""
    monkeypatch.setattr(build, "build_language", _build_nothing)
    for needs_pages in ("write_embedded", "fingerprint_assets"):
        monkeypatch.setattr(build, needs_pages, _build_nothing)
    monkeypatch.setenv("RUNTIME", "ordinary" if passed else "slow")
    into = tmp_path / "site"
    into.mkdir()
    assert build.main(["--into", str(into)]) == (0 if passed else 1)
    told = capfd.readouterr().out
    assert ("with Pyodide's ordinary start" in told) is passed
    assert ("RUNTIME is 'slow'" in told) is not passed
    assert (into / "service-worker.js").is_file() is passed


def _build_nothing(*_: object) -> bool:
    return True


@pytest.mark.weekly
def test_a_page_with_the_ordinary_start_answers_and_says_nothing_in_the_console(
    site: Path,
    new_context: Callable[..., BrowserContext],
    address_of: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    page = new_context(service_workers="allow").new_page()
    folder = tmp_path / "repo"
    copy_as_new(site, folder, ignore=shutil.ignore_patterns("runtime"))
    guide = load_guide()
    former = runtime_of(site).relative_to(site)
    published = quickstart.build(
        application.CALCULATOR, folder / former, tmp_path / "cache", quick=False
    )
    write_service_worker(guide, folder, published, f"{former}/")
    told: list[str] = []
    page.on("console", lambda said: told.append(f"{said.text} {said.location['url']}"))
    page.on("pageerror", lambda error: told.append(str(error)))
    address = f"{address_of(tmp_path)}repo/en/calculator/"
    page.goto(address)
    status = page.locator("#calculator-status")
    expect(status).to_have_text(guide.messages["status_ready"]["en"], timeout=60_000)
    page.check('input[name="regions"][value="one"]')
    page.wait_for_function("() => location.hash.includes('regions=one')")
    files = [f"../../{former}/{name}" for name in published.needed]
    assert page.evaluate(KEPT, files), "the service worker has not kept what Python starts from"
    assert not told
    page.context.set_offline(True)
    page.reload()
    expect(status).to_have_text(guide.messages["status_ready"]["en"], timeout=60_000)
    for offline in (False, True):  # what is emulated before a visit may be lost on the way
        page.context.set_offline(offline)
    page.wait_for_function("() => !navigator.onLine")
    # The theme asks for these two at once. They are kept with the other pages, of no use without.
    assert not [line for line in told if not OF_OTHER_PAGES.search(line)]


def test_the_ordinary_start_that_is_measured_lies_where_its_page_looks(tmp_path: Path) -> None:
    """Else the benchmark of the start waits for a page that never answers."""
    peers.add_ordinary(tmp_path)
    page = tmp_path / "en" / "calculator" / "index.html"
    (form,) = [one for one in Document(page.read_text("utf-8")).elements if one.get("data-runtime")]
    runtime, assets = (page.parent / form[f"data-{name}"] for name in ("runtime", "assets"))
    assert (runtime / "pyodide.mjs").is_file()
    assert "loadPyodide" in (assets / "worker.js").read_text("utf-8")
