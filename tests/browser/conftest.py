"""Tests of the site as browsers show it: they need `make build` and the browsers.

Which page a test takes decides how long it lasts:

    tool         the open calculator without an answer, in every language and on every screen, by
                 turns; all tests of a worker share it, so that Python has started already
    tool_everywhere  the same in every language on every screen: twice as many, for layout alone
    cleared      the same in the language and on the screen that a test names
    page         a page in a browser that knows nothing of the site: Python takes a second or two
    new_context  the same with options, such as a screen, a route or no JavaScript

What holds of every page is asked in test_every_page.py, on one visit of each. Only tests of the
service worker let it fetch the whole site (service_workers="allow").
"""

from tests.browser.fixtures import (
    address,
    at_the_root,
    browser,
    cleared,
    new_context,
    opened,
    page,
    tool,
    tool_everywhere,
)
from tests.browser.host import host
from tests.site.built import site

__all__ = [
    "address",
    "at_the_root",
    "browser",
    "cleared",
    "host",
    "new_context",
    "opened",
    "page",
    "site",
    "tool",
    "tool_everywhere",
]

MAY_IMPORT = (
    "benchmarks",
    "hooks",
    "playwright",
    "tests.browser",
    "tests.papers.cases",
    "tests.site",
    "tools",
)
