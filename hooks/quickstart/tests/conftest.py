"""The fixtures of these tests, which tests/start has, too."""

from hooks.quickstart.tests.started import built, pyodides, quick, wrong

__all__ = ["built", "pyodides", "quick", "wrong"]
