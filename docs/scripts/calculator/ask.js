// Asks one question at a time: the one that tells most stands in the place for it, the others in
// their groups. Which one that is, Python says with every result.
//
//            a pointer or Enter chooses an answer, or "another question"
//   asked ─────────────────────────────────────────────────────> the next of Python's questions
//     ^                                                               │
//     └──────────────────────── "back" ───────────────────────────────┘
//
// Whoever has passed over every open question is told so, once, before the first comes again.
//
// A keyboard walks through the answers of a question, so there Enter or the button leads on. That is
// said beside the button at the first answer that a keyboard chooses, until the next question comes.
// The compact form of the embedded page ends after as many answers as it says, or where they suffice.

import { all, byId, closest, dataOf, one } from "../dom.js";

/** @import { Asking } from "../../types/protocol.d.ts" */

const SHOWN_MS = 700;

export class Asker {
  /** @type {Map<HTMLElement, ChildNode>} */
  #homes = new Map(); // question → its place in its group
  /** @type {string[]} */
  #questions = []; // open ones, the one that tells most first
  #stage = ""; // whether to ask on
  /** @type {Record<string, string>} */
  #answers = {}; // that Python knows
  /** @type {string[]} */
  #asked; // those that stood here, the present one last
  /** @type {Set<string>} */
  #skipped = new Set();
  #isAnswered = false; // by a pointer or Enter, so the next question is to follow
  #goesOn = false; // the reader wants to be asked although it is enough
  #isTaught = false; // the reader has been told what Enter does
  #wasEnough = false; // the reader has been told that it is enough, if not for sure
  #isReopened = false; // the last answer has opened the choice again
  #text = ""; // what is said of the stage
  /** @type {"" | "told" | "before"} */
  #round = ""; // whether the reader is told to have passed over all open questions, or has been

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.place = byId("ask", HTMLElement);
    this.back = one(form, "[data-action=ask-back]", HTMLButtonElement);
    this.forth = one(form, "[data-action=ask-next]", HTMLButtonElement);
    this.keys = one(this.place, ".ask__keys", HTMLElement);
    this.stop = one(this.place, ".ask__stop", HTMLElement);
    this.compact = document.querySelector("[data-form=compact] .compact");
    const first = one(this.place, "fieldset", HTMLElement);
    this.#asked = [first.id];
    this.#homes.set(first, byId("ask-home", HTMLTemplateElement));
    form.addEventListener("click", (event) => this.#clicked(event));
    form.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /**
   * Shows what Python wants to know next.
   * @param {Asking} asking
   * @param {Record<string, string>} answers
   * @param {boolean} isNew whether the answers come from elsewhere than the form
   */
  show({ stage, questions, text }, answers, isNew) {
    this.#questions = questions;
    this.#stage = stage;
    this.#answers = answers;
    this.#text = text;
    if (isNew) {
      this.#wasEnough = false;
      this.#round = "";
    }
    this.#isReopened = stage === "ask" && this.#wasEnough;
    this.#wasEnough = stage !== "ask";
    this.#tellStop();
    if (stage === "ask") this.#goesOn = false;
    this.#count();
    this.#countCompact();
    const isAnswered = this.#isAnswered;
    this.#isAnswered = false;
    if (isNew) this.#begin();
    else if (isAnswered) this.#follow();
    this.#offer();
  }

  /** Why one may stop here. */
  #tellStop() {
    const isRound = this.#round === "told";
    const words = isRound ? dataOf(this.stop, "round") : this.#text;
    one(this.stop, "span", HTMLElement).textContent = words;
    // An answer may open what seemed settled: that is said, as the offer to stop would vanish.
    this.stop.hidden = !isRound && this.#stage === "ask" && !this.#isReopened;
  }

  get #current() {
    return this.#asked.at(-1) ?? "";
  }

  /** @param {string} question */
  #isOpen(question) {
    return this.#questions.includes(question);
  }

  /** The answers come from elsewhere: the first question to ask is another. */
  #begin() {
    const [first] = this.#questions;
    this.#skipped.clear();
    if (!first) return;
    this.#asked = [first];
    this.#put(first, false);
  }

  /** An answer has been given: the next question comes, unless it is enough. */
  #follow() {
    if (this.#stage !== "stop" || this.#goesOn) this.#next();
  }

  #next() {
    const left = this.#questions.filter((id) => id !== this.#current);
    const next = left.find((id) => !this.#skipped.has(id)) ?? left[0];
    if (!next) return;
    this.#asked.push(next);
    this.#put(next, true);
  }

  /**
   * @param {string} id
   * @param {boolean} hasFocus
   */
  #put(id, hasFocus) {
    const question = byId(id, HTMLElement);
    const present = one(this.place, "fieldset", HTMLElement);
    if (question !== present) {
      const home = document.createComment(id);
      question.replaceWith(home);
      present.replaceWith(question);
      this.#homes.get(present)?.replaceWith(present);
      this.#homes.delete(present);
      this.#homes.set(question, home);
    }
    this.#offer();
    this.#endRound();
    this.keys.textContent = "";
    if (!hasFocus) return;
    question.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "nearest" });
  }

  /** What has been said at the end of a round goes with the question at which it was said. */
  #endRound() {
    if (this.#round !== "told") return;
    this.#round = "before";
    this.#tellStop();
  }

  /** What the buttons beside the question can do. */
  #offer() {
    this.back.disabled = this.#asked.length < 2;
    this.forth.disabled = this.#questions.every((id) => id === this.#current);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const choice = closest(event, "#ask [type=radio]", HTMLInputElement);
    // A click that a keyboard makes has no count.
    if (choice && event.detail) this.#answered(choice);
    else if (choice && event.isTrusted) this.#teach();
    if (closest(event, "#ask [data-answer]", HTMLElement)) this.#isAnswered = true;
    // On a wide screen the answer stands beside the link, and nothing would be seen to happen.
    if (closest(event, "#ask [href$='#verdict']", HTMLElement)) {
      one(document, ".card", HTMLElement).animate({ opacity: [0.2, 1] }, SHOWN_MS);
    }
    const action = closest(event, "[data-action]", HTMLElement)?.dataset.action;
    if (action === "ask-next") this.#skip();
    if (action === "ask-back") {
      this.#asked.pop();
      this.#put(this.#current, true);
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    const choice = closest(event, "#ask [type=radio]", HTMLInputElement);
    if (!choice || event.key !== "Enter") return;
    event.preventDefault(); // nothing is submitted
    if (!choice.checked) {
      choice.checked = true; // it has had the focus alone
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.#answered(choice);
  }

  /** Says what Enter does; the place is one whose changes a screen reader announces. */
  #teach() {
    if (!this.#isTaught) this.keys.textContent = dataOf(this.keys, "words");
    this.#isTaught = true;
  }

  /** @param {HTMLInputElement} choice */
  #answered(choice) {
    if (choice.value) this.#endRound();
    if (!choice.value) this.#skip();
    else if (this.#answers[choice.name] === choice.value)
      this.#follow(); // nothing has changed
    else this.#isAnswered = true;
  }

  #skip() {
    this.#skipped.add(this.#current);
    this.#goesOn = true;
    this.#isReopened = false;
    this.#tellStop();
    const isThrough = this.#questions.every((id) => this.#skipped.has(id));
    if (isThrough && this.#questions.length && !this.#round) this.#tellRound();
    else this.#next();
  }

  /** Says that the round is over; the question stays. */
  #tellRound() {
    this.#round = "told";
    this.#tellStop();
    this.stop.focus({ preventScroll: true });
    this.place.scrollIntoView({ block: "nearest" });
  }

  /** How far the compact form has come. */
  #countCompact() {
    if (!(this.compact instanceof HTMLElement)) return;
    const most = Number(dataOf(this.compact, "most"));
    const given = Object.keys(this.#answers).length;
    const isEnough = given >= most || this.#stage === "stop";
    this.place.hidden = isEnough;
    one(this.compact, ".compact__end", HTMLElement).hidden = !isEnough;
    const progress = one(this.compact, ".compact__progress", HTMLElement);
    progress.hidden = isEnough;
    progress.textContent = dataOf(progress, "words").replace("{n}", String(given + 1));
  }

  /** How many questions of each group are answered. */
  #count() {
    for (const group of all(this.form, "[data-count]", HTMLElement)) {
      const questions = [...all(group, "fieldset", HTMLElement)];
      for (const [question, home] of this.#homes) {
        if (group.contains(home)) questions.push(question);
      }
      const given = questions.filter(({ id }) => !this.#isOpen(id)).length;
      one(group, ".group__count", HTMLElement).textContent = dataOf(group, "count")
        .replace("{given}", String(given))
        .replace("{all}", String(questions.length));
    }
  }
}
