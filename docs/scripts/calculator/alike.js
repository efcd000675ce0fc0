// Shows the organisations most like the reader's, once a reader opens that part of the result. Only
// then is the file of organisations fetched; Python compares them with the answers.

import { fetchPublished } from "./published.js";

/** @import { Completion, Fragment, RequestOf, ResponseOf } from "../../types/protocol.d.ts" */

const SLOT = '[data-slot="alike"]';

/**
 * @typedef {object} Page
 * @property {(request: RequestOf<"alike">) => Promise<ResponseOf<"alike">>} call
 * @property {() => Fragment} current the fragment of the result shown
 * @property {(parts: Completion) => void} fill
 * @property {string} failed what is shown when the file cannot be fetched
 */

export class Alike {
  /** @type {Fragment | undefined} */
  #shown; // the fragment whose organisations are shown
  /** @type {Promise<string> | undefined} */
  #file;

  /**
   * @param {HTMLElement} result
   * @param {Page} page
   */
  constructor(result, page) {
    this.result = result;
    this.page = page;
    // This event does not bubble.
    result.addEventListener("toggle", ({ target }) => this.#toggled(target), true);
  }

  /** Fills the part again for the result that is now shown, if it is open. */
  async renew() {
    const slot = this.result.querySelector(SLOT);
    if (!(slot instanceof HTMLElement) || !slot.closest("details")?.open) return;
    const state = this.page.current();
    if (state === this.#shown && slot.dataset.stale === undefined) return;
    this.#shown = state;
    const precedents = await this.#precedents();
    if (precedents === undefined) {
      this.#shown = undefined;
      this.page.fill({ slots: { alike: `<p data-lacks>${this.page.failed}</p>` }, charts: {} });
      return;
    }
    const parts = await this.page.call({ want: "alike", state, precedents });
    if (state === this.page.current()) this.page.fill(parts);
  }

  /** @param {EventTarget | null} target */
  #toggled(target) {
    if (target instanceof Element && target.querySelector(SLOT)) this.renew();
  }

  async #precedents() {
    this.#file ??= fetched();
    try {
      return await this.#file;
    } catch {
      this.#file = undefined; // the next opening tries again
      return undefined;
    }
  }
}

async function fetched() {
  return (await fetchPublished("precedents.json")).text();
}
