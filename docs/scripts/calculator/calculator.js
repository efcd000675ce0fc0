// Wires the calculator: answers of the form or the address go to Python, results come into the page.
// The theme loads this script with the first page that has the form; setUp() runs for every page.
//
//   form.js, address.js, draft.js ──answers──> requests.js ──> python.js ──> worker.js, Python
//            ^                                      │
//            └── fields, address, draft <── here <──┴── result ──> result.js, charts.js, messages.js
//                                                        its parts ──> parts.js
//
// Where answers come from decides what is done with them:
//   form       a reader changes the form: a step that can be undone; the form is not written again
//   elsewhere  an example, the draft, a file, a scenario: a step; the form is set to them
//   undo       the answers before the last step: the form is set to them
//   address    it had them before the page: the form is set to them

import { absolute, all, byId, closest, dataOf, one } from "../dom.js";
import { addActions } from "./actions.js";
import {
  fragmentInAddress,
  isAnchor,
  keepRejected,
  presetInAddress,
  withRejected,
  writeAddress,
  writeAddressSoon,
} from "./address.js";
import { Alike } from "./alike.js";
import { Arrival } from "./arrival.js";
import { Asker } from "./ask.js";
import { Bar } from "./bar.js";
import { Channels } from "./channels.js";
import { Charts } from "./charts.js";
import { Draft } from "./draft.js";
import { Form, focusField } from "./form.js";
import { notify, Summary, setStatus, showProblems } from "./messages.js";
import { Names } from "./names.js";
import { Parts } from "./parts.js";
import { Requests } from "./requests.js";
import { ResultView } from "./result.js";
import { readScenarios } from "./scenario-link.js";
import { Settling } from "./settling.js";
import { Steps } from "./steps.js";
import { isOfFormerVersion } from "./version.js";

/** @import { NamesByKind, Precomputed, Result } from "../../types/protocol.d.ts" */
/** @typedef {"form" | "elsewhere" | "undo" | "address"} Origin */

/** @type {Requests | undefined} */
let requests; // one for all pages visited in turn
/** @type {Calculator | undefined} */
let calculator; // of the page that is shown; undefined where it has no form

class Calculator {
  #path = location.pathname;
  #fragment = ""; // canonical, of the result shown
  #steps = new Steps();
  /** @type {{ before: string, names: NamesByKind, channels: Record<string, string> } | undefined} */
  #cleared; // what was there before the reader started again

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} root
   * @param {Requests} queue
   */
  constructor(form, root, queue) {
    this.root = root;
    this.requests = queue;
    const result = byId("calculator-result", HTMLElement);
    this.charts = new Charts(result);
    const card = byId("calculator-card", HTMLElement);
    this.result = new ResultView(card, result, this.charts);
    this.alike = new Alike(result, {
      call: (request) => this.requests.call(request),
      current: () => this.#fragment,
      fill: (parts) => this.result.fill(parts),
      failed: dataOf(root, "alikeFailed"),
    });
    this.parts = new Parts(root, (parts) =>
      this.requests.complete(parts, this.#fragment, (filled) => {
        this.result.fill(filled);
        this.parts.look(); // there may be places within
      }),
    );
    this.settling = new Settling(form);
    this.form = new Form(form, dataOf(root, "decimal"), (field) => this.#changed(field));
    this.names = new Names(form, () => this.#ask(this.form.fragment(), "form", "", false));
    this.channels = new Channels(form, {
      add: (texts) => this.requests.call({ want: "channels", state: this.newest, texts }),
      changed: () => this.#changed(""),
    });
    this.asker = new Asker(form);
    this.toolbar = byId("calculator-toolbar", HTMLElement);
    this.bar = new Bar(one(root, ".bar", HTMLElement), card);
    this.draft = new Draft(byId("calculator-draft", HTMLElement));
    this.problems = byId("calculator-problems", HTMLElement);
    this.progress = byId("calculator-progress", HTMLElement);
    this.meter = byId("calculator-meter", HTMLProgressElement);
    this.undo = one(this.toolbar, "[data-action=undo]", HTMLButtonElement);
    // On an embedded page, links to the whole calculator: they take the answers along.
    this.whole = all(document, "a[data-whole]", HTMLAnchorElement);
    this.summary = new Summary(
      byId("calculator-summary", HTMLElement),
      byId("calculator-announcement", HTMLElement),
    );
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      this.#startAgain();
    });
    root.addEventListener("click", (event) => this.#clicked(event));
  }

  /** Shows the result of what the address, the preset or the form says, once Python is told. */
  begin() {
    const retry = byId("calculator-retry", HTMLButtonElement);
    const status = byId("calculator-status", HTMLElement);
    const card = byId("calculator-card", HTMLElement);
    this.root.dataset.alive = ""; // see whole.js
    const tellIfUpdated = async () => {
      const isUpdated = await isOfFormerVersion(this.root);
      if (isUpdated && !retry.hidden) setStatus(status, "updated");
    };
    retry.addEventListener("click", async () => {
      retry.hidden = true;
      setStatus(status, "starting");
      if (await isOfFormerVersion(this.root)) location.reload();
      else this.requests.restart();
    });
    this.requests.open({
      language: dataOf(this.root, "lang"),
      names: () => this.names.given,
      setStatus: (name) => setStatus(status, name),
      setFailed: (isFailed) => {
        retry.hidden = !isFailed;
        card.toggleAttribute("data-stale", isFailed && this.requests.isWaiting);
        if (isFailed) tellIfUpdated();
      },
      onIdle: () => this.settling.rest(),
    });
    this.scenarios = addActions(this.root, {
      call: (request) => this.requests.call(request),
      apply: (fragment, problems, names) => {
        if (names) this.names.set(names);
        this.apply(fragment, "elsewhere", problems);
      },
      current: () => this.#fragment,
      charts: this.charts,
    });
    const address = this.#received(fragmentInAddress());
    // What is answered before this script has come is the reader's own.
    const opened = this.form.fragment() ? "" : address;
    const question = byId("ask", HTMLElement);
    this.arrival = new Arrival(card, this.scenarios.compared, question, opened);
    this.draft.offer(address !== "");
    const given = this.form.withGiven(withRejected(address) || presetInAddress(this.root));
    this.apply(given, "address");
  }

  /** The fragment of the newest answers, whether their result is shown or still waited for. */
  get newest() {
    return this.requests.pending ?? this.#fragment;
  }

  /**
   * Takes over answers that do not come from the form.
   * @param {string} fragment
   * @param {Origin} [origin]
   * @param {string} [problems] what Python has already said of them, as HTML
   */
  apply(fragment, origin = "elsewhere", problems = "") {
    const isStep = origin === "elsewhere" ? this.#steps.take(this.newest) : origin === "undo";
    if (origin !== "elsewhere" && this.#cleared?.before === fragment) this.#restoreBeside();
    this.form.apply(fragment);
    this.#ask(fragment, origin, problems, isStep);
  }

  /** The address has changed without this script. */
  readAddress() {
    if (!this.#isShown()) return;
    const fragment = this.#received(fragmentInAddress());
    if (isAnchor()) {
      writeAddress(this.newest); // the page has scrolled there
    } else if (fragment !== this.newest) {
      this.#steps.follow(this.newest, fragment);
      this.apply(fragment, "address");
    }
  }

  /**
   * The answers of a link. What else it has, the scenarios, is kept.
   * @param {string} link
   */
  #received(link) {
    const { answers, scenarios } = readScenarios(link);
    if (scenarios.length) this.scenarios?.receive(scenarios);
    return answers;
  }

  /** @param {string} field the text field or slider that a reader has changed, if it was one */
  #changed(field) {
    const isStep = this.#steps.take(this.newest, field);
    this.#ask(this.form.fragment(), "form", "", isStep);
  }

  /**
   * @param {string} fragment
   * @param {Origin} origin
   * @param {string} problems
   * @param {boolean} isStep
   */
  #ask(fragment, origin, problems, isStep) {
    const before = origin === "form" ? this.#steps.last : "";
    this.requests.askResult({ want: "result", state: fragment, before }, (result, isPrecomputed) =>
      this.#show(result, origin, problems, isPrecomputed),
    );
    // While Python works.
    if (this.#isShown()) writeAddress(fragment, isStep);
    this.draft.keep(fragment);
  }

  /**
   * @param {Result | Precomputed} result
   * @param {Origin} origin
   * @param {string} problems
   * @param {boolean} isPrecomputed
   */
  #show(result, origin, problems, isPrecomputed) {
    const isNew = origin !== "form" && result.state !== this.#fragment;
    this.#fragment = result.state;
    this.#steps.settle(result.state);
    this.scenarios?.mark();
    this.result.show(result);
    showProblems(this.problems, problems + result.problems);
    this.form.forgetStrays();
    if (origin !== "form") {
      this.form.show(new URLSearchParams({ ...result.answers, ...result.typed }));
    }
    this.form.showFields(result);
    keepRejected(result.problems && this.form.fragment());
    this.channels.show();
    this.names.show(result.names);
    this.progress.textContent = result.progress.text;
    this.meter.value = result.progress.given;
    this.undo.disabled = this.#steps.isEmpty;
    const isEmpty = !this.#fragment && this.#steps.isEmpty;
    this.toolbar.hidden = isEmpty && (this.scenarios?.isEmpty ?? true);
    this.bar.show(this.#fragment !== "");
    this.asker.show(result.asking, result.answers, isNew);
    this.summary.show(result.summary);
    if (this.#isShown()) writeAddressSoon(this.#fragment);
    for (const link of this.whole) link.hash = this.#fragment;
    this.draft.keep(this.#fragment);
    this.parts.show(result.parts);
    performance.mark(isPrecomputed ? "precomputed" : "python"); // for benchmarks/browser/startup.py
    if ("slots" in result) this.result.fill(result);
    this.arrival?.show();
    this.alike.renew();
  }

  /** @param {Event} event */
  #clicked(event) {
    const example = closest(event, "button[data-fragment]", HTMLElement);
    if (example) this.apply(dataOf(example, "fragment"));
    const action = closest(event, "[data-action]", HTMLElement)?.dataset.action;
    if (action === "undo") this.#undo();
    const card = closest(event, "#calculator-card:has([data-action]:focus)", HTMLElement);
    if (card) card.tabIndex = -1;
    card?.focus({ preventScroll: true }); // its button goes with what it undoes
    if (action === "draft") this.apply(this.draft.read());
    if (action === "weights-reset") this.form.resetWeights();
    const fault = closest(event, "#calculator-problems a[href^='#']", HTMLAnchorElement);
    if (fault) {
      event.preventDefault(); // the address keeps the answers
      focusField(fault.hash.slice(1));
    }
  }

  /** Clears all that a reader has said of the organisation. It is one step, to be undone as others. */
  #startAgain() {
    const before = this.newest;
    const names = this.names.given;
    const isStep = this.#steps.take(before, "", Object.keys(names).length > 0);
    this.#cleared = { before, names, channels: this.channels.given };
    this.names.clear();
    this.channels.clear();
    this.form.apply("");
    this.#ask("", "elsewhere", "", isStep);
    notify(byId("calculator-notice", HTMLElement), "cleared");
  }

  /** What has been cleared comes back, unless there is something else by now. */
  #restoreBeside() {
    if (!this.#cleared) return;
    if (!Object.keys(this.names.given).length) this.names.set(this.#cleared.names);
    if (!Object.keys(this.channels.given).length) this.channels.set(this.#cleared.channels);
    this.#cleared = undefined;
  }

  #undo() {
    const fragment = this.#steps.undo();
    if (fragment !== undefined) this.apply(fragment, "undo");
  }

  // After an instant navigation the address already belongs to the next page.
  #isShown() {
    return this.#path === location.pathname;
  }
}

function setUp() {
  requests?.close();
  calculator = undefined;
  const form = document.getElementById("calculator-form");
  if (!(form instanceof HTMLFormElement)) return;
  const root = /** @type {HTMLElement} */ (form.closest(".calculator"));
  requests ??= new Requests(
    absolute(`${dataOf(root, "assets")}worker.js`),
    absolute(dataOf(root, "runtime").replace(/\/?$/, "/")),
  );
  calculator = new Calculator(form, root, requests);
  calculator.begin();
}

addEventListener("hashchange", () => calculator?.readAddress());

// Material emits the document at once, and again after every instant navigation.
if (window.document$) window.document$.subscribe(setUp);
else setUp();
