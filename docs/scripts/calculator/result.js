// Puts a result into the page. What stays the same is left alone, so nothing flashes or closes.
//
// States of a place for a part (a slot or a chart), and the events that change them:
//
//            show(another result)                fill(), chart drawn
//   filled ──────────────────────> filled, stale ───────────────────> filled
//            (keeps the part of the previous result)
//   empty  ───────────────────────────── fill(), chart drawn ───────> filled

import { all, one } from "../dom.js";

/** @import { Charts } from "./charts.js" */
/** @import { Completion, Result } from "../../types/protocol.d.ts" */

const PARTS = "[data-slot], [data-chart]";
const SECTION = "section[aria-labelledby]";

export class ResultView {
  /** @type {WeakMap<Element, string>} */
  #written = new WeakMap(); // the HTML that was last put into an element

  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} element what stands below the card
   * @param {Charts} charts
   */
  constructor(card, element, charts) {
    this.card = card;
    this.element = element;
    this.charts = charts;
  }

  /** @param {Result} result */
  show({ card, html, digest }) {
    if (!this.#written.has(this.card) && digest === this.card.dataset.digest) return;
    const seen = sectionInSight(this.element);
    const isNew = [this.#replace(this.card, card), this.#replace(this.element, html)];
    if (isNew.includes(true)) this.#settle(seen);
  }

  /** @param {Completion} parts */
  fill({ slots, charts }) {
    for (const [name, html] of Object.entries(slots)) {
      const slot = document.querySelector(`[data-slot="${name}"]`);
      if (!(slot instanceof HTMLElement)) continue;
      const seen = sectionInSight(this.element);
      if (this.#replace(slot, html)) this.#settle(seen);
      delete slot.dataset.stale;
    }
    this.charts.draw(charts);
  }

  /**
   * Returns whether it is another text than before.
   * @param {HTMLElement} element
   * @param {string} html
   */
  #replace(element, html) {
    if (this.#written.get(element) === html) return false;
    this.#written.set(element, html);
    const fresh = /** @type {HTMLElement} */ (element.cloneNode(false));
    fresh.innerHTML = html;
    if (element === this.element && sections(fresh) === sections(element)) {
      const present = [...element.children];
      for (const section of [...fresh.children]) {
        this.#renewSection(/** @type {Element} */ (present.shift()), section);
      }
    } else {
      renew(element, fresh);
    }
    return true;
  }

  /** @param {ReturnType<typeof sectionInSight>} seen before the page was written anew */
  #settle(seen) {
    this.charts.attach();
    if (seen) keepInSight(this.element, seen);
  }

  /**
   * Keeps the element of a section: the browser has measured it, and need not lay it out again while
   * it is out of sight.
   * @param {Element} section
   * @param {Element} fresh
   */
  #renewSection(section, fresh) {
    const html = fresh.innerHTML;
    if (this.#written.get(section) !== html) {
      this.#written.set(section, html);
      renew(section, fresh);
    } else {
      for (const place of all(section, PARTS, HTMLElement)) place.dataset.stale = "";
    }
  }
}

/**
 * The first section that a reader who has scrolled into the result sees.
 * @param {Element} result
 */
function sectionInSight(result) {
  if (result.getBoundingClientRect().top >= 0) return undefined;
  for (const section of all(result, SECTION, HTMLElement)) {
    const { top, bottom, height } = section.getBoundingClientRect();
    if (height && bottom > 0) return { heading: section.getAttribute("aria-labelledby"), top };
  }
  return undefined;
}

/**
 * Scrolls a section to where it was: a part that is written anew has no height until it is shown.
 * @param {Element} result
 * @param {{ heading: string | null, top: number }} seen
 */
function keepInSight(result, { heading, top }) {
  const section = result.querySelector(`section[aria-labelledby="${heading}"]`);
  if (section) scrollBy({ top: section.getBoundingClientRect().top - top, behavior: "instant" });
}

/** @param {Element} element */
function sections(element) {
  return [...element.children].map((section) => section.className).join();
}

/**
 * Replaces what is in an element. Places of parts keep the previous result's part, marked stale, until
 * the new part arrives; what a reader has opened stays open.
 * @param {Element} element
 * @param {Element} fresh
 */
function renew(element, fresh) {
  for (const place of all(fresh, PARTS, HTMLElement)) {
    const { slot, chart } = place.dataset;
    const old = element.querySelector(slot ? `[data-slot="${slot}"]` : `[data-chart="${chart}"]`);
    if (!old) continue;
    place.append(...old.childNodes);
    place.dataset.stale = "";
  }
  const open = new Set(all(element, "details[open]", HTMLDetailsElement).map(title));
  for (const details of all(fresh, "details", HTMLDetailsElement)) {
    details.open ||= open.has(title(details));
  }
  element.replaceChildren(...fresh.childNodes);
}

/** @param {HTMLDetailsElement} details */
function title(details) {
  return one(details, "summary", HTMLElement).firstChild?.textContent?.trim();
}
