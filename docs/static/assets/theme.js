// Makes the theme's menu and search work by keyboard and screen reader, keeps the links to the other
// languages on the page that is shown, leaves steps within a page to the browser, and loads what that
// page needs besides.

import "./offline.js";

const PARTS = { "#calculator-form": "./calculator.js", ".split-widget": "./split.js" };

const menu = document.getElementById("__drawer");
const search = document.getElementById("__search");
let isFirst = true; // the page shown, and not one that the theme has put in its place
const phone = matchMedia("(max-width: 76.234375em)"); // where the theme hides the menu

for (const button of document.querySelectorAll("button[data-toggle]")) {
  const toggle = document.getElementById(button.dataset.toggle);
  button.addEventListener("click", () => toggle.click());
  toggle.addEventListener("change", () => {
    if (button.ariaExpanded) button.ariaExpanded = String(toggle.checked);
  });
}

search.addEventListener("change", () => {
  if (search.checked) document.forms.search.query.focus();
});
// The theme looks at keys alone, which dictation and a pasting mouse do not press.
document.forms.search.query.addEventListener("input", ({ target }) => {
  target.dispatchEvent(new KeyboardEvent("keyup"));
});
menu.addEventListener("change", () => {
  setMenu();
  if (menu.checked) sidebar().querySelector("a").focus();
});
phone.addEventListener("change", setMenu);
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape" || !menu.checked) return;
  menu.click();
  document.querySelector("[data-toggle=__drawer]").focus();
});

// A menu out of sight must not be in the way of the tabulator key.
function setMenu() {
  sidebar().inert = phone.matches && !menu.checked;
}

function sidebar() {
  return document.querySelector(".md-sidebar--primary");
}

// The header stays when the theme shows another page: its links would lead to the first one.
function setLanguages() {
  const place = location.pathname.slice(__md_scope.pathname.length);
  for (const link of document.querySelectorAll("a[data-switch-language]")) {
    link.href = new URL(`../${link.hreflang}/${place}`, __md_scope);
  }
}

// What is loaded here sets itself up for the page that is shown, and for every later one.
function loadParts() {
  for (const [element, script] of Object.entries(PARTS)) {
    if (document.querySelector(element)) import(script);
  }
}

// A link with a target is one that the theme leaves to the browser.
document.addEventListener(
  "click",
  ({ target }) => {
    const link = target.closest("a[href*='#']");
    if (link?.href.startsWith(`${location.href.split("#")[0]}#`)) link.target = "_self";
  },
  true,
);

// Also at a click: the address is that of the next page before the theme says so.
document.addEventListener("click", setLanguages, true);

document$.subscribe(() => {
  if (!isFirst) removeEventListener("popstate", stay); // see main.html
  isFirst = false;
  setMenu();
  setLanguages();
  loadParts();
});
