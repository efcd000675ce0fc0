// Connects the form of the calculator with the Python package in the worker: answers go in, HTML
// comes out.
// Load it as a module on every page; only a page with #calculator-form starts anything.
import { precomputed } from "./precomputed.js";
import { connect } from "./python.js";

const SWITCH_LANGUAGE = "a[hreflang], a[data-switch-language]";
const PATIENCE = 200; // ms before the status speaks of work: most answers come sooner

let page; // elements of the page with the form; undefined on every other page
let python; // the package in its worker, one for all pages visited in turn (see python.js)
let stage; // of Python (see python.js)
let foreseen = false; // whether a precomputed result stands in for Python's
let wanted; // newest request, until its response is shown
let sent = 0; // id of the newest request
let state = ""; // canonical fragment of the result shown
let strays = []; // parts of the address without a control in the form: Python reports them

function setUp() {
  wanted = undefined;
  const form = document.getElementById("calculator-form");
  page = form && {
    form,
    path: location.pathname,
    result: document.getElementById("calculator-result"),
    status: document.getElementById("calculator-status"),
    problems: document.getElementById("calculator-problems"),
    retry: document.getElementById("calculator-retry"),
  };
  if (!page) return;
  form.addEventListener("change", () => ask(formState(), "form"));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    apply("");
  });
  page.retry.addEventListener("click", () => python.start());
  if (python && stage !== "failed") setStage(stage);
  else if (python) python.start();
  else startPython();
  apply(addressState());
}

// Python

function startPython() {
  const { worker, runtime } = page.form.dataset;
  python = connect({
    worker: absolute(worker),
    runtime: absolute(runtime.replace(/\/?$/, "/")),
    onStage: setStage,
    onResponse: (id, body) => id === wanted?.id && show(JSON.parse(body)),
  });
}

function absolute(url) {
  return new URL(url, document.baseURI).href;
}

function setStage(name) {
  stage = name;
  if (!page) return;
  page.retry.hidden = stage !== "failed";
  if (stage === "ready" && wanted) post();
  else say(foreseen && stage !== "failed" ? "precomputed" : stage);
}

function say(name) {
  const text = page.status.dataset[name];
  if (page.status.textContent !== text) page.status.textContent = text;
}

// Requests and responses

// Takes over a state that does not come from the form: shows it there, then asks Python.
function apply(fragment) {
  setRadios(new URLSearchParams(fragment));
  strays = fragment.split("&").filter((part) => part && !hasControl(part));
  ask(fragment, "elsewhere");
}

function ask(fragment, origin) {
  sent += 1;
  // An answer shows its effect at once, without the slow parts; a second request brings those.
  wanted = { id: sent, fragment, origin, full: origin !== "form" };
  foreseen = false;
  if (stage === "ready") post();
  else foresee();
}

// Until Python is ready, a result computed with the site stands in for its own.
async function foresee() {
  const request = wanted;
  const response = await precomputed(request.fragment);
  if (request !== wanted || stage === "ready") return;
  if (response) {
    foreseen = true;
    display(response, request.origin);
    setStage(stage);
  } else if (request.fragment) {
    python.need();
  }
}

function post() {
  const { id, fragment, full } = wanted;
  const body = JSON.stringify({ state: fragment, lang: page.form.dataset.lang, full });
  python.send(id, body);
  setTimeout(() => {
    if (stage === "ready" && wanted?.id === id) say("working");
  }, PATIENCE);
}

function show(response) {
  const { fragment, origin, full } = wanted;
  wanted = full ? undefined : { id: (sent += 1), fragment, origin, full: true };
  foreseen = false;
  display(response, origin);
  if (wanted) post();
  else say("ready");
}

function display(response, origin) {
  strays = [];
  state = response.state;
  replace(page.result, response.html);
  replace(page.problems, response.problems);
  if (origin !== "form") setRadios(new URLSearchParams(response.answers));
  setAddress();
}

// Leaves alone what already stands there, as the default result does: nothing flashes or closes.
function replace(element, html) {
  const next = element.cloneNode(false);
  next.innerHTML = html;
  if (essence(next) !== essence(element)) element.replaceChildren(...next.childNodes);
}

// The theme makes the links of a page absolute, and Markdown may change the space between tags.
function essence(element) {
  const copy = element.cloneNode(true);
  for (const link of copy.querySelectorAll("a[href]")) link.setAttribute("href", link.href);
  return copy.innerHTML.replace(/\s+/g, " ").trim();
}

// The form

function formState() {
  const answered = [...new FormData(page.form)].filter(([, value]) => value !== "");
  return [new URLSearchParams(answered).toString(), ...strays].filter(Boolean).join("&");
}

// Sets every group to its first value in `answers`, or without one to what the page began with.
function setRadios(answers) {
  for (const radio of radios()) {
    const value = answers.get(radio.name);
    if (value === null ? radio.defaultChecked : value === radio.value) radio.checked = true;
  }
}

function hasControl(part) {
  const [[name, value] = []] = new URLSearchParams(part);
  return radios().some((radio) => radio.name === name && radio.value === value);
}

function radios() {
  return [...page.form.elements].filter((element) => element.type === "radio");
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
  if (isHere() && !isAnchor()) apply(addressState());
});

document.addEventListener("click", ({ target }) => {
  const preset = page && target.closest("button[data-fragment]");
  if (preset) apply(preset.dataset.fragment);
});

// On the way down, so that the link has the answers before the theme or the browser follows it.
for (const kind of ["click", "auxclick"]) {
  document.addEventListener(kind, ({ target }) => {
    const link = page && target.closest(SWITCH_LANGUAGE);
    if (link) link.hash = wanted?.fragment ?? state;
  }, true);
}

// Material for MkDocs emits the document at once, and again after every instant navigation.
if (window.document$) window.document$.subscribe(setUp);
else setUp();
