// Connects the form of the calculator with the Python package in the worker: answers go in, HTML
// comes out.
// The theme loads it with the first page that has the form; it sets itself up for every such page.

import { Charts } from "./charts.js";
import { precomputed } from "./precomputed.js";
import { connect } from "./python.js";
import { equip } from "./tools.js";

const SWITCH_LANGUAGE = "a[hreflang], a[data-switch-language]";
const PATIENCE = 200; // ms before the status speaks of work: most answers come sooner
const QUIET = 800; // ms without a change before a result is announced
const DRAFT = "service-structure.draft";
const TO_COME = "[data-slot], [data-chart]"; // places of what follows the result

let page; // elements of the page with the form; undefined on every other page
let python; // the package in its worker, one for all pages visited in turn (see python.js)
let stage; // of Python (see python.js)
let foreseen = false; // whether a result computed with the site stands in for Python's
let sent = 0; // id of the newest request
let inFlight; // the job whose response is awaited
let jobs = { result: undefined, calls: [], parts: [] }; // what waits, in the order of its turn
let state = ""; // canonical fragment of the result shown
let past = []; // the fragments before it, for undo
let strays = []; // parts of the address without a control in the form: Python reports them
const shown = new WeakMap(); // the HTML that was last put into an element
let announcing; // timer of the next announcement
const whenIdle = window.requestIdleCallback ?? setTimeout;

function setUp() {
  jobs = { result: undefined, calls: [], parts: [] };
  const form = document.getElementById("calculator-form");
  page = form && {
    form,
    path: location.pathname,
    root: form.closest(".calculator"),
    result: document.getElementById("calculator-result"),
    status: document.getElementById("calculator-status"),
    problems: document.getElementById("calculator-problems"),
    retry: document.getElementById("calculator-retry"),
    summary: document.getElementById("calculator-summary"),
    announcement: document.getElementById("calculator-announcement"),
    progress: document.getElementById("calculator-progress"),
    meter: document.getElementById("calculator-meter"),
    draft: document.getElementById("calculator-draft"),
    undo: document.querySelector("[data-action=undo]"),
  };
  if (!page) return;
  page.charts = new Charts(page.result, absolute(page.root.dataset.assets));
  form.addEventListener("change", ({ target }) => target.name && changed());
  form.addEventListener("input", ({ target }) => target.type === "range" && slide(target));
  form.addEventListener("change", ({ target }) => target.type === "checkbox" && lock(target));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    apply("");
  });
  page.root.addEventListener("click", clicked);
  page.retry.addEventListener("click", () => python.start());
  if (!python) startPython();
  else if (stage === "failed") python.start();
  else setStage(stage);
  equip(page.root, { call, apply, current: () => state, charts: page.charts });
  past = [];
  offerDraft();
  apply(withGiven(addressState() || preset()));
  page.changing = false;
}

// The page is there, and Python has nothing to do or will not come.
function rest() {
  if (document.readyState === "complete") whenIdle(settle);
  else addEventListener("load", () => whenIdle(settle), { once: true });
}

// Sections of the result are laid out in full, one at a time, once nothing more urgent is to be done
// (see style.css); not any more as soon as answers change. From then on a search in the page also
// finds what is closed in the form.
function settle() {
  if (page) page.form.dataset.settled = "";
  const section = !page?.changing && page?.result.querySelector("section:not([data-settled])");
  if (!section) return;
  section.dataset.settled = "";
  whenIdle(settle);
}

function unsettle() {
  page.changing = true;
  for (const section of page.result.children) delete section.dataset.settled;
}

// Python

function startPython() {
  const { assets, runtime } = page.root.dataset;
  python = connect({
    worker: absolute(`${assets}worker.js`),
    runtime: absolute(runtime.replace(/\/?$/, "/")),
    onStage: setStage,
    onResponse: (id, body) => id === inFlight?.id && finish(JSON.parse(body)),
  });
}

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

function setStage(name) {
  stage = name;
  if (stage === "failed" && inFlight) {
    // What is wanted is kept for the next start.
    if (inFlight.origin) jobs.result ??= inFlight;
    else jobs.calls.unshift(inFlight);
    delete inFlight.id;
    inFlight = undefined;
  }
  if (!page) return;
  page.retry.hidden = stage !== "failed";
  if (stage === "ready") next();
  else if (stage === "starting") sendAhead();
  else if (stage === "waiting" || stage === "failed") rest();
  if (!inFlight) say(foreseen && stage !== "failed" ? "precomputed" : stage);
}

// That Python is at work and then no longer is for the eye alone: who listens hears the result.
function say(name) {
  if (!page) return; // another one is shown, and Python still works for this one
  const { status } = page;
  const text = status.dataset[name];
  const before = status.textContent;
  if (text === before) return;
  const passing = name === "working" || (name === "ready" && before === status.dataset.working);
  status.setAttribute("aria-live", passing ? "off" : "polite");
  status.textContent = text;
}

// Jobs: one at a time, the result of the newest answers first

// Asks Python for something else than a result; resolves with its response.
function call(request) {
  return new Promise((done) => {
    jobs.calls.push({ request, done });
    python.need();
    next();
  });
}

function ask(fragment, origin, told = "") {
  const request = { want: "result", state: fragment, last: state };
  jobs.result = { request, origin, told, done: show };
  jobs.parts = [];
  unsettle();
  foreseen = false;
  if (stage === "ready") {
    next();
  } else {
    sendAhead();
    foresee(jobs.result);
  }
}

// Python begins with it as soon as it is ready, and need not ask for it first.
function sendAhead() {
  if (jobs.result && (stage === "starting" || stage === "loading")) send(jobs.result);
}

// Until Python is ready, a result computed with the site stands in for its own.
async function foresee(job) {
  const response = await precomputed(job.request.state);
  if (job !== jobs.result || stage === "ready") return;
  if (response) {
    foreseen = true;
    show(response, job);
    followUp(response);
    setStage(stage);
  } else if (job.request.state) {
    python.need();
  }
}

function next() {
  if (stage !== "ready" || inFlight) return;
  inFlight = jobs.result ?? jobs.calls.shift() ?? jobs.parts.shift();
  if (!inFlight) {
    say("ready");
    rest();
    return;
  }
  if (inFlight === jobs.result) {
    jobs.result = undefined;
    foreseen = false;
  }
  if (!inFlight.id) send(inFlight);
  const { id } = inFlight;
  setTimeout(() => {
    if (stage === "ready" && inFlight?.id === id) say("working");
  }, PATIENCE);
}

function send(job) {
  job.id = sent += 1;
  python.send(job.id, JSON.stringify({ ...job.request, lang: page.root.dataset.lang }));
}

function finish(response) {
  const job = inFlight;
  inFlight = undefined;
  // A result of answers that have changed since is dropped.
  if (page && !(job.origin && jobs.result)) job.done(response, job);
  next();
}

function show(response, { origin, told }) {
  if (page.answered && origin !== "undo" && response.state !== state) past.push(state);
  page.answered = true;
  state = response.state;
  strays = [];
  if (shown.has(page.result) || digest(response.html) !== page.result.dataset.digest) {
    replace(page.result, response.html);
  }
  tellProblems(told + response.problems);
  if (origin !== "form") setForm(new URLSearchParams({ ...response.answers, ...response.typed }));
  setFields(response);
  page.progress.textContent = response.progress.text;
  page.meter.value = response.progress.given;
  page.undo.disabled = !past.length;
  announce(response.summary);
  setAddress();
  keepDraft();
  jobs.parts = response.parts.map((part) => ({
    request: { want: part, state },
    done: followUp,
  }));
  performance.mark(foreseen ? "foreseen" : "python"); // for benchmarks/browser/startup.py
}

function followUp({ slots, charts }) {
  for (const [name, html] of Object.entries(slots)) fill(name, html);
  page.charts.draw(charts);
}

// FNV-1a, as in calculator/views/__init__.py: the page has that of the result it was built with.
function digest(html) {
  let hash = 2166136261;
  for (let n = 0; n < html.length; n += 1) hash = Math.imul(hash ^ html.charCodeAt(n), 16777619);
  return (hash >>> 0).toString(16);
}

// Leaves alone what already stands there: nothing flashes or closes.
function replace(element, html) {
  if (shown.get(element) === html) return;
  shown.set(element, html);
  const fresh = element.cloneNode(false);
  fresh.innerHTML = html;
  if (element === page.result && sections(fresh) === sections(element)) {
    const own = [...element.children];
    [...fresh.children].forEach((section, n) => renewSection(own[n], section));
  } else {
    renew(element, fresh);
  }
  page.charts.attach();
}

function sections(element) {
  return [...element.children].map((section) => section.className).join();
}

// A section stays, so the browser knows how high it is and need not lay it out while out of sight.
function renewSection(section, fresh) {
  const html = fresh.innerHTML;
  if (shown.get(section) !== html) {
    shown.set(section, html);
    renew(section, fresh);
  } else {
    for (const place of section.querySelectorAll(TO_COME)) place.dataset.stale = "";
  }
}

// What is still to come is that of the former result until then, and marked as such.
function renew(element, fresh) {
  for (const place of fresh.querySelectorAll(TO_COME)) {
    const { slot, chart } = place.dataset;
    const old = element.querySelector(slot ? `[data-slot="${slot}"]` : `[data-chart="${chart}"]`);
    if (!old) continue;
    place.append(...old.childNodes);
    place.dataset.stale = "";
  }
  const open = new Set([...element.querySelectorAll("details[open]")].map(title));
  for (const details of fresh.querySelectorAll("details"))
    details.open ||= open.has(title(details));
  element.replaceChildren(...fresh.childNodes);
}

// An alert is read out again whenever it is written; others write it, too.
function tellProblems(html) {
  const fresh = page.problems.cloneNode(false);
  fresh.innerHTML = html;
  if (fresh.textContent !== page.problems.textContent) {
    page.problems.replaceChildren(...fresh.childNodes);
  }
}

function title(details) {
  return details.querySelector("summary").firstChild.textContent.trim();
}

function fill(name, html) {
  const slot = page.result.querySelector(`[data-slot="${name}"]`);
  if (!slot) return;
  replace(slot, html);
  delete slot.dataset.stale;
}

// Short, only when the advice is another than was heard last, and not while answers still change.
function announce(summary) {
  clearTimeout(announcing);
  if (page.summary.textContent === summary) return;
  page.summary.textContent = summary;
  announcing = setTimeout(() => {
    const heard = page?.announcement;
    if (heard && heard.textContent !== summary) heard.textContent = summary;
  }, QUIET);
}

// The form

function changed() {
  ask(formState(), "form");
}

// Takes over a state that does not come from the form: shows it there, then asks Python.
// `told` is what Python has already said of it, as HTML.
function apply(fragment, origin = "elsewhere", told = "") {
  setForm(new URLSearchParams(fragment));
  strays = fragment.split("&").filter((part) => part && !hasControl(part));
  ask(fragment, origin, told);
}

function formState() {
  return [new URLSearchParams(given()).toString(), ...strays].filter(Boolean).join("&");
}

// A state with what a reader has answered before this script came, which goes before.
function withGiven(fragment) {
  if (!given().length) return fragment;
  const answers = new URLSearchParams(fragment);
  for (const [name, value] of given()) answers.set(name, value);
  return answers.toString();
}

function given() {
  return [...new FormData(page.form)].filter(([, value]) => value.trim() !== "");
}

// Sets every control to its first value in `answers`, or without one to what the page began with.
function setForm(answers) {
  for (const control of controls()) {
    const value = answers.get(control.name);
    if (control.type !== "radio") control.value = value ?? "";
    else if (value === null ? control.defaultChecked : value === control.value)
      control.checked = true;
  }
}

// What holds while a field is empty, and what is wrong with what has been typed.
function setFields({ fields, faults }) {
  for (const control of controls()) {
    const field = fields[control.name];
    if (!field) continue;
    control.placeholder = field.usual;
    replaceHtml(`${control.id}-origin`, field.origin);
    replaceHtml(`${control.id}-fault`, "").textContent = faults[control.name] ?? "";
    control.setAttribute("aria-invalid", String(control.name in faults));
    const slider = document.getElementById(`${control.id}-slider`);
    if (!slider) continue;
    slider.max = field.most;
    slider.value = field.points;
    document.getElementById(`${control.id}-lock`).checked = control.value !== "";
  }
}

function replaceHtml(id, html) {
  const element = document.getElementById(id);
  if (element.innerHTML !== html) element.innerHTML = html;
  return element;
}

// A slider and its lock only write the field beside them.
function slide(slider) {
  const field = document.getElementById(slider.dataset.for);
  field.value = slider.value.replace(".", page.root.dataset.decimal);
  changed();
}

function lock(box) {
  const field = document.getElementById(box.dataset.for);
  field.value = box.checked ? field.placeholder : "";
  changed();
}

function hasControl(part) {
  const [[name, value] = []] = new URLSearchParams(part);
  return controls().some((c) => c.name === name && (c.type !== "radio" || c.value === value));
}

function controls() {
  return [...page.form.elements].filter((element) => element.name);
}

function clicked(event) {
  const { target } = event;
  const chosen = target.closest("button[data-fragment]");
  if (chosen) apply(chosen.dataset.fragment);
  const action = target.closest("[data-action]")?.dataset.action;
  if (action === "undo" && past.length) apply(past.pop(), "undo");
  if (action === "draft") apply(readDraft());
  if (action === "weights-reset") {
    for (const control of controls()) if (control.name.startsWith("w.")) control.value = "";
    changed();
  }
  const fault = target.closest("#calculator-problems a[href^='#']");
  if (fault) {
    event.preventDefault(); // the address keeps the answers
    const field = document.getElementById(fault.hash.slice(1));
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) {
      box.open = true;
    }
    field.focus();
  }
}

// The address

function addressState() {
  return isAnchor() ? "" : location.hash.slice(1);
}

// A link to a heading of the page is no state.
function isAnchor() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null;
  } catch {
    return false; // not even valid percent-encoding: Python reports it
  }
}

// What ?preset=… names, for pages that embed the calculator.
function preset() {
  const name = new URLSearchParams(location.search).get("preset");
  const buttons = [...page.root.querySelectorAll("[data-scenario]")];
  return buttons.find((button) => button.dataset.scenario === name)?.dataset.fragment ?? "";
}

// After an instant navigation the address already belongs to the next page.
function isHere() {
  return page?.path === location.pathname;
}

function setAddress() {
  if (!isHere() || state === addressState()) return;
  const address = location.pathname + location.search + (state && `#${state}`);
  history.replaceState(history.state, "", address);
}

addEventListener("hashchange", () => {
  if (!isHere()) return;
  if (isAnchor())
    setAddress(); // the page has scrolled there; the address keeps the answers
  else apply(addressState());
});

// On the way down, so that the link has the answers before the theme or the browser follows it.
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(
    kind,
    ({ target }) => {
      const link = page && target.closest(SWITCH_LANGUAGE);
      if (link) link.hash = jobs.result?.request.state ?? state;
    },
    true,
  );
}

// The draft: what was last answered here, for a reader who comes back without a link

function offerDraft() {
  const draft = readDraft();
  page.draft.hidden = !draft || Boolean(addressState());
}

function keepDraft() {
  if (state) page.draft.hidden = true;
  try {
    if (state) localStorage.setItem(DRAFT, state);
  } catch {
    // Storage may be closed to us; the address keeps the answers.
  }
}

function readDraft() {
  try {
    return localStorage.getItem(DRAFT) ?? "";
  } catch {
    return "";
  }
}

// Material for MkDocs emits the document at once, and again after every instant navigation.
if (window.document$) window.document$.subscribe(setUp);
else setUp();
