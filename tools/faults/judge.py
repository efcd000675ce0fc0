"""The rule by which the outcome of a fault is judged."""

from collections import Counter
from dataclasses import dataclass

from tools.faults.visits import ANSWERED, CHOSEN, Calculator, Seen, Visit, computed

WORDS = """html => {
  const box = document.createElement("template");
  box.innerHTML = html;
  for (const slot of box.content.querySelectorAll("[data-slot]")) slot.replaceChildren();
  return box.content.textContent.replace(/\\s+/g, " ").trim();
}"""


@dataclass(frozen=True)
class Outcome:
    """How a visit ended: as on a sound host, with a message, or against the rule."""

    said: str
    is_right: bool = True

    def __str__(self) -> str:
        """The words of the table."""
        return self.said if self.is_right else f"WRONG: {self.said}"


RIGHT = Outcome("right")
TOLD = Outcome("told")


def wrong(why: str) -> Outcome:
    """An outcome against the rule."""
    return Outcome(why, is_right=False)


def sound(visit: Visit) -> Seen:
    """What a page shows on a sound host. Raises RuntimeError if it is not what CPython says."""
    seen = visit.seen()
    if told := visit.told():
        raise RuntimeError(f"a sound page says: {told}")
    if not seen["rests"]:
        raise RuntimeError("a sound page does not come to rest")
    if isinstance(visit.kind, Calculator):
        card, state = computed(str(seen["address"]))
        if seen["address"] != state or seen["card"] != visit.page.evaluate(WORDS, card):
            raise RuntimeError("a sound page shows another result than CPython")
    return seen


def judged(visit: Visit, as_it_should: Seen) -> Outcome:
    """Judge what a page shows after the use of it, beside what it shows on a sound host."""
    seen = visit.seen()
    told = visit.told()
    lost = _lost(visit, seen, as_it_should, told) if isinstance(visit.kind, Calculator) else ""
    if lost:
        return wrong(lost)
    if told:
        return TOLD
    if not seen["rests"]:
        return wrong("no result and no message")
    compared = as_it_should.keys() - {"questions"}  # see _lost
    different = sorted(key for key in compared if seen.get(key) != as_it_should[key])
    return wrong(f"other {', '.join(different)}") if different else RIGHT


def leads_on(visit: Visit, as_it_should: Seen) -> Outcome:
    """Take the way on that a page offers, on a sound host, and judge where it leads."""
    said = visit.told()
    if not visit.go_on():
        return wrong(f"told, but no way on: {said}")
    visit.wait(lambda: not visit.told() and bool(visit.seen()["rests"]))
    visit.kind.use(visit)
    after = judged(visit, as_it_should)
    return TOLD if after == RIGHT else wrong(f"the way on leads to: {after} {visit.told()}")


def _letters_lost(seen: str, wanted: str) -> int:
    """How many letters of the questions are missing or others.

    Nothing checks the text of the page itself but the connection: one letter of it may be wrong.
    """
    return (Counter(wanted) - Counter(seen)).total()


def _lost(visit: Visit, seen: Seen, as_it_should: Seen, told: str) -> str:
    """What is lost of questions and answers; empty if nothing is."""
    if "questions" not in seen:
        return "no page"
    if _letters_lost(seen["questions"], as_it_should["questions"]) > 1 and not told:
        return "not all questions can be read"
    if not visit.page.evaluate(ANSWERED, list(CHOSEN)):
        return "an answer is lost"
    if CHOSEN[0] not in seen["address"] or "regions" not in seen["address"]:
        return "an answer is not in the address"
    return ""
