// Makes the theme's menu and search work by keyboard and screen reader, keeps the links to the other
// languages on the page that is shown, leaves steps within a page to the browser, and loads what that
// page needs besides.

import { all, byId, closest, lack, one } from "./dom.js";
import "./offline.js";
import { keepPlace, takeUpPlace } from "./place.js";
import { nameTables } from "./tables.js";

// Elements of pages, each with the script that makes it work.
const SCRIPTS = {
  "#calculator-form": "./calculator.js",
  ".split-widget": "./staffing-sliders.js",
  ".compare-picks": "./comparison.js",
};

const menu = byId("__drawer", HTMLInputElement);
const search = byId("__search", HTMLInputElement);
const query = one(document, "form[name=search] [name=query]", HTMLInputElement);
const summary = one(document, ".md-search-result__meta", HTMLElement); // how much the theme has found
const UNASKED = textOf(summary); // before the theme has what it searches with
const SEARCH_MS = 8000; // for what the first search fetches
let searching = 0; // the timer of the last query
let isFirst = true; // the page that the browser has loaded, and not one that the theme has replaced
const phone = matchMedia("(max-width: 76.234375em)"); // where the theme hides the menu
const narrow = matchMedia("(max-width: 59.984375em)"); // where it hides the search

for (const button of all(document, "button[data-toggle]", HTMLButtonElement)) {
  const toggle = byId(button.dataset.toggle ?? "", HTMLInputElement);
  button.addEventListener("click", () => {
    toggle.click();
    // The focus does not stay in what has been closed.
    if (!toggle.checked) one(document, `[data-toggle=${toggle.id}]`, HTMLElement).focus();
  });
  toggle.addEventListener("change", () => {
    if (button.ariaExpanded) button.ariaExpanded = String(toggle.checked);
  });
}

search.addEventListener("change", () => {
  setSearch();
  if (search.checked) query.focus();
});
// The theme reacts to keys alone, which dictation and pasting with a mouse do not press.
query.addEventListener("input", () => {
  query.dispatchEvent(new KeyboardEvent("keyup"));
  clearTimeout(searching);
  searching = setTimeout(tellIfUnfound, SEARCH_MS);
});
// The theme's messages have no place for it: the worker's own channel. A page that has not searched
// opens none, for an open channel may keep the browser from holding on to a page that is left.
if (search.checked) hearWhatWasMeant();
else query.addEventListener("focus", hearWhatWasMeant, { once: true });
menu.addEventListener("change", () => {
  setMenu();
  if (menu.checked) one(sidebar(), "a", HTMLElement).focus();
});
phone.addEventListener("change", setMenu);
narrow.addEventListener("change", setSearch);
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !menu.checked) return;
  menu.click();
  one(document, "[data-toggle=__drawer]", HTMLElement).focus();
});

// What searches has not come, or what it searches has not: no answer stands above the results.
function tellIfUnfound() {
  const { search: worker, translations } = JSON.parse(byId("__config", HTMLScriptElement).text);
  const open = ["", UNASKED, translations["search.result.placeholder"]];
  if (!query.value.trim() || !open.includes(textOf(summary))) return;
  lack(new URL(worker, location.href));
  lack(new URL("search/search_index.json", __md_scope));
}

// Says which words are looked up instead of those that no text has.
function hearWhatWasMeant() {
  new BroadcastChannel(__md_scope.href).addEventListener("message", ({ data }) => {
    if (data.query !== query.value) return; // of another window
    for (const told of all(document, ".search-instead", HTMLElement)) {
      told.hidden = !data.instead;
      one(told, "q", HTMLElement).textContent = data.instead;
    }
  });
}

// The tabulator key skips a menu that is out of sight.
function setMenu() {
  sidebar().inert = phone.matches && !menu.checked;
}

// It skips a search that is out of sight, and everywhere results that nobody has asked for.
function setSearch() {
  const box = one(document, "#site-search [role=search]", HTMLElement);
  box.inert = narrow.matches && !search.checked;
  one(box, ".md-search__output", HTMLElement).inert = !search.checked;
}

/** @param {HTMLElement} element */
function textOf(element) {
  return element.textContent.trim();
}

function sidebar() {
  return one(document, ".md-sidebar--primary", HTMLElement);
}

// The theme keeps the header when it shows another page, so the links would lead to the first one.
function setLanguages() {
  const place = location.pathname.slice(__md_scope.pathname.length);
  for (const link of all(document, "a[data-switch-language]", HTMLAnchorElement)) {
    link.href = new URL(`../${link.hreflang}/${place}`, __md_scope).href;
  }
}

// A link to what is folded opens it; the calculator opens its own folds.
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  let fold = target?.closest("details:not(.calculator *)");
  while (fold instanceof HTMLDetailsElement) {
    if (!fold.open && !target?.closest("summary")) setTimeout(() => target?.scrollIntoView());
    fold.open = true;
    fold = fold.parentElement?.closest("details");
  }
}

// Each script sets itself up for the page that is shown, and for every later one.
function loadScripts() {
  for (const [element, script] of Object.entries(SCRIPTS)) {
    if (!document.querySelector(element)) continue;
    import(script).catch(() => lack(new URL(script, import.meta.url)));
  }
}

// The theme leaves a link with a target to the browser.
document.addEventListener(
  "click",
  (event) => {
    const link = closest(event, "a[href*='#']", HTMLAnchorElement);
    if (link?.href.startsWith(`${location.href.split("#")[0]}#`)) link.target = "_self";
  },
  true,
);

// Also at a click: the address is that of the next page before the theme emits the document.
document.addEventListener("click", setLanguages, true);
keepPlace(); // after that

// The theme shows the next page with the scripts of the first one. After a deployment they are those
// of another version: their folders have other names.
function reloadIfOfAnotherVersion() {
  const own = new URL("style.css", import.meta.url).href;
  const sheets = all(document, "link[rel=stylesheet]", HTMLLinkElement);
  if (!sheets.some((sheet) => sheet.href === own)) location.reload();
}

function shown() {
  if (!isFirst) reloadIfOfAnotherVersion();
  if (!isFirst) removeEventListener("popstate", stay); // see main.html
  isFirst = false;
  setMenu();
  setSearch();
  setLanguages();
  reveal();
  nameTables(document);
  loadScripts();
  takeUpPlace();
}

addEventListener("hashchange", reveal);

// The theme's own script may not have come, or may have stopped: where storage is closed it does.
if (window.document$) window.document$.subscribe(shown);
else shown();
