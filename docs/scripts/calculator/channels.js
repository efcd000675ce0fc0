// Several channels of which contacts and handling time follow. Python adds them up; a button puts the
// sum into the fields of the form. The fields of channels have no names and stay on this device.

import { all, byId, dataOf, one } from "../dom.js";
import { keep, kept } from "./device.js";

/** @import { Kinds } from "../../types/protocol.d.ts" */

const KEY = "service-structure.channels";

/**
 * What channels use of the calculator.
 * @typedef {object} Surroundings
 * @property {(texts: Record<string, string>) => Promise<Kinds["channels"]["response"]>} add
 * @property {() => void} changed the fields of the form have been filled
 */

export class Channels {
  /** @type {Record<string, string>} */
  #fill = {}; // what the button puts into the fields, by number

  /**
   * @param {HTMLFormElement} form
   * @param {Surroundings} surroundings
   */
  constructor(form, { add, changed }) {
    this.box = one(form, ".channels", HTMLDetailsElement);
    this.fields = all(this.box, "[data-channel]", HTMLInputElement);
    this.sum = one(this.box, ".channels__sum", HTMLElement);
    this.button = one(this.box, "button", HTMLButtonElement);
    this.add = add;
    this.set(kept(KEY));
    for (const field of this.fields) {
      field.addEventListener("change", () => {
        keep(KEY, this.given);
        this.#tell();
      });
    }
    this.box.addEventListener("toggle", () => {
      if (this.box.open && Object.keys(this.given).length) this.#tell();
    });
    this.button.addEventListener("click", () => {
      for (const [number, text] of Object.entries(this.#fill)) {
        byId(`n-${number}`, HTMLInputElement).value = text;
      }
      changed();
      byId(`n-${Object.keys(this.#fill)[0]}`, HTMLInputElement).focus();
    });
  }

  /** The texts that are not empty, by channel and field. */
  get given() {
    return Object.fromEntries(
      this.fields
        .filter((field) => field.value.trim())
        .map((field) => [dataOf(field, "channel"), field.value]),
    );
  }

  /** A handling time that is not given is the one that the form works out. */
  show() {
    const { placeholder } = byId("n-aht", HTMLInputElement);
    for (const field of this.fields) {
      if (dataOf(field, "channel").endsWith(".aht")) field.placeholder = placeholder;
    }
  }

  /** @param {Record<string, string>} texts by channel and field */
  set(texts) {
    for (const field of this.fields) field.value = texts[dataOf(field, "channel")] ?? "";
    keep(KEY, this.given);
    this.#show({ told: "", fill: {}, faults: {} });
    if (this.box.open && Object.keys(texts).length) this.#tell();
  }

  clear() {
    this.set({});
  }

  async #tell() {
    const texts = this.given;
    const told = await this.add(texts);
    if (JSON.stringify(texts) === JSON.stringify(this.given)) this.#show(told);
  }

  /** @param {Kinds["channels"]["response"]} response */
  #show({ told, fill, faults }) {
    for (const field of this.fields) {
      const fault = faults[dataOf(field, "channel")] ?? "";
      byId(`${field.id}-fault`, HTMLElement).textContent = fault;
      field.setAttribute("aria-invalid", String(fault !== ""));
    }
    this.sum.textContent = told;
    this.#fill = fill;
    this.button.hidden = told === "";
  }
}
