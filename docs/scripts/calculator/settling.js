// Decides when parts of the page that are out of sight are laid out in full: see result.css. Until
// then closed groups of the form have no layout, and sections of the result have estimated heights.
//
//               rest(): the page is loaded, the browser idle
//   unsettled ───────────────────────────────────────────────> settled, one section at a time
//       ^                                                          │
//       └──────────── unsettle(): answers have changed ────────────┘ (the form stays settled)
//
// Once a reader has changed answers, the sections of this page are never settled again.

import { all } from "../dom.js";

/** @type {(task: () => void) => void} */
const whenIdle = window.requestIdleCallback ?? setTimeout;

export class Settling {
  #isChanging = false;

  /**
   * @param {HTMLElement} form
   * @param {HTMLElement} result
   */
  constructor(form, result) {
    this.form = form;
    this.result = result;
  }

  /** Python has nothing to do or does not come. */
  rest() {
    if (document.readyState === "complete") whenIdle(this.#settle);
    else addEventListener("load", () => whenIdle(this.#settle), { once: true });
  }

  unsettle() {
    this.#isChanging = true;
    for (const section of this.#sections()) delete section.dataset.settled;
  }

  /** The first answers of a page, those of its address, count as no change. */
  begin() {
    this.#isChanging = false;
  }

  // A search in the page then also finds what is closed in the form.
  #settle = () => {
    this.form.dataset.settled = "";
    if (this.#isChanging) return;
    const section = this.#sections().find((each) => each.dataset.settled === undefined);
    if (!section) return;
    section.dataset.settled = "";
    whenIdle(this.#settle);
  };

  #sections() {
    return all(this.result, ":scope > details", HTMLElement);
  }
}
