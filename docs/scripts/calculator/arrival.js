// Where a page begins whose address has answers: who opens a link wants its result first.
//
//             the result comes, and the card lies below the first screen
//   awaited ──────────────────────────────────────────────────────────────> the card is in sight
//      │
//      └── the reader has scrolled, tapped or tabbed ──> the page stays where it is
//
// Answers that this tab has had before are the reader's own: reloaded, come back to, or in another
// language. A single answer is how the home page begins. Both go on with the questions.

import { wasHere } from "./address.js";

export class Arrival {
  #isAwaited;

  /**
   * @param {HTMLElement} card
   * @param {string} fragment of the address
   */
  constructor(card, fragment) {
    this.card = card;
    this.#isAwaited = fragment.includes("&") && !wasHere(fragment) && window === window.parent;
  }

  /** A result is on the page. */
  show() {
    if (!this.#isAwaited) return;
    this.#isAwaited = false;
    if (scrollY > 0 || document.activeElement !== document.body) return;
    const { top } = this.card.getBoundingClientRect();
    // The focus stays at the top: the first tab leads where it does on every visit.
    if (top > innerHeight / 2) this.card.scrollIntoView({ behavior: "instant" });
  }
}
