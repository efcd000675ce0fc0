// What a reader does with a result: share, save, open, print, keep and compare it.

import { renderSVG } from "uqr";
import { byId, closest, dataOf, one } from "../dom.js";
import { linkTo } from "./address.js";
import { notify } from "./messages.js";
import { PAPERS, paper, prepare, today } from "./papers.js";
import { Scenarios } from "./scenarios.js";

/** @import { Charts } from "./charts.js" */
/** @import { Kind, NamesByKind, Paper, RequestOf, ResponseOf } from "../../types/protocol.d.ts" */
/** @import { SavedFile } from "../../types/protocol.d.ts" */

const HEADER_PX = 60; // at the top of the window

const KEPT_MS = 60_000; // a file, until the browser has taken it: some take their time

const FILES = ["markdown", "csv", "json", ...PAPERS]; // who takes one may take another

/** @typedef {<K extends Kind>(request: RequestOf<K>) => Promise<ResponseOf<K>>} Call asks Python */

/**
 * What the actions use of the calculator.
 * @typedef {object} Surroundings
 * @property {Call} call
 * @property {(fragment: string, problems?: string, names?: NamesByKind) => void} apply takes over
 *   answers, with what Python has already said of them, and names
 * @property {() => string} current the fragment of the result shown
 * @property {Charts} charts
 */

/**
 * Makes the buttons of the calculator work that have an action or save a chart. Returns the scenarios.
 * @param {HTMLElement} root
 * @param {Surroundings} surroundings
 */
export function addActions(root, { call, apply, current, charts }) {
  const notice = byId("calculator-notice", HTMLElement);
  /** @param {string} name */
  const say = (name) => notify(notice, name);
  /** @param {"json" | "csv"} form */
  const file = (form) => call({ want: "download", form, state: current(), date: today() });
  /** @param {"markdown" | "memo"} form */
  const report = (form) => {
    const cases = scenarios.chosen;
    const address = linkTo(current(), cases).link;
    const made = { date: today(), address, cases, scenario: scenarios.shown };
    return call({ want: "download", form, state: current(), ...made });
  };
  /**
   * @param {string} text
   * @param {string} [told] once it is copied
   */
  const copy = async (text, told = "copied") => say((await isCopied(text)) ? told : "notCopied");
  const copyLink = () => {
    const { link, isWhole } = linkTo(current(), scenarios.chosen);
    return copy(link, isWhole ? "copied" : "copiedInPart");
  };
  /** @param {SavedFile} saved */
  const save = (saved) => {
    saveFile(saved);
    say("saved");
  };
  /** @param {Paper} form */
  const savePaper = async (form) => {
    const made = await paper(form, current(), scenarios, call);
    if (made) saveBlob(made.name, made);
    say(made ? "saved" : "notFetched");
  };
  const scenarios = new Scenarios(root, { call, apply, current, say });

  /** @type {Record<string, () => unknown>} */
  const actions = {
    link: copyLink,
    qr: () => showQr(linkTo(current(), scenarios.chosen).link),
    print: async () => printMemo((await report("memo")).text),
    markdown: async () => save(await report("markdown")),
    csv: async () => save(await file("csv")),
    json: async () => save(await file("json")),
    ...Object.fromEntries(PAPERS.map((form) => [form, () => savePaper(form)])),
    open: () => byId("calculator-file", HTMLInputElement).click(),
    keep: () => scenarios.keep(),
    scenarios: () => scenarios.toggle(),
    undo: () => say("undone"),
    preview: () => previewEmbedded(root),
    embed: () => copy(byId("embed-code", HTMLElement).textContent ?? ""),
  };
  root.addEventListener("click", (event) => {
    const button = closest(event, "[data-action], [data-save]", HTMLElement);
    if (!button) return;
    const action = button.dataset.action ?? "";
    if (FILES.includes(action)) {
      button.focus(); // not every browser gives it to what is clicked
    } else {
      // First, so that a dialog gives the focus back to the menu and not to a button in it.
      closeMenu(button.closest(".menu"));
    }
    actions[action]?.();
    const chart = button.dataset.save;
    if (chart) save({ name: `${chart}.svg`, type: "image/svg+xml", text: charts.asFile(chart) });
  });
  root.addEventListener("change", (event) => {
    if (closest(event, "#embed-form", HTMLSelectElement)) showEmbedCode(root);
  });
  watchMenu(one(root, ".menu", HTMLDetailsElement), () => prepare(call));
  byId("calculator-file", HTMLInputElement).addEventListener("change", (event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    closeMenu(input.closest(".menu"));
    openFile(input, call, apply);
  });
  showEmbedCode(root);
  return scenarios;
}

/**
 * Closes the menu with Escape, and when a reader clicks or moves the focus elsewhere on the page.
 * @param {HTMLDetailsElement} menu
 * @param {() => void} opened
 */
function watchMenu(menu, opened) {
  const leave = (/** @type {EventTarget | null} */ place) => {
    if (place instanceof Node && !menu.contains(place)) menu.open = false;
  };
  const pressed = (/** @type {PointerEvent} */ { target }) => leave(target);
  const typed = (/** @type {KeyboardEvent} */ { key }) => {
    if (key === "Escape") closeMenu(menu);
  };
  menu.addEventListener("keydown", typed); // also before it is told to be open
  menu.addEventListener("focusout", ({ relatedTarget }) => leave(relatedTarget));
  menu.addEventListener("toggle", () => {
    unfold(menu);
    document.removeEventListener("pointerdown", pressed);
    document.removeEventListener("keydown", typed);
    if (!menu.open) return;
    document.addEventListener("pointerdown", pressed);
    document.addEventListener("keydown", typed);
    opened();
  });
}

/**
 * Opens the menu to the side where it finds room: on a wide screen the button stays where it is while
 * the page is scrolled. On a narrow one the page is scrolled until the bar covers none of the menu.
 * @param {HTMLDetailsElement} menu
 */
function unfold(menu) {
  const list = one(menu, ".menu__list", HTMLElement);
  list.classList.remove("menu__list--above");
  const { bottom, height } = list.getBoundingClientRect();
  const { top } = byId("calculator-toolbar", HTMLElement).getBoundingClientRect();
  const isAbove = menu.open && bottom > innerHeight && top - HEADER_PX > height;
  list.classList.toggle("menu__list--above", isAbove);
  byId("calculator-card", HTMLElement).inert = isAbove; // the menu lies on it until it is closed
  if (menu.open) list.scrollIntoView({ block: "nearest", behavior: "instant" });
}

/**
 * Closes the menu, and gives the focus to its title: it would be lost with the button that has it.
 * @param {Element | null | undefined} menu
 */
function closeMenu(menu) {
  if (!(menu instanceof HTMLDetailsElement)) return;
  menu.open = false;
  one(menu, "summary", HTMLElement).focus();
}

// Files

/** @param {SavedFile} saved */
function saveFile({ name, type, text }) {
  saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function saveBlob(name, blob) {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}

/**
 * @param {HTMLInputElement} input
 * @param {Call} call
 * @param {Surroundings["apply"]} apply
 */
async function openFile(input, call, apply) {
  const file = input.files?.[0];
  input.value = ""; // so that the same file may be chosen again
  if (!file) return;
  const problems = byId("calculator-problems", HTMLElement);
  if (file.size > Number(input.dataset.largest)) {
    problems.textContent = dataOf(input, "tooLarge");
    return;
  }
  const response = await call({ want: "upload", text: await file.text() });
  // A file without anything usable replaces no answers.
  if (response.problems && !response.state) problems.innerHTML = response.problems;
  else apply(response.state, response.problems, response.names);
}

/**
 * Prints the memo, which is in the page only meanwhile.
 * @param {string} html
 */
function printMemo(html) {
  const memo = byId("calculator-memo", HTMLElement);
  memo.innerHTML = html;
  for (const place of memo.querySelectorAll("[data-address]")) {
    place.insertAdjacentHTML(
      "afterbegin",
      renderSVG(dataOf(/** @type {HTMLElement} */ (place), "address"), { border: 0 }),
    );
  }
  memo.hidden = false;
  document.documentElement.classList.add("prints-memo");
  const end = () => {
    document.documentElement.classList.remove("prints-memo");
    memo.hidden = true;
  };
  addEventListener("afterprint", end, { once: true });
  window.print();
}

// Links

/** @param {string} text */
async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // not allowed, or not served over https
  }
}

/** @param {string} link */
function showQr(link) {
  const dialog = byId("calculator-qr", HTMLDialogElement);
  one(dialog, ".qr", HTMLElement).innerHTML = renderSVG(link, { border: 2 });
  one(dialog, ".qr__link", HTMLElement).textContent = link;
  dialog.showModal();
}

// The calculator on another site

/** @param {HTMLElement} root */
function showEmbedCode(root) {
  if (!root.querySelector("#embed-form")) return; // the page is itself embedded
  const { value, height } = embedForm();
  const site = siteOf(root);
  const page = new URL(`../embed.html?lang=${root.dataset.lang}${value}`, site);
  const script = new URL("assets/embed-host.js", site);
  byId("embed-code", HTMLElement).textContent =
    `<iframe src="${page}" title="${document.title}" width="100%" height="${height}"></iframe>\n` +
    `<script src="${script}" async></script>`;
  const preview = byId("embed-preview", HTMLElement);
  if (preview.hasChildNodes()) previewEmbedded(root);
}

/**
 * Shows the calculator as another site would.
 * @param {HTMLElement} root
 */
function previewEmbedded(root) {
  const { value, height } = embedForm();
  const frame = document.createElement("iframe");
  frame.src = new URL(`embed/?lang=${root.dataset.lang}${value}`, siteOf(root)).href;
  frame.title = document.title;
  frame.height = height;
  const script = document.createElement("script"); // it makes the frame as high as its page
  script.src = new URL("assets/embed-host.js", siteOf(root)).href;
  byId("embed-preview", HTMLElement).replaceChildren(frame, script);
}

/** The form that is chosen: how addresses name it, and how high it is at first. */
function embedForm() {
  const select = byId("embed-form", HTMLSelectElement);
  const height = select.selectedOptions[0]?.dataset.height ?? "";
  return { value: select.value, height };
}

/**
 * The address of the site in the language of the page.
 * @param {HTMLElement} root
 */
function siteOf(root) {
  return new URL(dataOf(root, "home"), document.baseURI);
}
