"""A first visit is light: what a browser fetches before the reader does anything."""

import pytest
from playwright.sync_api import Page, Response

LIMIT = 150_000  # bytes transferred
REQUESTS = 12  # fewer than these
WITHOUT_CALCULATOR = ["", "structures/matrix/", "comparison/", "method/"]


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


def _transferred(response: Response) -> int:
    sizes = response.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]
