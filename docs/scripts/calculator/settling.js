// Decides when closed groups of the form get a layout: see result.css.
//
//             rest(): the page is loaded, the browser idle
//   unsettled ─────────────────────────────────────────────> settled

/** @type {(task: () => void) => void} */
const whenIdle = window.requestIdleCallback ?? setTimeout;

export class Settling {
  /** @param {HTMLElement} form */
  constructor(form) {
    this.form = form;
  }

  /** Python has nothing to do or does not come. */
  rest() {
    if (document.readyState === "complete") whenIdle(this.#settle);
    else addEventListener("load", () => whenIdle(this.#settle), { once: true });
  }

  // A search in the page then also finds what is closed in the form.
  #settle = () => {
    this.form.dataset.settled = "";
  };
}
