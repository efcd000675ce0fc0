"""The bill of materials: what the site publishes of others, for programs, and their licences."""

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from hooks.pages.shipped import Shipped, licence_texts, shipped
from service_structure.source.records import Guide

FILE = "sbom.cdx.json"
NOTICES = "licences.txt"
OWN_LICENCE = "MIT AND CC-BY-4.0"
RULE = "-" * 72


def bill_of_materials(guide: Guide) -> str:
    """The libraries of the site as CycloneDX 1.6, the same text whenever it is made."""
    own = {
        "type": "application",
        "bom-ref": "service-structure",
        "name": "service-structure",
        "version": guide.version,
        "licenses": _licences(OWN_LICENCE),
    }
    parts = [_component(library) for library in shipped(guide)]
    content = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"lifecycles": [{"phase": "build"}], "component": own},
        "components": parts,
        "dependencies": [
            {"ref": own["bom-ref"], "dependsOn": [part["bom-ref"] for part in parts]},
        ],
    }
    name = uuid5(NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return json.dumps(content | {"serialNumber": name.urn}, ensure_ascii=False, indent=1) + "\n"


def notices(guide: Guide) -> str:
    """The licences of the libraries in full, each text once."""
    found = [
        f"{', '.join(sorted(names))}\n\n{text}\n" for text, names in licence_texts(guide).items()
    ]
    return f"\n{RULE}\n\n".join(found)


def _component(library: Shipped, within: str = "") -> dict[str, Any]:
    reference = "/".join(part for part in (within, library.purl or library.name) if part)
    found: dict[str, Any] = {"type": "library", "bom-ref": reference, "name": library.name}
    if library.version:
        found["version"] = library.version
    if library.licence:
        found["licenses"] = _licences(library.licence)
    if library.purl:
        found["purl"] = library.purl
    if library.contains:
        found["components"] = [_component(part, reference) for part in library.contains]
    return found


def _licences(expression: str) -> list[dict[str, Any]]:
    """A single licence of SPDX's list by its id, and whatever else as an expression."""
    if " " in expression or expression.startswith("LicenseRef-"):
        return [{"expression": expression}]
    return [{"license": {"id": expression}}]
