"""Tests of the start of Python on the page: they need `make build` and Chromium."""

from hooks.quickstart.tests.started import built, quick, wrong
from tests.browser.fixtures import address, browser, new_context, page
from tests.site.built import site

__all__ = ["address", "browser", "built", "new_context", "page", "quick", "site", "wrong"]

MAY_IMPORT = ("benchmarks", "hooks", "playwright", "tests.browser", "tests.site", "tools")
