"""The calculator as a reader has it before him: the page that the tests of the tool drive."""

import json
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    FilePayload,
    Locator,
    Page,
    expect,
)

from service_structure import load_guide, next_questions
from service_structure.decision.link import read_fragment, write_fragment
from service_structure.decision.model import Recommendation, recommend_for
from service_structure.views.sentences import Sentences
from tests.support import words
from tools.settled import SETTLED, WATCH_WORKERS

GUIDE = load_guide()
LANGUAGES = list(GUIDE.languages)
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SCHEMES = {"light": "default", "dark": "slate"}
"""The themes by the names that the theme of the site gives them."""

SCREENS: dict[str, dict[str, Any]] = {"desktop": DESKTOP, "phone": PHONE}
EACH_ONCE = [*zip(LANGUAGES, cycle(reversed(SCREENS)), strict=False)]
"""Every language and every screen, for what hangs on either of them but not on both."""

USUAL_MEDIA: dict[str, Any] = {
    "media": "screen",
    "color_scheme": "light",
    "reduced_motion": "no-preference",
    "forced_colors": "none",
}

# Changes the fragment of the address. The event that tells of it may come later than a timer does:
# the page has handled it when this is over.
GO = """(fragment) => new Promise((handled) => {
  const before = location.href;
  location.hash = fragment;
  if (location.href === before) handled();
  else addEventListener("hashchange", () => handled(), { once: true });
})"""

# Tells whether other media than the usual are emulated: to emulate them anew takes a while.
CLEAR = f"""async () => {{
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  for (const box of document.querySelectorAll(".calculator details[open]")) box.open = false;
  for (const button of document.querySelectorAll(".kept button:last-of-type")) button.click();
  // That something is not known is no answer, so no other answers take its place.
  for (const radio of document.querySelectorAll(".unsure :checked")) radio.checked = false;
  localStorage.clear();
  await ({GO})("");
  const unusual = ["print", "(prefers-color-scheme: dark)", "(prefers-reduced-motion)",
    "(forced-colors: active)"];
  return unusual.some((medium) => matchMedia(medium).matches);
}}"""
# Once nothing is answered, nothing is told and the top is in sight; tells which question is asked.
CLEARED = """() => {
  document.getElementById("calculator-notice").classList.add("visually-hidden");
  scrollTo(0, 0);
  return document.querySelector("#ask fieldset")?.id;
}"""

FIRST = next_questions({})[0].factor

# What stands open is worked out anew for all answers that follow: the next test waits for it.
OPEN_PARTS = "() => document.querySelectorAll('.part').forEach(part => { part.open = true; })"

# A changed address and a closed dialog are told by events that come later than their causes; a
# timer comes after these. Only then has the page asked Python what follows.
HANDLE_EVENTS = "() => new Promise((handled) => setTimeout(handled))"
TWO_FRAMES = """() => new Promise((drawn) => {
  requestAnimationFrame(() => requestAnimationFrame(drawn));
})"""


# Tells whether something was closed.
UNFOLD = """(element) => {
  let wasClosed = false;
  for (let box = element; box; box = box.parentElement) {
    if (box.localName !== "details" || box.open) continue;
    box.open = wasClosed = true;
  }
  return wasClosed;
}"""

BROKEN_WORDS = """(selector) => {
  const broken = [];
  const top = (text, place) => {
    const letter = new Range();
    letter.setStart(text, place);
    letter.setEnd(text, place + 1);
    return letter.getBoundingClientRect().top;
  };
  for (const part of document.querySelectorAll(selector)) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.parentElement.checkVisibility()) continue;
      for (const { index, 0: word } of text.data.matchAll(/\\p{L}[\\p{L}-]+/gu)) {
        if (Math.abs(top(text, index) - top(text, index + word.length - 1)) > 5) broken.push(word);
      }
    }
  }
  return broken;
}"""
"""The words in parts of the page that stand on two lines, those with a hyphen included."""


@dataclass(frozen=True)
class Tool:
    """An open calculator. `heard` are the errors and warnings of its console so far."""

    page: Page
    language: str
    screen: str = "desktop"
    heard: list[str] = field(default_factory=list)

    @classmethod
    def opened(
        cls,
        context: BrowserContext,
        address: str,
        language: str,
        screen: str = "desktop",
        fragment: str = "",
    ) -> "Tool":
        """Open the calculator and wait until Python has answered."""
        tool = cls.loaded(context, address, language, screen, fragment)
        tool.settle()
        return tool

    @classmethod
    def loaded(
        cls,
        context: BrowserContext,
        address: str,
        language: str,
        screen: str = "desktop",
        fragment: str = "",
    ) -> "Tool":
        """Open the calculator without waiting for Python."""
        context.add_init_script(WATCH_WORKERS)
        tool = cls(context.new_page(), language, screen)
        tool.page.on("console", lambda message: _hear(tool.heard, message))
        tool.page.on("pageerror", lambda error: tool.heard.append(str(error)))
        tool.page.goto(f"{address}{language}/calculator/" + (f"#{fragment}" if fragment else ""))
        return tool

    def settle(self) -> None:
        """Wait until all follows from the newest answers."""
        self.page.evaluate(HANDLE_EVENTS)
        self.page.wait_for_function(SETTLED, timeout=60_000)

    def draw(self) -> None:
        """Let two frames pass: in the first the browser learns what is in sight."""
        self.page.evaluate(TWO_FRAMES)

    def clear(self) -> None:
        """Forget answers, kept scenarios and whatever is open, and be the screen that it was."""
        if self.page.evaluate(CLEAR):
            self.page.emulate_media(**USUAL_MEDIA)
        if self.page.viewport_size != SCREENS[self.screen]["viewport"]:
            self.page.set_viewport_size(SCREENS[self.screen]["viewport"])
        self.settle()
        if self.page.evaluate(CLEARED) != FIRST:  # what is passed over is no answer
            self.go("size=tiny")
            self.go("")
            self.page.evaluate(CLEARED)

    def go(self, fragment: str) -> None:
        """Follow a link to other answers."""
        self.page.evaluate(GO, fragment)
        self.settle()

    # What the page shows

    @property
    def state(self) -> str:
        """The fragment of the address."""
        return str(self.page.evaluate("location.hash.slice(1)"))

    @property
    def result(self) -> Recommendation:
        """What CPython recommends for the fragment of the address."""
        return recommend_for(read_fragment(self.state, GUIDE)[0], GUIDE)

    @property
    def verdict(self) -> Locator:
        return self.page.locator(".verdict__name")

    @property
    def problems(self) -> Locator:
        return self.page.locator("#calculator-problems")

    @property
    def told(self) -> Locator:
        return self.page.locator("#calculator-notice")

    def says(self, message: str, **values: object) -> str:
        """An interface string in the language of the page."""
        return GUIDE.say(message, self.language, **values)

    def name(self, structure: str | None) -> str:
        return GUIDE.structures[str(structure)].name[self.language]

    def headline(self, result: Recommendation) -> str:
        """What stands largest on the card."""
        if Sentences(result, GUIDE, self.language).nothing_known:
            return words(self.says("card_nothing", count=len(GUIDE.structures)))
        return self.name(result.recommended)

    def expect_advice(self, fragment: str) -> None:
        """The page recommends what CPython does for these answers, and its address says so."""
        case, _ = read_fragment(fragment, GUIDE)
        result = recommend_for(case, GUIDE)
        expect(self.verdict).to_have_text(self.headline(result))
        assert self.state == write_fragment(case, GUIDE, result.recommended)

    # What a reader does

    def choose(self, factor: str, level: str) -> None:
        box = self.page.locator(f'input[name="{factor}"][value="{level}"]')
        self.unfold(box)
        box.check()
        self.settle()

    def example(self, scenario: str) -> None:
        button = self.page.locator(f"[data-scenario={scenario}]")
        self.unfold(button)
        button.click()
        self.settle()

    def open_parts(self) -> None:
        """Open all that stands below the card: some of it takes Python a while."""
        self.page.evaluate(OPEN_PARTS)
        self.settle()

    def open_part(self, part: str) -> Locator:
        """Open one part below the card."""
        found = self.page.locator(f".part--{part}")
        found.evaluate("part => { part.open = true; }")
        self.settle()
        return found

    def type(self, field_id: str, text: str) -> Locator:
        """Type into a field, wherever it is folded away, and leave it."""
        box = self.page.locator(f"#{field_id}")
        self.unfold(box)
        box.fill(text)
        box.blur()
        self.settle()
        return box

    def unfold(self, element: Locator) -> None:
        """Open whatever an element is folded away in."""
        if element.evaluate(UNFOLD):
            self.draw()  # else the page moves while it is clicked

    def do(self, action: str) -> None:
        """Press the button of an action, in the menu if it stands there.

        The card may offer the same in its own place, above the others.
        """
        button = self.page.locator(f'[data-action="{action}"]').last
        menu = self.page.locator(".menu:not([open])").filter(has=button)
        if menu.count():
            menu.locator("summary").click()
        button.click()
        self.settle()

    def keep(self, name: str) -> None:
        self.do("keep")
        self.page.locator("#calculator-keep input").fill(name)
        self.page.locator("#calculator-keep button[value=keep]").click()
        self.settle()

    def open_file(self, content: object) -> None:
        """Open a file of answers: bytes, text, or what JSON writes as text."""
        raw = content if isinstance(content, str | bytes) else json.dumps(content)
        body = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
        file: FilePayload = {
            "name": "answers.json",
            "mimeType": "application/json",
            "buffer": body,
        }
        box = self.page.locator("#calculator-file")
        is_read = len(body) <= int(str(box.get_attribute("data-largest")))
        before = self.page.evaluate("questions()")
        box.set_input_files(files=[file])
        if is_read:  # Python is asked as soon as the browser has read the file
            self.page.wait_for_function("before => questions() > before", arg=before)
        self.settle()


def _hear(heard: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        heard.append(message.text)


def sticking_out(page: Page) -> str:
    """The elements that reach beyond the right edge of the page."""
    found = page.evaluate("""() => [...document.querySelectorAll(".calculator *")]
      .filter((one) => !one.closest(".scroll, .presets"))
      .filter((one) => one.getBoundingClientRect().right > innerWidth)
      .map((one) => one.outerHTML.slice(0, 80))""")
    return "\n".join(found[:8])
