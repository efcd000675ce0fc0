"""Links of another version of the guide: what they were told then, and what holds now."""

import pytest

from service_structure import recommend
from service_structure.case.case import read_case
from service_structure.decision.link import OtherVersion, read_fragment, write_fragment
from tests.drawn import OWN

ANSWERS = {"regions": "one", "size": "tiny"}
NOW = recommend(ANSWERS).recommended
OTHER = next(name for name in OWN.structures if name != NOW)


@pytest.mark.parametrize(
    ("advised", "outcome"),
    [(NOW, "same"), (OTHER, "changed"), ("gone", "changed"), (None, "unknown")],
)
def test_a_link_of_another_version_says_whether_the_advice_has_changed(
    advised: str | None, outcome: str
) -> None:
    case, _ = read_case(ANSWERS, OWN)
    written = write_fragment(case, OWN, advised).replace(f"v={OWN.version}", "v=1999.1")
    assert ("r=" in written) == (advised is not None)
    _, (fault,) = read_fragment(written, OWN)
    assert fault == OtherVersion("1999.1", advised, NOW)
    for language in OWN.languages:
        names = {name: OWN.structures[name].name[language] for name in (NOW, OTHER)}
        expected = OWN.say(
            f"other_version_{outcome}",
            language,
            version="1999.1",
            today=OWN.version,
            advised=names.get(advised or "", advised or "—"),
            advises=names[NOW],
        )
        assert fault.describe(OWN, language) == expected


def test_a_case_that_gives_nothing_has_no_fragment() -> None:
    case, _ = read_case({}, OWN)
    assert write_fragment(case, OWN) == ""


def test_what_is_no_pair_is_told_unless_it_is_punctuation() -> None:
    _, (fault,) = read_fragment("regions=one&strange", OWN)
    assert "strange" in fault.describe(OWN, "en")
    assert read_fragment("regions=one&.", OWN)[1] == ()
