"""What others have made and the site publishes, with installed versions and their licences."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any
from urllib.parse import quote

from service_structure.source.records import Guide
from service_structure.source.site_records import Component

ROOT = Path(__file__).parents[2]
MODULES = ROOT / "node_modules"
LICENCE_FILE = re.compile(r"(licen[cs]e|copying)", re.IGNORECASE)


@dataclass(frozen=True)
class Shipped:
    """A library that the site publishes.

    `purl` is its package URL, which names registry, package and version; a part of another library
    has none. `licence` is an SPDX expression. `version` and `licence` may be empty. `id` is that of
    the record in the guide, empty for what a library brings with it.
    """

    name: str
    version: str
    licence: str
    purl: str = ""
    id: str = ""
    contains: tuple["Shipped", ...] = ()


def shipped(guide: Guide) -> tuple[Shipped, ...]:
    """The libraries that the guide names, each with what it contains."""
    return tuple(_installed(component) for component in guide.components.values())


def licence_texts(guide: Guide) -> Mapping[str, list[str]]:
    """The texts of the licences that packages bring, each with the names of these packages."""
    found: dict[str, list[str]] = {}
    for component in guide.components.values():
        for name in (component.package, *(_bundled(component) if component.bundled else ())):
            for path in _licence_files(name, component.registry):
                found.setdefault(path.read_text("utf-8").strip(), []).append(name)
    return found


def _installed(component: Component) -> Shipped:
    of = _of_npm if component.registry == "npm" else _of_pypi
    itself = of(component.package)
    within = [Shipped(part.name, part.version, part.licence) for part in component.parts]
    return replace(
        itself,
        name=component.name,
        licence=component.licence or itself.licence,
        id=component.id,
        contains=(*within, *(map(_of_npm, _bundled(component)) if component.bundled else ())),
    )


def _of_npm(package: str) -> Shipped:
    """A package as the lock has it."""
    locked = _lock()[f"node_modules/{package}"]
    version = locked["version"]
    return Shipped(package, version, locked["license"], _purl("npm", package, version))


def _of_pypi(package: str) -> Shipped:
    """A distribution as it is installed."""
    metadata = distribution(package).metadata
    version, licences = metadata["Version"], metadata.get_all("License-Expression") or [""]
    return Shipped(package, version, licences[0], _purl("pypi", package, version))


def _bundled(component: Component) -> list[str]:
    """The names of the packages on which one of npm depends, directly or not."""
    found, waiting = set[str](), [component.package]
    while waiting:
        needed = _lock()[f"node_modules/{waiting.pop()}"].get("dependencies", {})
        new = needed.keys() - found - set(component.left_out)
        found |= new
        waiting += new
    return sorted(found)


def _licence_files(package: str, registry: str) -> list[Path]:
    if registry == "npm":
        places = list((MODULES / package).iterdir())
    else:
        files = distribution(package).files or ()
        places = [Path(str(f.locate())) for f in files if ".dist-info" in f.parts[0]]
    return sorted(path for path in places if path.is_file() and LICENCE_FILE.match(path.name))


def _purl(registry: str, package: str, version: str) -> str:
    return f"pkg:{registry}/{quote(package, safe='/')}@{version}"


@cache
def _lock() -> Mapping[str, Any]:
    locked: Mapping[str, Any] = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    return locked["packages"]  # type: ignore[no-any-return]
