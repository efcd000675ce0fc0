// What the parts of the service are called: typed once, kept on this device and in saved files, and
// sent to Python beside the answers. The fields have no names, so nothing of it enters the address.

import { all, byId, dataOf, one } from "../dom.js";
import { keep, kept } from "./device.js";

/** @import { Html, NamesByKind } from "../../types/protocol.d.ts" */

const KEY = "service-structure.names";

export class Names {
  /**
   * @param {HTMLFormElement} form
   * @param {() => void} onChange a reader has changed a name
   */
  constructor(form, onChange) {
    this.fields = all(form, ".names [data-kind]", HTMLElement);
    this.set(kept(KEY));
    for (const field of this.fields) {
      text(field).addEventListener("change", () => {
        this.#keep();
        onChange();
      });
    }
  }

  /** The names by what they are names of, as they are typed. */
  get given() {
    /** @type {NamesByKind} */
    const given = {};
    for (const field of this.fields) {
      const { value } = text(field);
      if (value.trim()) given[dataOf(field, "kind")] = value;
    }
    return given;
  }

  /**
   * Takes over the names of a file; one without names leaves those that there are.
   * @param {NamesByKind} names
   */
  set(names) {
    if (!Object.keys(names).length) return;
    for (const field of this.fields) text(field).value = names[dataOf(field, "kind")] ?? "";
    this.#keep();
  }

  clear() {
    for (const field of this.fields) text(field).value = "";
    this.#keep();
  }

  /**
   * Shows the fields that a result asks for, and what it says of each.
   * @param {Record<string, Html>} notes
   */
  show(notes) {
    for (const field of this.fields) {
      const kind = dataOf(field, "kind");
      field.hidden = !(kind in notes);
      const note = byId(`names-${kind}-note`, HTMLElement);
      const html = notes[kind] ?? "";
      if (note.innerHTML !== html) note.innerHTML = html;
    }
  }

  #keep() {
    keep(KEY, this.given);
  }
}

/** @param {HTMLElement} field */
function text(field) {
  return one(field, "textarea", HTMLTextAreaElement);
}
