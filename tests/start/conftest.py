"""Tests of the start of Python on the page: they need `make build` and Chromium."""

from hooks.quickstart.tests.started import built, quick, wrong

__all__ = ["built", "quick", "wrong"]
