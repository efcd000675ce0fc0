// Where a page begins whose address has answers: who opens a link wants its result first, or the
// comparison, if the link has scenarios to compare.
//
//             the result comes, and is below the first screen
//   awaited ────────────────────────────────────────────────> in sight
//      │
//      └── the reader has scrolled, tapped or tabbed ──> the page stays where it is
//
// A single answer is how the home page begins: the next question comes into sight, with its answers,
// and has the focus, so that a keyboard goes on there and a screen reader reads it out.
// Answers that this tab has had before are the reader's own: reloaded, come back to, or in another
// language. The page stays where it is.

import { one } from "../dom.js";
import { wasHere } from "./address.js";
import { OF_LINKS } from "./scenario-link.js";

export class Arrival {
  #isAwaited;

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement | undefined} comparison of the scenarios that the address has
   * @param {HTMLElement} question the place of the one that is asked
   * @param {string} fragment of the address
   */
  constructor(card, comparison, question, fragment) {
    this.result = comparison ?? card;
    this.question = question;
    const told = [...new URLSearchParams(fragment).keys()];
    const answers = told.filter((name) => !OF_LINKS.includes(name));
    this.isLink = answers.length > 1 || comparison !== undefined;
    this.#isAwaited = fragment !== "" && !wasHere(fragment) && window === window.parent;
  }

  /** A result is on the page, and the question that comes next. */
  show() {
    if (!this.#isAwaited) return;
    this.#isAwaited = false;
    if (scrollY > 0 || document.activeElement !== document.body) return;
    const { top } = this.result.getBoundingClientRect();
    if (!this.isLink) {
      const quiet = { preventScroll: true, focusVisible: false }; // nobody has pressed a key here
      one(this.question, "fieldset", HTMLElement).focus(quiet);
      one(this.question, ".unsure", HTMLElement).scrollIntoView({ block: "nearest" });
    } else if (top > innerHeight / 2) {
      this.result.scrollIntoView({ behavior: "instant" });
    }
  }
}
