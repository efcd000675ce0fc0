// Scenarios that a reader keeps in this browser, and the comparison of the ones that are ticked.
//
//           keep(), with a name          the box is ticked
//   (none) ──────────────────> kept ───────────────────────> compared
//      ^                        │  ^                            │
//      └─────── removed ────────┘  └──── the box is unticked ───┘
//
// Python compares, and says which scenarios it has left out if too many are ticked.

import { byId, dataOf, one } from "../dom.js";

/** @import { Surroundings } from "./actions.js" */

/** @typedef {{ name: string, state: string, chosen?: boolean }} KeptScenario */

const KEY = "service-structure.scenarios";

export class Scenarios {
  /**
   * @param {HTMLElement} root
   * @param {Pick<Surroundings, "call" | "apply" | "current"> & { say: (name: string) => void }}
   *   surroundings
   */
  constructor(root, { call, apply, current, say }) {
    this.root = root;
    this.call = call;
    this.apply = apply;
    this.current = current;
    this.say = say;
    this.section = byId("calculator-kept", HTMLElement);
    this.list = one(this.section, ".kept", HTMLUListElement);
    this.comparison = byId("calculator-comparison", HTMLElement);
    this.show();
  }

  /** Asks for a name, and keeps the result shown under it. */
  keep() {
    const dialog = byId("calculator-keep", HTMLDialogElement);
    const input = one(dialog, "input", HTMLInputElement);
    const closed = () => {
      const name = input.value.trim();
      if (dialog.returnValue !== "keep" || !name) return;
      const others = read().filter((scenario) => scenario.name !== name);
      const isKept = write([...others, { name, state: this.current(), chosen: true }]);
      this.say(isKept ? "kept" : "notKept");
      this.show();
    };
    dialog.addEventListener("close", closed, { once: true });
    input.value = "";
    dialog.returnValue = "";
    dialog.showModal();
  }

  show() {
    const scenarios = read();
    this.section.hidden = !scenarios.length;
    this.list.replaceChildren(...scenarios.map((scenario) => this.#item(scenario)));
    this.#compare(scenarios);
  }

  /** @param {KeptScenario} scenario */
  #item({ name, state, chosen }) {
    const box = Object.assign(document.createElement("input"), {
      type: "checkbox",
      checked: Boolean(chosen),
      autocomplete: "off",
    });
    box.addEventListener("change", () => {
      write(read().map((each) => (each.name === name ? { ...each, chosen: box.checked } : each)));
      this.#compare(read());
    });
    const label = document.createElement("label");
    label.append(box, ` ${name}`);
    const item = document.createElement("li");
    item.append(
      label,
      button(dataOf(this.list, "open"), name, () => this.apply(state)),
      button(dataOf(this.list, "remove"), name, () => this.#remove(name)),
    );
    return item;
  }

  /** @param {string} name */
  #remove(name) {
    write(read().filter((scenario) => scenario.name !== name));
    this.show();
    const next = this.section.hidden ? "[data-action=keep]" : ".kept button:last-of-type";
    one(this.root, next, HTMLElement).focus();
  }

  /** @param {KeptScenario[]} scenarios */
  async #compare(scenarios) {
    const cases = scenarios
      .filter(({ chosen }) => chosen)
      .map(({ name, state }) => ({ name, state }));
    if (cases.length < Number(dataOf(this.section, "least"))) {
      this.comparison.replaceChildren();
      return;
    }
    this.comparison.innerHTML = (await this.call({ want: "comparison", cases })).html;
  }
}

/**
 * @param {string} words
 * @param {string} name of the scenario, for screen readers
 * @param {() => void} act
 */
function button(words, name, act) {
  const made = Object.assign(document.createElement("button"), {
    type: "button",
    className: "md-button md-button--small",
    textContent: words,
  });
  made.setAttribute("aria-label", `${words}: ${name}`);
  made.addEventListener("click", act);
  return made;
}

/** @returns {KeptScenario[]} what is stored; anything else that stands there is ignored */
function read() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter(isScenario) : [];
  } catch {
    return [];
  }
}

/** @param {any} stored */
function isScenario(stored) {
  return typeof stored?.name === "string" && typeof stored.state === "string";
}

/**
 * Stores the scenarios; false if storage is full or closed to us.
 * @param {KeptScenario[]} scenarios
 */
function write(scenarios) {
  try {
    localStorage.setItem(KEY, JSON.stringify(scenarios));
    return true;
  } catch {
    return false;
  }
}
