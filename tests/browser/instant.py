"""Instant navigation: the theme shows another page without loading it anew."""

from playwright.sync_api import BrowserContext, Page, Route

from tests.site.built import HOME, SITE


def allow_instant_navigation(pages: Page | BrowserContext, address: str) -> None:
    """Let the site map speak of `address`, where the tests serve the site.

    The theme shows a page without loading it anew only if the site map lists its address.
    """

    def answer(route: Route) -> None:
        path = SITE / route.request.url.removeprefix(address)
        text = path.read_text(encoding="utf-8").replace(HOME, address)
        route.fulfill(body=text, content_type="application/xml")

    pages.route("**/sitemap.xml", answer)


def follow(page: Page, address: str) -> None:
    """Click a link to a page of the site: one put there for it, whatever the menu looks like."""
    page.locator("article").first.wait_for(state="attached")  # the page may still be read
    page.evaluate(
        """address => {
            const link = document.createElement("a");
            link.href = address;
            link.textContent = "follow";
            link.id = "follow";
            document.querySelector("article").prepend(link);
        }""",
        address,
    )
    page.locator("#follow").click()
    page.wait_for_url(address)
