"""Read the records by which the site tells of itself."""

from service_structure.source.reading import Record
from service_structure.source.site_records import REGISTRIES, Component, Part, Promise


def promise(r: Record) -> Promise:
    """A promise of the site."""
    return Promise(
        id=r.id(),
        name=r.text("name"),
        text=r.text("text"),
        condition=r.text("condition"),
        attempt=r.text("attempt"),
        tests=r.words("tests"),
    )


def component(r: Record) -> Component:
    """Something made by others that the site publishes."""
    return Component(
        id=r.id(),
        name=r.string("name"),
        registry=r.choice("registry", REGISTRIES),
        package=r.string("package"),
        licence=r.string("licence", optional=True),
        purpose=r.text("purpose"),
        bundled=r.flag("bundled"),
        left_out=r.words("left_out", optional=True),
        parts=r.records("part", _part, identified_by="name"),
    )


def _part(r: Record) -> Part:
    return Part(
        name=r.string("name"),
        version=r.string("version", optional=True),
        licence=r.string("licence", optional=True),
    )
