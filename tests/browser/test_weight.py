"""A first visit is light: what a browser fetches before the reader does anything."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from hooks.quickstart import manifest
from tests.site.built import runtime_of

LIMIT = 150_000  # bytes transferred
REQUESTS = 12  # fewer than these
CALCULATOR_LIMIT = 3_220_000  # bytes transferred, also by the service worker
SHARE_OF_ORDINARY = 0.45  # of the bytes that the ordinary start moves
PACKED = {".png", ".whl", ".zip", ".zst"}  # what a host does not pack again
WITHOUT_CALCULATOR = ["", "structures/matrix/", "comparison/", "method/"]

# The service worker has kept a file: the last thing that it fetches.
KEPT = "async (file) => Boolean(await caches.match(file))"
PATIENCE = 120  # times half a second


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", WITHOUT_CALCULATOR)
def test_a_first_visit_transfers_little(page: Page, address: str, language: str, path: str) -> None:
    responses: list[Response] = []

    def keep(response: Response) -> None:
        responses.append(response)

    page.on("response", keep)
    page.goto(f"{address}{language}/{path}", wait_until="networkidle")
    found = {response.url.removeprefix(address): _transferred(response) for response in responses}
    assert all(response.ok for response in responses)
    assert len(responses) < REQUESTS, found
    assert sum(found.values()) < LIMIT, found


@pytest.mark.everywhere
@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_first_visit_to_the_calculator_transfers_little(
    new_context: Callable[..., BrowserContext], address: str, site: Path, language: str
) -> None:
    context = new_context(service_workers="allow")
    asked: set[str] = set()
    context.on("request", lambda request: asked.add(request.url.partition("#")[0]))
    page = context.new_page()
    page.goto(f"{address}{language}/calculator/")
    stream = next(runtime_of(site).glob("python.zst")).relative_to(site)
    for _ in range(PATIENCE):
        if page.evaluate(KEPT, f"{address}{stream}"):
            break
        page.wait_for_timeout(500)
    else:
        pytest.fail("the service worker has not kept Python")
    names = {url.removeprefix(address) for url in asked if url.startswith(address)}
    assert {f"{language}/calculator/", str(stream), "service-worker.js"} <= names
    found = {name: _packed(site / name) for name in names if (site / name).exists()}
    assert sum(found.values()) < CALCULATOR_LIMIT, found


def test_the_quick_start_moves_less_than_half_of_the_ordinary_one(site: Path) -> None:
    runtime = runtime_of(site)
    ordinary = json.loads((runtime / manifest.FILE).read_text())
    quick = ("python.zst", "zstd.js", "start.js")
    moved, instead = (sum(_packed(runtime / n) for n in names) for names in (quick, ordinary))
    assert moved < SHARE_OF_ORDINARY * instead


def _packed(file: Path) -> int:
    """The bytes of a file, or of the page of a folder, as a host sends it."""
    file = file / "index.html" if file.is_dir() else file
    content = file.read_bytes()
    return len(content if file.suffix in PACKED else gzip.compress(content, 6))


def _transferred(response: Response) -> int:
    sizes = response.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
