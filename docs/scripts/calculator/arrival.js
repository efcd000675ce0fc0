// Where a page begins whose address has answers: who opens a link wants its result first.
//
//             the result comes, and the card lies below the first screen
//   awaited ──────────────────────────────────────────────────────────────> the card is in sight
//      │
//      └── the reader acts ──> the page stays where it is
//
// Answers that this tab has had before are the reader's own: reloaded, come back to, or in another
// language. A single answer is how the home page begins. Both go on with the questions.

import { wasHere } from "./address.js";

const ACTS = ["pointerdown", "wheel", "keydown", "touchstart"];

export class Arrival {
  #isAwaited;

  /**
   * @param {HTMLElement} card
   * @param {string} fragment of the address
   */
  constructor(card, fragment) {
    this.card = card;
    this.#isAwaited = fragment.includes("&") && !wasHere(fragment) && window === window.parent;
    const stay = () => {
      this.#isAwaited = false;
      for (const act of ACTS) removeEventListener(act, stay);
    };
    for (const act of ACTS) addEventListener(act, stay, { passive: true });
  }

  /** A result is on the page. */
  show() {
    if (!this.#isAwaited) return;
    this.#isAwaited = false;
    const { top } = this.card.getBoundingClientRect();
    // The focus stays at the top: the first tab leads where it does on every visit.
    if (top > innerHeight / 2) this.card.scrollIntoView({ behavior: "instant" });
  }
}
