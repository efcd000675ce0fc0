"""Tests of the site as browsers show it: they need `make build` and the browsers."""

from tests.browser.fixtures import address, browser, new_context, opened, page, tool
from tests.site.built import site

__all__ = ["address", "browser", "new_context", "opened", "page", "site", "tool"]

MAY_IMPORT = ("benchmarks", "hooks", "playwright", "tests.browser", "tests.site", "tools")
