"""One thing that is tried, and what it says when it has ended."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser
from playwright.sync_api import Error as BrowserError

from tools.faults.host import Host
from tools.faults.judge import Outcome, wrong


@dataclass(frozen=True)
class Trial:
    """A page, what goes wrong there, and with which file if it is one."""

    page: str
    fault: str
    file: str
    run: Callable[[Browser, Host], Outcome]

    def outcome(self, browser: Browser, host: Host) -> Outcome:
        """Try it, and leave the host sound."""
        try:
            return self.run(browser, host)
        except (BrowserError, RuntimeError) as error:
            return wrong(str(error).splitlines()[0])
        finally:
            host.fault = None
            host.is_cut = False
