// The form: reads answers, numbers and weights as a fragment, and shows those of another fragment.
//
// A control follows the answers until a reader sets it:
//
//              a reader types, moves the slider or locks it
//   following ──────────────────────────────────────────────> set
//       ^                                                      │
//       └──── emptied, unlocked, or the weights are reset ─────┘
//
// A slider and its lock only write the text field beside them; they have no name of their own.

import { all, byId, closest, dataOf, one as single } from "../dom.js";

/** @import { Result } from "../../types/protocol.d.ts" */

/** @typedef {HTMLInputElement | HTMLSelectElement} Control a field with a name: radio, text, … */

const LISTED = ","; // stands between the values of boxes that have one name

const SIGNED = /\p{Sc}|\p{L}/u; // an amount that may name its currency
const BETWEEN = "~"; // stands between two levels one of which holds

/** @type {WeakMap<Element, string>} */
const written = new WeakMap(); // the HTML of elements that nothing else writes: to read it is slow

export class Form {
  /** @type {Map<string, string>} */
  #sure = new Map(); // what stands in fields whose unusual number has been confirmed, without its "!"

  #named = ""; // the currency that a reader has written beside an amount, and has not chosen

  /** @type {string[]} */
  #strays = []; // parts of a fragment without a control in the form: Python reports them

  /**
   * @param {HTMLFormElement} element
   * @param {string} decimal the mark that the language writes in numbers
   * @param {(field: string) => void} onChange a reader has changed something; `field` is the name of
   *   the text field, empty if it was none
   */
  constructor(element, decimal, onChange) {
    this.element = element;
    this.decimal = decimal;
    this.onChange = onChange;
    element.addEventListener("change", (event) => this.#changed(event));
    element.addEventListener("input", (event) => {
      const slider = closest(event, "[type=range]", HTMLInputElement);
      if (slider) this.#slide(slider);
    });
    element.addEventListener("click", (event) => this.#offered(event));
    element.addEventListener("toggle", bringIntoSight, true); // it does not bubble
    element.addEventListener("submit", (event) => event.preventDefault());
  }

  /** What the form says now, with what it has no control for. */
  fragment() {
    return [new URLSearchParams(this.#given()).toString(), ...this.#strays]
      .filter(Boolean)
      .join("&");
  }

  /**
   * Shows a fragment from elsewhere.
   * @param {string} fragment
   */
  apply(fragment) {
    this.show(new URLSearchParams(fragment));
    this.#strays = fragment.split("&").filter((part) => part && !this.#hasControl(part));
  }

  /** Python has reported what the form has no control for. */
  forgetStrays() {
    this.#strays = [];
  }

  /**
   * A fragment, and what a reader has answered before this script came, which takes precedence.
   * @param {string} fragment
   */
  withGiven(fragment) {
    const given = this.#given();
    if (!given.length) return fragment;
    const answers = new URLSearchParams(fragment);
    for (const [name, value] of given) answers.set(name, value);
    return answers.toString();
  }

  /**
   * Sets every control to its first value in `answers`, or without one to its initial state. That a
   * reader does not know stays said while anything is answered.
   * @param {URLSearchParams} answers
   */
  show(answers) {
    this.#sure.clear();
    this.#named = "";
    for (const [name, value] of answers) this.#addPair(name, value);
    for (const control of this.#controls()) {
      const value = answers.get(control.name);
      if (isBox(control)) control.checked = (value ?? "").split(LISTED).includes(control.value);
      else if (!isRadio(control)) control.value = value ?? "";
      else if (value === null) control.checked &&= !control.value && answers.size > 0;
      else control.checked = value === control.value;
    }
    for (const pairs of all(this.element, ".between", HTMLDetailsElement)) {
      pairs.open = pairs.querySelector(":checked") !== null;
    }
  }

  /**
   * Shows what holds while a field is empty, and what is wrong with what has been typed.
   * @param {Pick<Result, "fields" | "faults" | "notes" | "typed">} result
   */
  showFields({ fields, faults, notes, typed }) {
    const currency = byId("currency", HTMLSelectElement);
    if (currency.value === this.#named) {
      this.#named = typed[currency.name] ?? "";
      currency.value = this.#named || currency.value;
    }
    for (const note of all(this.element, "[data-note]", HTMLElement)) {
      setHtml(note, notes[dataOf(note, "note")] ?? "");
    }
    for (const control of this.#controls()) {
      const field = fields[control.name];
      if (!field || control instanceof HTMLSelectElement) continue;
      control.placeholder = field.usual;
      if (control.value.endsWith("!") && !(control.name in faults)) {
        control.value = control.value.slice(0, -1);
        this.#sure.set(control.name, control.value);
      }
      replaceHtml(`${control.id}-origin`, field.origin);
      replaceHtml(`${control.id}-fault`, faults[control.name] ?? "");
      if (field.echo !== undefined) setText(`${control.id}-echo`, field.echo);
      control.setAttribute("aria-invalid", String(control.name in faults));
      if (field.points === undefined || field.most === undefined) continue;
      const slider = byId(`${control.id}-slider`, HTMLInputElement);
      slider.max = field.most;
      slider.value = field.points;
      byId(`${control.id}-lock`, HTMLInputElement).checked = control.value !== "";
    }
  }

  /** Lets every weight follow the answers. */
  resetWeights() {
    for (const field of all(this.element, ".weight [name]", HTMLInputElement)) field.value = "";
    this.onChange("");
  }

  /** @param {Event} event */
  #changed(event) {
    const control = closest(event, "input, select", HTMLElement);
    if (!isControl(control)) return;
    if (control.id === "currency") this.#named = "";
    if (control.name) this.onChange(isText(control) ? control.name : "");
    else if (isBox(control)) this.#lock(control);
  }

  /** @param {HTMLInputElement} slider */
  #slide(slider) {
    const field = byId(dataOf(slider, "for"), HTMLInputElement);
    field.value = slider.value.replace(".", this.decimal);
    this.onChange(field.name);
  }

  /** @param {HTMLInputElement} box */
  #lock(box) {
    const field = byId(dataOf(box, "for"), HTMLInputElement);
    field.value = box.checked ? field.placeholder : "";
    this.onChange("");
  }

  /** @param {Event} event */
  #offered(event) {
    const answer = closest(event, "[data-answer]", HTMLElement);
    if (answer) this.#choose(dataOf(answer, "for"), dataOf(answer, "answer"));
    const offer = closest(event, "[data-fill]", HTMLElement);
    if (!offer) return;
    const field = byId(dataOf(offer, "for"), HTMLElement);
    if (!isControl(field)) return;
    field.value = dataOf(offer, "fill");
    if (field.id === "currency") this.#named = "";
    this.onChange(isText(field) ? field.name : "");
    focusField(field.id); // the button is about to go
  }

  /**
   * Gives an answer as a reader does.
   * @param {string} question
   * @param {string} level
   */
  #choose(question, level) {
    const choice = this.#controls().find(
      (control) => control.name === question && control.value === level,
    );
    choice?.click();
    choice?.focus(); // the button is about to go
  }

  /** @returns {[string, string][]} */
  #given() {
    /** @type {Map<string, string>} */
    const given = new Map();
    const fields = [...new FormData(this.element)];
    const signed = fields.some(([name, text]) => name.startsWith("n.") && SIGNED.test(`${text}`));
    for (const [name, text] of fields) {
      if (name === "p.currency" && text === this.#named && signed) continue;
      const value = this.#sure.get(name) === text ? `${text}!` : text;
      const before = given.get(name);
      if (String(value).trim()) given.set(name, before ? `${before}${LISTED}${value}` : `${value}`);
    }
    return [...given];
  }

  /** @param {string} part */
  #hasControl(part) {
    const [[name, value] = []] = new URLSearchParams(part);
    return this.#controls().some(
      (control) => control.name === name && (!isRadio(control) || control.value === value),
    );
  }

  /**
   * Adds a choice between two levels that are no neighbours, and so are not offered: a link names
   * them.
   * @param {string} name
   * @param {string} value
   */
  #addPair(name, value) {
    const controls = this.#controls().filter((control) => control.name === name);
    if (controls.some((control) => control.value === value)) return;
    const levels = value.split(BETWEEN).map((id) => controls.find((own) => id && own.value === id));
    const [one, other] = levels;
    if (levels.length !== 2 || !(one instanceof HTMLInputElement)) return;
    if (!(other instanceof HTMLInputElement)) return;
    if (controls.indexOf(one) >= controls.indexOf(other)) return;
    const box = one.closest("fieldset")?.querySelector(".between");
    if (!(box instanceof HTMLElement)) return;
    const label = /** @type {HTMLElement} */ (box.lastElementChild?.cloneNode(true));
    single(label, "input", HTMLInputElement).value = value;
    single(label, "span", HTMLElement).textContent = dataOf(box, "words")
      .replace("{one}", () => nameOf(one))
      .replace("{other}", () => nameOf(other));
    box.append(label);
  }

  /** @returns {Control[]} */
  #controls() {
    return all(this.element, "[name]", HTMLElement).filter(isControl);
  }
}

/**
 * @param {Element | undefined} element
 * @returns {element is Control}
 */
function isControl(element) {
  return element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
}

/** @param {Control} control @returns {control is HTMLInputElement} */
function isBox(control) {
  return control.type === "checkbox";
}

/** @param {Control} control */
function isText(control) {
  return control.type === "text";
}

/** @param {Control} control @returns {control is HTMLInputElement} */
function isRadio(control) {
  return control.type === "radio";
}

/**
 * Opens all groups around a field, and gives it the focus.
 * @param {string} id
 */
export function focusField(id) {
  const field = byId(id, HTMLElement);
  let box = field.closest("details");
  while (box) {
    box.open = true;
    box = box.parentElement?.closest("details") ?? null;
  }
  field.focus();
}

/**
 * The answers that a reader opens do not lie under the bar of a phone.
 * @param {Event} event
 */
function bringIntoSight(event) {
  const box = closest(event, ".between[open]", HTMLDetailsElement);
  if (box?.contains(document.activeElement)) box.scrollIntoView({ block: "nearest" });
}

/** @param {Control} level */
function nameOf(level) {
  return level.nextElementSibling?.textContent ?? "";
}

/**
 * @param {string} id
 * @param {string} html
 */
function replaceHtml(id, html) {
  return setHtml(byId(id, HTMLElement), html);
}

/**
 * @param {string} id
 * @param {string} text
 */
function setText(id, text) {
  const element = byId(id, HTMLElement);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {HTMLElement} element
 * @param {string} html
 */
function setHtml(element, html) {
  if ((written.get(element) ?? element.innerHTML) !== html) element.innerHTML = html;
  written.set(element, html);
  return element;
}
