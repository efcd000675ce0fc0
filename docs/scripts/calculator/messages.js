// What the calculator tells the reader beside the result.

import { dataOf } from "../dom.js";

/** @import { Status } from "./requests.js" */

const ANNOUNCE_DELAY_MS = 800; // without a change, before a summary is announced
const NOTICE_MS = 4000; // for which a notice is shown

/** @type {ReturnType<typeof setTimeout> | undefined} */
let noticed; // until the notice shown goes

/**
 * Shows the state of Python, unless it is ready. Progress is shown but not announced: screen readers
 * hear only the result.
 * @param {HTMLElement} element its data attributes have a text for every status
 * @param {Status | "updated"} name
 */
export function setStatus(element, name) {
  const text = dataOf(element, name);
  const before = element.textContent;
  if (text === before) return;
  const isProgress =
    name === "working" || (name === "ready" && before === dataOf(element, "working"));
  element.setAttribute("aria-live", isProgress ? "off" : "polite");
  element.textContent = text;
  // Beside the count of the answers it would read as an end.
  element.classList.toggle("visually-hidden", name === "ready");
}

/**
 * Shows what could not be used. An alert is announced whenever it is written, so the same text is
 * not written again. Other code writes this element, too.
 * @param {HTMLElement} element
 * @param {string} html
 */
export function showProblems(element, html) {
  const fresh = /** @type {HTMLElement} */ (element.cloneNode(false));
  fresh.innerHTML = html;
  if (fresh.textContent !== element.textContent) element.replaceChildren(...fresh.childNodes);
}

/**
 * Shows for a moment what has been done, and announces it.
 * @param {HTMLElement} element its data attributes have the texts
 * @param {string} name
 */
export function notify(element, name) {
  clearTimeout(noticed);
  element.classList.remove("visually-hidden");
  element.textContent = dataOf(element, name);
  noticed = setTimeout(() => element.classList.add("visually-hidden"), NOTICE_MS);
}

/** Announces the result in one sentence: only if it is another, and not while answers still change. */
export class Summary {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLElement} shown
   * @param {HTMLElement} announced
   */
  constructor(shown, announced) {
    this.shown = shown;
    this.announced = announced;
  }

  /** @param {string} text */
  show(text) {
    clearTimeout(this.#timer);
    if (this.shown.textContent === text) return;
    this.shown.textContent = text;
    this.#timer = setTimeout(() => {
      if (this.announced.textContent !== text) this.announced.textContent = text;
    }, ANNOUNCE_DELAY_MS);
  }
}
