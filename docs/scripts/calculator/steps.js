// The steps that a reader has taken, to be undone one by one: what stood in the address before each.
//
// The browser's own buttons walk along the same steps. The page hears of that as of any other change of
// the address: it is the last step undone if the answers are those from before it, and otherwise a step.

const MOST = 200; // steps that can be undone: a browser keeps 50 of its own

export class Steps {
  /** @type {string[]} */
  #past = [];
  #field = ""; // the text field or slider of the last step, which takes all its further changes
  #isForced = false; // the last step is one even if the answers say the same
  #isSpare = false; // the last step has changed nothing, so the browser's entry for it takes the next one

  /** Whether there is nothing to undo. */
  get isEmpty() {
    return !this.#past.length;
  }

  /** The fragment before the last step; empty without a step. */
  get last() {
    return this.#past.at(-1) ?? "";
  }

  /**
   * A reader changes the answers. Returns whether that is a step for the browser too, and not more of
   * the one before.
   * @param {string} before the fragment so far
   * @param {string} [field] the text field or slider that has been changed
   * @param {boolean} [isForced] whether more than the answers changes
   */
  take(before, field = "", isForced = false) {
    const isMore = field !== "" && field === this.#field;
    this.#field = field;
    if (isMore) return false;
    this.#past.push(before);
    this.#isForced = isForced;
    if (this.#past.length > MOST) this.#past.shift();
    const isStep = !this.#isSpare;
    this.#isSpare = false;
    return isStep;
  }

  /**
   * The answers are understood. They are no step if they say the same as before it.
   * @param {string} fragment in its canonical form
   */
  settle(fragment) {
    if (this.#isForced || this.#past.at(-1) !== fragment) return;
    this.undo();
    this.#isSpare = true;
  }

  /** The fragment before the last step, which is a step no longer; undefined without a step. */
  undo() {
    this.#field = "";
    this.#isSpare = false;
    this.#isForced = false;
    return this.#past.pop();
  }

  /**
   * The address has changed.
   * @param {string} before the fragment so far
   * @param {string} fragment
   */
  follow(before, fragment) {
    if (this.#past.at(-1) === fragment) this.undo();
    else if (before !== fragment) this.take(before);
  }
}
