// Asks for the parts of a result that a reader sees, or is about to see: those in closed parts of the
// page wait, so that they cost nothing.
//
//            show(another result)        its place is in an open part, or the reader opens
//   asked ──────────────────────> due    that, points at its title or moves the focus there
//     ^                            └──────────────────────────────────────────────┐
//     └───────────────────────────────────────────────────────────────────────────┘

import { all } from "../dom.js";

/** @import { Part } from "../../types/protocol.d.ts" */

export class Parts {
  /** @type {Part[]} */
  #due = []; // of the result shown, not asked for yet

  /**
   * @param {HTMLElement} root holds the places of all parts
   * @param {(parts: Part[]) => void} ask
   */
  constructor(root, ask) {
    this.root = root;
    this.ask = ask;
    // Toggle does not bubble.
    root.addEventListener("toggle", () => this.look(), true);
    for (const sign of ["pointerover", "focusin"]) {
      root.addEventListener(sign, ({ target }) => {
        const title = target instanceof Element ? target.closest("summary") : null;
        if (title) this.#askFor((place) => closedAround(place) === title.parentElement);
      });
    }
  }

  /**
   * Another result is shown.
   * @param {Part[]} parts that complete it
   */
  show(parts) {
    this.#due = parts;
    this.look();
  }

  /** Asks for what is in sight. */
  look() {
    this.#askFor(isInSight);
  }

  /** @param {(place: HTMLElement) => boolean} isWanted */
  #askFor(isWanted) {
    const places = all(this.root, "[data-slot], [data-chart]", HTMLElement).filter(isWanted);
    const wanted = this.#due.filter((part) => places.some((place) => belongs(place, part)));
    if (!wanted.length) return;
    this.#due = this.#due.filter((part) => !wanted.includes(part));
    this.ask(wanted);
  }
}

/**
 * Whether a part fills a place: one that has its name, or begins with it.
 * @param {HTMLElement} place
 * @param {Part} part
 */
function belongs({ dataset: { slot, chart } }, part) {
  const name = slot ?? chart ?? "";
  return name === part || name.startsWith(`${part}-`);
}

/** @param {HTMLElement} place */
function isInSight(place) {
  return closedAround(place) === null;
}

/** @param {HTMLElement} place */
function closedAround(place) {
  return place.closest("details:not([open])");
}
