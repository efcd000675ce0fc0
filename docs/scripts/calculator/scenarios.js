// Scenarios: answers that a reader keeps under a name in this browser or has got with a link, and the
// comparison of those that are ticked.
//
//           keep(), with a name; receive()      the box is ticked
//   (none) ───────────────────────────────> kept ───────────────> compared
//      ^                                    │  ^                     │
//      └───────────── removed ──────────────┘  └─ the box is unticked ┘
//
// They stand below the card once one is kept or the button of the tool bar opens them. The one that the
// card shows is marked. Python compares, and says which scenarios it has left out if too many are ticked.

import { all, byId, dataOf, one } from "../dom.js";
import { isSame } from "./scenario-link.js";

/** @import { Scenario } from "../../types/protocol.d.ts" */
/** @import { Surroundings } from "./actions.js" */

/** @typedef {Scenario & { chosen?: boolean }} KeptScenario */

const KEY = "service-structure.scenarios";

export class Scenarios {
  /** @type {KeptScenario[] | undefined} */
  #unsaved; // where the browser stores nothing for us
  #compared = ""; // what the comparison shows

  /**
   * @param {HTMLElement} root
   * @param {Pick<Surroundings, "call" | "apply" | "current"> & { say: (name: string) => void }}
   *   surroundings
   */
  constructor(root, { call, apply, current, say }) {
    this.call = call;
    this.apply = apply;
    this.current = current;
    this.say = say;
    this.button = one(root, "[data-action=scenarios]", HTMLButtonElement);
    this.section = byId("calculator-kept", HTMLElement);
    this.list = one(this.section, ".kept", HTMLUListElement);
    this.comparison = byId("calculator-comparison", HTMLElement);
    this.show();
  }

  get isEmpty() {
    return !this.#read().length;
  }

  /** The scenarios that are ticked. */
  get chosen() {
    const chosen = this.#read().filter((scenario) => scenario.chosen);
    return chosen.map(({ name, state }) => ({ name, state }));
  }

  /** The name of the scenario that the card shows; empty if it is none that is kept. */
  get shown() {
    return this.#read().find(({ state }) => isSame(state, this.current()))?.name ?? "";
  }

  /** The place of the comparison while one is shown. */
  get compared() {
    const isCompared = !this.section.hidden && this.chosen.length >= this.#least;
    return isCompared ? this.section : undefined;
  }

  get #least() {
    return Number(dataOf(this.section, "least"));
  }

  /** Asks for a name, and keeps the result shown under it. */
  keep() {
    this.#askName(this.#freeName(this.#read()), dataOf(this.list, "keep"), (name) => {
      const others = this.#read().filter((scenario) => scenario.name !== name);
      const isKept = this.#write([...others, { name, state: this.current(), chosen: true }]);
      this.say(isKept ? "kept" : "notKept");
      this.show();
      this.open(true);
    });
  }

  /**
   * Keeps the scenarios of a link, and compares them. A name that is taken gets a number.
   * @param {Scenario[]} scenarios
   */
  receive(scenarios) {
    const kept = this.#read().map((scenario) => ({ ...scenario, chosen: false }));
    for (const { name, state } of scenarios) {
      const isHere = (/** @type {KeptScenario} */ each) =>
        isSame(each.state, state) && (!name || each.name === name);
      const same = kept.find(isHere);
      if (same) same.chosen = true;
      else kept.push({ name: this.#freeName(kept, name), state, chosen: true });
    }
    this.#write(kept);
    this.show();
    this.open(true);
    this.say("received");
  }

  /** @param {boolean} isOpen */
  open(isOpen) {
    this.section.hidden = !isOpen || this.isEmpty;
    this.button.ariaExpanded = String(!this.section.hidden);
    this.#compare();
  }

  /** Opens the scenarios and brings them into sight, or closes those that are in sight. */
  toggle() {
    const { top } = this.section.getBoundingClientRect();
    const isSeen = !this.section.hidden && top < innerHeight * 0.75;
    this.open(!isSeen);
    if (this.section.hidden) return;
    one(this.section, "h2", HTMLElement).focus({ preventScroll: true });
    this.section.scrollIntoView({ block: "start" });
  }

  show() {
    const scenarios = this.#read();
    this.button.hidden = !scenarios.length;
    this.button.textContent = dataOf(this.button, "words").replace("{n}", `${scenarios.length}`);
    this.list.replaceChildren(...scenarios.map((scenario) => this.#item(scenario)));
    this.mark();
    this.open(!this.section.hidden);
  }

  /** Marks the scenario that the card shows. */
  mark() {
    for (const item of all(this.list, "li", HTMLLIElement)) {
      const isShown = isSame(dataOf(item, "state"), this.current());
      one(item, "small", HTMLElement).textContent = isShown ? dataOf(this.list, "shown") : "";
    }
  }

  /** @param {KeptScenario} scenario */
  #item({ name, state, chosen }) {
    const box = Object.assign(document.createElement("input"), {
      type: "checkbox",
      checked: Boolean(chosen),
      autocomplete: "off",
    });
    box.addEventListener("change", () => this.#change(name, { chosen: box.checked }));
    const label = document.createElement("label");
    label.append(box, ` ${name} `, document.createElement("small"));
    const item = document.createElement("li");
    item.dataset.state = state;
    item.append(
      label,
      button(dataOf(this.list, "open"), name, () => this.apply(state)),
      button(dataOf(this.list, "rename"), name, () => this.#rename(name)),
      button(dataOf(this.list, "remove"), name, () => this.#remove(name)),
    );
    return item;
  }

  /** @param {string} name */
  #rename(name) {
    this.#askName(name, dataOf(this.list, "rename"), (wished) => {
      const others = this.#read().filter((scenario) => scenario.name !== name);
      this.#change(name, { name: this.#freeName(others, wished) });
      this.show();
    });
  }

  /** @param {string} name */
  #remove(name) {
    this.#write(this.#read().filter((scenario) => scenario.name !== name));
    this.show();
    const next = this.list.querySelector("button:last-of-type");
    if (next instanceof HTMLElement) next.focus();
    else one(this.button.parentElement ?? document, "[data-action=keep]", HTMLElement).focus();
  }

  /**
   * @param {string} name
   * @param {Partial<KeptScenario>} fresh
   */
  #change(name, fresh) {
    const change = (/** @type {KeptScenario} */ each) =>
      each.name === name ? { ...each, ...fresh } : each;
    this.#write(this.#read().map(change));
    this.#compare();
  }

  /**
   * @param {string} name to begin with
   * @param {string} title of the dialog and of its button
   * @param {(name: string) => void} then
   */
  #askName(name, title, then) {
    const dialog = byId("calculator-keep", HTMLDialogElement);
    const input = one(dialog, "input", HTMLInputElement);
    one(dialog, "h2", HTMLElement).textContent = title;
    const closed = () => {
      const given = input.value.trim();
      if (dialog.returnValue === "keep" && given) then(given);
    };
    dialog.addEventListener("close", closed, { once: true });
    input.value = name;
    dialog.returnValue = "";
    dialog.showModal();
    input.select(); // so that typing replaces what is offered
  }

  /**
   * A name that no kept scenario has: the one wished for, with a number if it is taken.
   * @param {KeptScenario[]} kept
   * @param {string} [wished]
   */
  #freeName(kept, wished) {
    const name = wished || dataOf(this.list, "unnamed").replace("{n}", String(kept.length + 1));
    let free = name;
    for (let n = 2; kept.some((each) => each.name === free); n += 1) free = `${name} (${n})`;
    return free;
  }

  async #compare() {
    if (this.section.hidden) return;
    const cases = this.chosen;
    const asked = JSON.stringify(cases);
    if (asked === this.#compared) return;
    this.#compared = asked;
    if (cases.length < this.#least) {
      this.comparison.replaceChildren();
      return;
    }
    const { html } = await this.call({ want: "comparison", cases });
    if (asked === this.#compared) this.comparison.innerHTML = html;
  }

  /** @returns {KeptScenario[]} what is stored; anything else that stands there is ignored */
  #read() {
    if (this.#unsaved) return this.#unsaved;
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(stored) ? stored.filter(isScenario) : [];
    } catch {
      return [];
    }
  }

  /**
   * Stores the scenarios; false if storage is full or closed to us, and they go with the page.
   * @param {KeptScenario[]} scenarios
   */
  #write(scenarios) {
    try {
      localStorage.setItem(KEY, JSON.stringify(scenarios));
      this.#unsaved = undefined;
      return true;
    } catch {
      this.#unsaved = scenarios;
      return false;
    }
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

/** @param {any} stored */
function isScenario(stored) {
  return typeof stored?.name === "string" && typeof stored.state === "string";
}
