// The table of ratings: the reader picks two to four structures, and the criteria on which these
// differ most come first; what the page says of the others is hidden. The address names them, so that
// a link shows the same comparison. The theme loads this script with the page of the comparison.

import { all, dataOf, one } from "./dom.js";

const FEWEST = 2;
const MOST = 4;
const KEY = "compare"; // of the address

function setUp() {
  const form = document.querySelector(".compare-picks");
  if (!(form instanceof HTMLFormElement) || form.dataset.ready) return;
  const table = one(document, ".compare table", HTMLTableElement);
  const boxes = all(form, "input", HTMLInputElement);
  const rows = all(table, "tbody:last-of-type tr", HTMLTableRowElement);
  const status = one(form, "[role=status]", HTMLElement);
  const show = () => {
    const picked = boxes.filter((box) => box.checked).map((box) => box.value);
    const chosen = picked.length < FEWEST ? boxes.map((box) => box.value) : picked;
    for (const box of boxes) box.disabled = picked.length >= MOST && !box.checked;
    for (const cell of all(table, "[data-structure]", HTMLTableCellElement)) {
      cell.hidden = !chosen.includes(dataOf(cell, "structure"));
    }
    for (const told of all(document, "li > [data-structure]", HTMLParagraphElement)) {
      const item = told.parentElement;
      if (item) item.hidden = !chosen.includes(dataOf(told, "structure"));
    }
    table.dataset.columns = String(chosen.length);
    const some = chosen.length < boxes.length;
    one(table, ".compare__statements", HTMLElement).hidden = !some;
    const sorted = some ? rows.toSorted((a, b) => spread(b) - spread(a)) : rows;
    rows[0]?.parentElement?.append(...sorted);
    for (const row of rows) markBest(row);
    const words = picked.length >= MOST ? "full" : some ? "some" : "all";
    status.textContent = dataOf(status, words);
  };
  form.addEventListener("change", () => {
    show();
    writeAddress(boxes.filter((box) => box.checked).map((box) => box.value));
  });
  form.dataset.ready = "true";
  const named = new URLSearchParams(location.search).get(KEY)?.split(",") ?? [];
  const known = boxes.filter((box) => named.includes(box.value)).slice(0, MOST);
  for (const box of boxes) box.checked = known.includes(box);
  show();
  // What is hidden has moved the heading that the address names.
  if (known.length) document.getElementById(location.hash.slice(1))?.scrollIntoView();
}

/** @param {string[]} picked */
function writeAddress(picked) {
  const address = new URL(location.href);
  address.searchParams.delete(KEY);
  // Written as it is: a comma is legal there, and a reader can make out the names.
  const rest = address.search.slice(1);
  const ours = picked.length ? `${KEY}=${picked.join(",")}` : "";
  address.search = [rest, ours].filter(Boolean).join("&");
  history.replaceState(history.state, "", address);
}

/**
 * How far apart the ratings of a row are.
 * @param {HTMLTableRowElement} row
 */
function spread(row) {
  const values = shown(row).map(ratingOf);
  return Math.max(...values) - Math.min(...values);
}

/** @param {HTMLTableRowElement} row */
function markBest(row) {
  const cells = shown(row);
  const best = Math.max(...cells.map(ratingOf));
  for (const cell of cells) cell.classList.toggle("rated--best", ratingOf(cell) === best);
}

/** @param {HTMLTableRowElement} row */
function shown(row) {
  return all(row, "[data-value]:not([hidden])", HTMLTableCellElement);
}

/** @param {HTMLTableCellElement} cell */
function ratingOf(cell) {
  return Number(dataOf(cell, "value"));
}

if (window.document$) window.document$.subscribe(setUp);
else setUp();
