"""What several channels come to together, as the form shows it."""

from collections.abc import Mapping
from typing import Any

from service_structure.case.case import Case
from service_structure.case.channels import Flow, read_channels, together
from service_structure.case.number_reading import as_typed
from service_structure.numerics.rounding import apportion
from service_structure.source.records import Guide
from service_structure.views.wording import Wording


def channels_told(
    texts: Mapping[str, str], case: Case, guide: Guide, language: str
) -> Mapping[str, Any]:
    """What is said of the `texts` in the fields of channels (see read_channels).

    `told` is the sum in a sentence, and `fill` what to put into the fields of the form; both are
    empty where nothing is given or anything is wrong. `faults` are by field.
    """
    flows, faults = read_channels(texts, case.numbers, case.answers, guide, language)
    found: dict[str, Any] = {"told": "", "fill": {}, "faults": {}}
    if faults:
        found["faults"] = {name: f.describe(guide, language) for name, f in faults.items()}
    elif flows:
        contacts, aht = guide.assumptions["contacts_per_hour"], guide.assumptions["aht"]
        whole = together(flows)
        rounded = Flow(float(f"{whole.contacts:.3g}"), float(round(whole.aht)))
        found["fill"] = {
            contacts.id: as_typed(rounded.contacts, contacts, guide, language),
            aht.id: as_typed(rounded.aht, aht, guide, language),
        }
        found["told"] = _told(rounded, whole, flows, guide, language)
    return found


def _told(
    rounded: Flow, whole: Flow, flows: Mapping[str, Flow], guide: Guide, language: str
) -> str:
    words = Wording(guide, language)
    shares = [
        words.say(
            "channels_share",
            channel=words.inside(words.say(f"channel_{channel}")),
            share=words.percent(share / 100),
        )
        for channel, share in zip(
            flows, apportion([100 * f.work / whole.work for f in flows.values()], 0), strict=True
        )
    ]
    return words.say(
        "channels_sum",
        contacts=guide.languages[language].figure(rounded.contacts),
        aht=words.duration(rounded.aht),
        shares=", ".join(shares),
    )
