"""What a page asks for, what goes wrong while it does, and how its requests are made to wait."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, Route

GIVEN_UP = "net::ERR_ABORTED"
"""How the browser calls what a page or worker still fetched when it was left."""

INNER = ("data:", "blob:")
"""How addresses begin of what a page or worker already holds."""


@dataclass(frozen=True)
class Traffic:
    """Addresses that were asked for; requests that failed, and what the console was warned of."""

    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> "Traffic":
        """What the page and its workers do from now on."""
        found = cls()

        def keep_failed(request: Request) -> None:
            if request.failure != GIVEN_UP:
                found.failed.append(f"{request.url}: {request.failure}")

        context = page.context
        context.on("request", lambda request: found.asked.append(request.url))
        context.on("requestfailed", keep_failed)
        context.on("response", lambda r: found.failed.append(r.url) if r.status >= 400 else None)
        page.on(
            "console",
            lambda m: found.failed.append(m.text) if m.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: found.failed.append(str(error)))
        return found

    def from_elsewhere(self, address: str) -> list[str]:
        """What was asked of another host than that of `address`."""
        own = urlsplit(address).netloc
        return [
            url for url in self.asked if urlsplit(url).netloc != own and not url.startswith(INNER)
        ]


class Held:
    """The requests of a context for what a pattern names: they wait until they are released."""

    def __init__(self, context: BrowserContext, pattern: str) -> None:
        self._waiting: list[Route] = []
        self._released = False
        context.route(pattern, self._hold)

    def _hold(self, route: Route) -> None:
        if self._released:
            route.continue_()
        else:
            self._waiting.append(route)

    def release(self) -> None:
        """Let all go on that wait, and all that come."""
        self._released = True
        for route in self._waiting:
            route.continue_()
