"""The records by which the site tells of itself."""

from dataclasses import dataclass

from service_structure.source.model_records import Text

REGISTRIES = ("npm", "pypi")


@dataclass(frozen=True)
class Part:
    """A library within another one; `version` is empty where none is known, `licence` likewise."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class Component:
    """Something made by others that the site publishes, and what for.

    `package` is its name in a `registry`, which brings its version and its licence; a `licence`
    given here goes before. It holds `parts` that the registry does not name and, with `bundled`,
    the packages that it depends on, without those `left_out`. Licences are SPDX expressions.
    """

    id: str
    name: str
    registry: str
    package: str
    licence: str
    purpose: Text
    bundled: bool
    left_out: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Promise:
    """What the site promises, on what condition, and how it is tried to break it.

    `tests` name the tests that try, like `tests/browser/test_offline.py::test_…`.
    """

    id: str
    name: Text
    text: Text
    condition: Text
    attempt: Text
    tests: tuple[str, ...]
