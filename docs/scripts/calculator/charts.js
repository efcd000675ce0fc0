// The charts of a result: drawn in a worker, at the width of their place, and saved as files.
//
// Drawings of one chart, and the events that change them:
//
//            draw(), or the place has another width        the worker responds
//   shown ─────────────────────────────────────────> asked ───────────────────> shown
//                                                      │ draw() again: the older drawing is dropped
//                                                      └<──┘

import { all, dataOf, lack, one } from "../dom.js";
import { addressOf, fetchPublished } from "./published.js";

/** @import { ChartSpec, Drawing, Drawn } from "../../types/protocol.d.ts" */

const NARROWEST_PX = 260; // below this names and lines would not fit
const LINE_PX = 22; // of the title of a saved chart
const LETTER_PX = 9; // the width of a letter of it, in a wide typeface
const TITLE_FONT = { "font-family": "inherit", "font-size": 16, "font-weight": 600 };

const SCRIPTS = ["chart-worker.js", "draw.js", "vega.min.js"]; // of the worker

/** @type {Promise<Worker> | undefined} */
let starting; // since the first chart; one worker for all pages visited in turn
let lastId = 0;
/** @type {Map<number, (svg: string | undefined) => void>} */
const waiting = new Map(); // id of a drawing → what takes its SVG, or that there is none

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
   */
  constructor(result) {
    this.result = result;
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
   * of custom properties are written out. Above it stands its finding.
   * @param {string} name
   */
  asFile(name) {
    const place = one(this.result, `[data-chart="${name}"]`, HTMLElement);
    const copy = /** @type {SVGSVGElement} */ (one(place, "svg", SVGSVGElement).cloneNode(true));
    const caption = `.chart:has([data-chart="${name}"]) figcaption`;
    const finding = one(this.result, caption, HTMLElement).textContent.trim();
    const { width, height } = copy.viewBox.baseVal;
    const lines = broken(finding, Math.floor(width / LETTER_PX));
    const above = LINE_PX * (lines.length + 1);
    copy.setAttribute("viewBox", `0 ${-above} ${width} ${height + above}`);
    copy.setAttribute("height", String(height + above));
    const ground = drawn("rect", { width: "100%", height: "100%", fill: "var(--paper)" });
    ground.setAttribute("y", String(-above));
    const title = lines.map((line, n) => {
      const y = LINE_PX * (n + 1) - above;
      return drawn("text", { x: 4, y, fill: "var(--ink)", ...TITLE_FONT }, line);
    });
    copy.prepend(drawn("title", {}, finding), ground, ...title);
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
      now.innerHTML = svg ?? ""; // that of other answers would be wrong
      delete now.dataset.stale;
      this.attach();
    });
    /** @type {Drawing} */
    const drawing = { id, spec, width };
    starting ??= start();
    starting.then((worker) => worker.postMessage(drawing), fail);
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

/** Starts the worker; rejects if one of its scripts is not there or is another. */
async function start() {
  await Promise.all(SCRIPTS.map(fetchPublished));
  const worker = new Worker(addressOf("chart-worker.js"), { type: "module" });
  worker.onerror = ({ message }) => fail(message);
  worker.onmessage = (/** @type {MessageEvent<Drawn>} */ { data: { id, svg, error } }) => {
    if (!svg) console.error(`chart: ${error}`);
    waiting.get(id)?.(svg);
    waiting.delete(id);
  };
  return worker;
}

/**
 * Takes away what waits for a drawing: the page says that it is not whole.
 * @param {unknown} reason
 */
function fail(reason) {
  console.error(`charts: ${reason}`);
  starting = undefined; // the next chart tries again
  for (const take of waiting.values()) take(undefined);
  waiting.clear();
  for (const script of SCRIPTS) lack(addressOf(script));
}

/**
 * @param {string} name of an SVG element
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 */
function drawn(name, attributes, text = "") {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/**
 * A text in lines of at most so many characters, unless a word is longer.
 * @param {string} text
 * @param {number} most
 */
function broken(text, most) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (lines.at(-1) && line.length > most) lines.push(word);
    else lines[lines.length - 1] = line;
  }
  return lines;
}

/** @param {HTMLElement} place */
function widthOf(place) {
  return Math.max(Math.round(place.clientWidth), NARROWEST_PX);
}
