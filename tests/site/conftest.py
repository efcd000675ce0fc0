"""Tests of the built site, file by file: they need `make build`, and no browser."""

from tests.site.built import site

__all__ = ["site"]

MAY_IMPORT = ("hooks", "mkdocs", "tests.site", "tools")
