// The bar at the foot of a phone: the conclusion so far while the card is out of sight, and the way
// back to the questions while it is in sight.

import { one } from "../dom.js";

const IN_SIGHT = { rootMargin: "0px 0px -40%" }; // above the lowest two fifths of the screen

export class Bar {
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} card
   */
  constructor(element, card) {
    this.element = element;
    const summary = one(element, "#calculator-summary", HTMLElement);
    const back = one(element, ".bar__back", HTMLElement);
    const turn = (/** @type {IntersectionObserverEntry[]} */ entries) => {
      const isSeen = entries.at(-1)?.isIntersecting ?? false;
      summary.hidden = isSeen;
      back.hidden = !isSeen;
    };
    new IntersectionObserver(turn, IN_SIGHT).observe(card);
  }

  /** @param {boolean} isKnown whether anything has been answered */
  show(isKnown) {
    this.element.hidden = !isKnown;
  }
}
