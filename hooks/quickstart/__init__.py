"""Starts a pure-Python application in the browser from a snapshot of Python's memory.

This is the door of the package: `build` takes an `Application`, fills a folder and returns what is
`Published` there. The rest of the project needs no other name. README.md beside this file tells how
the parts work together; UPGRADE.md tells what to do when a new Pyodide stops a step.
"""

from hooks.quickstart.application import Application, BuildError, Published, StepError
from hooks.quickstart.builder import build, published
from hooks.quickstart.manifest import integrity

__all__ = ["Application", "BuildError", "Published", "StepError", "build", "integrity", "published"]
