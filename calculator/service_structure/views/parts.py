"""The parts of the calculator's page below the card, each with what was found in one sentence."""

from collections.abc import Callable, Mapping

from service_structure.case.profile import Profile
from service_structure.views import plan, preferred, today
from service_structure.views.blocks import Part, Section
from service_structure.views.findings import Findings, Limits
from service_structure.views.reasons import decides
from service_structure.views.sections import PARTS

LATER = ("preferred", "compare", "money", "workings")
"""Parts that are closed at first and take long: their sections come when a reader opens them."""

ABOUT: Mapping[str, Callable[[Profile], object]] = {
    "balance": lambda profile: profile.structure,
    "plan": lambda profile: profile.structure,
    "turns": lambda profile: profile.structure,
    "preferred": lambda profile: profile.preferred,
}
"""Parts that only a result has whose reader has told of this."""

PAGE = Limits(differences=3, changes=3, pairs=3, slots=True, effects=False)
"""How many items the lists of the page tell."""


OF_ITS_OWN: Mapping[str, Callable[[Findings], str]] = {
    "today": today.headline,
    "preferred": preferred.finding,
}
"""What parts found that are not on the first on the list alone."""

OF_THE_FIRST: Mapping[str, Callable[[Findings], str]] = {
    "why": decides,
    "compare": lambda found: found.sentences.margin,
    "money": lambda found: found.sentences.price(found.staffings[found.best.id]),
}
"""What parts on the first on the list found; they name it where another structure is kept."""

NAMED = ("money",)
"""Those of them that always name it: a count of people may be that of another structure."""


def parts(found: Findings) -> list[Part]:
    """The parts that have something to say, those of LATER without sections; none if nothing is
    known."""
    words = found.sentences
    if words.nothing_known:
        return []
    told = []
    for name in PARTS:
        later = name in LATER and is_told(name, found.recommendation.profile)
        built = () if name in LATER else part(name, found)
        if built or later:
            told.append(Part(name, _heading(name, found), _finding(name, found), built))
    return told


def is_told(part: str, profile: Profile) -> bool:
    """Whether the reader has told of what a part is about."""
    return part not in ABOUT or bool(ABOUT[part](profile))


def part(name: str, found: Findings) -> tuple[Section, ...]:
    """The sections of one of PARTS."""
    return tuple([section for build in PARTS[name] if (section := build(found))])


def _heading(part: str, found: Findings) -> str:
    """What a part is called; that of the plan by what it holds."""
    words = found.sentences
    if part == "preferred":
        return preferred.heading(found)
    if part != "plan":
        return words.say(f"part_{part}")
    if found.plan:
        return words.say("plan")
    return words.say("part_plan_kept" if today.is_kept(found) else "part_plan")


def _finding(part: str, found: Findings) -> str:
    """What a part found, in one sentence."""
    words = found.sentences
    if part in OF_ITS_OWN:
        return OF_ITS_OWN[part](found)
    if part == "plan" and found.plan:
        return plan.plan_found(found.plan, words)
    if part == "plan" and today.is_kept(found):
        return words.say("part_plan_kept_holds")
    if part not in OF_THE_FIRST:
        return words.say(f"part_{part}_holds")
    told = OF_THE_FIRST[part](found)
    if today.proposed(found) == found.best.id:
        return f"{words.name(found.best.id)}. {told}" if part in NAMED else told
    leader = words.say("card_leader", name=words.inside(words.name(found.best.id)))
    return f"{leader}. {told}"
