// The bar at the foot of a phone: the conclusion so far while the card is out of sight, and the way
// back to the questions while it is in sight.

import { one } from "../dom.js";

export class Bar {
  /**
   * @param {HTMLElement} element
   * @param {HTMLElement} card
   */
  constructor(element, card) {
    this.element = element;
    const summary = one(element, "#calculator-summary", HTMLElement);
    const back = one(element, ".bar__back", HTMLElement);
    new IntersectionObserver(([entry]) => {
      const isSeen = entry?.isIntersecting ?? false;
      summary.hidden = isSeen;
      back.hidden = !isSeen;
    }).observe(card);
  }

  /** @param {boolean} isKnown whether anything has been answered */
  show(isKnown) {
    this.element.hidden = !isKnown;
  }
}
