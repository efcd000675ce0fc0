// The charts of a result: drawn in a worker, at the width of their place, and saved as files.
//
// Drawings of one chart, and the events that change them:
//
//            draw(), or the place has another width        the worker responds
//   shown ─────────────────────────────────────────> asked ───────────────────> shown
//                                                      │ draw() again: the older drawing is dropped
//                                                      └<──┘

import { all, dataOf, one } from "../dom.js";

/** @import { ChartSpec, Drawing, Drawn } from "../../types/protocol.d.ts" */

const NARROWEST_PX = 260; // below this names and lines would not fit

/** @type {Worker | undefined} */
let worker; // started with the first chart, one for all pages visited in turn
let lastId = 0;
/** @type {Map<number, (svg: string) => void>} */
const waiting = new Map(); // id of a drawing → what takes its SVG

export class Charts {
  /** @type {Record<string, ChartSpec>} */
  #specs = {}; // the newest specification of each chart
  /** @type {Record<string, number>} */
  #widths = {}; // the width in pixels at which each was last asked for
  /** @type {Record<string, number>} */
  #ids = {}; // the newest drawing of each
  #resized = new ResizeObserver(() => this.#redraw());

  /**
   * @param {HTMLElement} result
   * @param {string} assets absolute address of the folder with chart-worker.js
   */
  constructor(result, assets) {
    this.result = result;
    this.assets = assets;
    this.attach();
  }

  /** Watches the places of the charts after the result has been replaced. */
  attach() {
    this.#resized.disconnect();
    for (const place of this.#places()) {
      this.#resized.observe(place);
      if (!place.parentElement?.querySelector("[data-save]") && place.hasChildNodes()) {
        place.after(this.#saveButton(dataOf(place, "chart")));
      }
    }
  }

  /** @param {Record<string, ChartSpec>} specs */
  draw(specs) {
    Object.assign(this.#specs, specs);
    for (const name of Object.keys(specs)) this.#drawOne(name);
  }

  /**
   * The chart as a file of its own, on white as on paper, whatever the theme of the page: the values
   * of custom properties are written out. Its title is the finding.
   * @param {string} name
   */
  asFile(name) {
    const place = one(this.result, `[data-chart="${name}"]`, HTMLElement);
    const copy = /** @type {SVGElement} */ (one(place, "svg", SVGElement).cloneNode(true));
    const finding = document.createElementNS("http://www.w3.org/2000/svg", "title");
    finding.textContent = one(
      this.result,
      `.chart:has([data-chart="${name}"]) figcaption`,
      HTMLElement,
    ).textContent.trim();
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const side of ["width", "height"]) ground.setAttribute(side, "100%");
    ground.setAttribute("fill", "var(--paper)");
    copy.prepend(finding, ground);
    const light = document.createElement("div");
    light.dataset.mdColorScheme = "default";
    document.body.append(light);
    const style = getComputedStyle(light);
    const text = new XMLSerializer()
      .serializeToString(copy)
      .replace(/var\((--[\w-]+)\)/g, (_, property) => style.getPropertyValue(property).trim())
      .replaceAll('font-family="inherit"', 'font-family="sans-serif"');
    light.remove();
    return text;
  }

  #redraw() {
    for (const place of this.#places()) {
      const name = dataOf(place, "chart");
      if (this.#specs[name] && this.#widths[name] !== widthOf(place)) this.#drawOne(name);
    }
  }

  /** @param {string} name */
  #drawOne(name) {
    const place = this.#place(name);
    const spec = this.#specs[name];
    if (!place?.clientWidth || !spec) return; // in a closed part: drawn when it is opened
    lastId += 1;
    const id = lastId;
    const width = widthOf(place);
    this.#widths[name] = width;
    this.#ids[name] = id;
    waiting.set(id, (svg) => {
      const now = this.#place(name);
      if (!now || this.#ids[name] !== id) return;
      now.innerHTML = svg;
      delete now.dataset.stale;
      this.attach();
    });
    /** @type {Drawing} */
    const drawing = { id, spec, width };
    this.#worker().postMessage(drawing);
  }

  #worker() {
    worker ??= new Worker(new URL("chart-worker.js", this.assets), { type: "module" });
    worker.onmessage = (/** @type {MessageEvent<Drawn>} */ { data: { id, svg, error } }) => {
      if (svg) waiting.get(id)?.(svg);
      else console.error(`chart: ${error}`);
      waiting.delete(id);
    };
    return worker;
  }

  #places() {
    return all(this.result, "[data-chart]", HTMLElement);
  }

  /** @param {string} name */
  #place(name) {
    return this.#places().find((place) => place.dataset.chart === name);
  }

  /** @param {string} name */
  #saveButton(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "md-button md-button--small";
    button.dataset.save = name;
    const root = /** @type {HTMLElement} */ (this.result.closest(".calculator"));
    button.textContent = dataOf(root, "saveChart");
    return button;
  }
}

/** @param {HTMLElement} place */
function widthOf(place) {
  return Math.max(Math.round(place.clientWidth), NARROWEST_PX);
}
