"""Several channels as one flow: how many contacts, and how long one takes, they come to together.

One queue with one target stands for all of them, so the sum is an approximation. Who handles
several chats at once spends a part of each one's length on it. What is written can wait until a
quieter hour: it counts with its average over the service hours, not with its busiest hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum

from service_structure.case.answers import Answers
from service_structure.case.number_fault import NumberFault
from service_structure.case.number_input import Reading, read_quantity
from service_structure.case.numbers import Inputs, read_numbers, written_numbers
from service_structure.source.numbers import CONTACTS
from service_structure.source.records import Guide

CHANNELS = ("calls", "chats", "written")
"""Calls come one at a time, chats may be handled several at once, and what is written can wait."""

SEVERAL, PATIENT = "chats", "written"

AT_ONCE = "chats_at_once"
"""The assumption with how many chats an agent handles where a reader does not say how many."""

FIELDS = ("contacts", "aht", "at_once")
"""What is asked of a channel; `at_once` of chats alone."""


@dataclass(frozen=True)
class AtOnceFault:
    """A number of chats at once that cannot be used."""

    value: str

    def describe(self, guide: Guide, language: str) -> str:
        """What is wrong and what is allowed, in a language of the guide."""
        most = guide.assumptions[AT_ONCE].high
        return guide.say("fault_at_once", language, value=self.value, most=f"{most:.0f}")


@dataclass(frozen=True)
class Flow:
    """Contacts in the busiest hour, and the seconds of work on one."""

    contacts: float
    aht: float

    @property
    def work(self) -> float:
        """Seconds of work that come in an hour."""
        return self.contacts * self.aht


def together(flows: Mapping[str, Flow]) -> Flow:
    """The flow of all channels; at least one has to have contacts.

    >>> together({"calls": Flow(60, 240), "chats": Flow(30, 360)})
    Flow(contacts=90.0, aht=280.0)
    """
    contacts = fsum([flow.contacts for flow in flows.values()])
    return Flow(contacts, fsum([flow.work for flow in flows.values()]) / contacts)


def read_channels(
    texts: Mapping[str, str],
    numbers: Mapping[str, float],
    answers: Answers,
    guide: Guide,
    language: str | None = None,
) -> tuple[dict[str, Flow], dict[str, NumberFault | AtOnceFault]]:
    """The flow of each channel that has contacts, and what cannot be used, by field.

    `texts` are those of the fields, by channel and field ("chats.aht"), as people type them. A
    handling time that is not given is the one that follows from the answers. `numbers` are the
    reader's own; contacts and handling time among them are left aside.
    """
    # One channel alone need not fit the agents.
    kept = {name: n for name, n in numbers.items() if name not in {*CONTACTS, "aht", "agents"}}
    flows: dict[str, Flow] = {}
    faults: dict[str, NumberFault | AtOnceFault] = {}
    for channel in CHANNELS:
        own = {field: texts.get(f"{channel}.{field}", "").strip() for field in FIELDS}
        raw: dict[str, object] = {**written_numbers(kept, guide)}
        raw |= {"contacts_per_hour": own["contacts"]} if own["contacts"] else {}
        raw |= {"aht": own["aht"]} if own["aht"] else {}
        inputs, wrong = read_numbers(raw, answers, guide, language)
        for fault in wrong:
            faults[f"{channel}.{'aht' if fault.number == 'aht' else 'contacts'}"] = fault
        at_once = _at_once(own["at_once"], guide) if channel == SEVERAL else 1.0
        if at_once is None:
            faults[f"{channel}.at_once"] = AtOnceFault(own["at_once"])
        elif inputs.given & CONTACTS:
            flows[channel] = Flow(_contacts(channel, inputs), inputs.numbers.aht / at_once)
    return flows, faults


def _contacts(channel: str, inputs: Inputs) -> float:
    """Contacts in the busiest hour; those of a day or month that can wait are spread evenly."""
    contacts = inputs.numbers.contacts_per_hour
    is_peak = channel == PATIENT and "contacts_per_hour" not in inputs.given
    return contacts * inputs.numbers.average_load / 100 if is_peak else contacts


def _at_once(text: str, guide: Guide) -> float | None:
    """How many chats an agent handles at once; None if that cannot be."""
    usual = guide.assumptions[AT_ONCE]
    read: Reading | str = Reading(usual.value)
    if text:
        read = read_quantity(text, "count", guide, counted=("contact",))
    allowed = isinstance(read, Reading) and usual.low <= read.value <= usual.high
    return read.value if isinstance(read, Reading) and allowed else None
