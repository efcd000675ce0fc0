"""Read the records of a service as it is: its symptoms and its currency."""

from service_structure.source.profile_records import CAUSES, TRAITS, Cause, Currency, Symptom
from service_structure.source.reading import Record


def currency(r: Record) -> Currency:
    """A currency and how each language writes an amount of it."""
    return Currency(id=r.id(), name=r.text("name"), written=r.text("written"))


def symptom(r: Record) -> Symptom:
    """A symptom with its causes; it names a trait where one of them is the structure."""
    causes = r.records("cause", _cause, identified_by="kind")
    has_structure = any(cause.kind == "structure" for cause in causes)
    return Symptom(
        id=r.id(),
        name=r.text("name"),
        trait=r.choice("trait", TRAITS) if has_structure else None,
        causes=causes,
    )


def _cause(r: Record) -> Cause:
    return Cause(
        kind=r.choice("kind", CAUSES),
        sign=r.text("sign"),
        first=r.text("first"),
        sources=r.words("sources"),
        suggested_by=r.words_by_key("suggested_by"),
    )
