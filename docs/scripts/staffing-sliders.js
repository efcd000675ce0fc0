// The sliders of the page on staffing: they show one cell of the table below them in words.
// The theme loads this script with the first page that has them.

import { all, byId, dataOf, one } from "./dom.js";

function setUp() {
  const sliders = document.querySelector(".split-widget");
  if (!(sliders instanceof HTMLElement)) return;
  const table = one(document, ".split-table", HTMLElement);
  const rows = all(table, "tbody tr", HTMLTableRowElement);
  const load = byId("split-load", HTMLInputElement);
  const pools = byId("split-pools", HTMLInputElement);
  const show = () => {
    const cells = rows[load.valueAsNumber]?.cells;
    const cell = cells?.[pools.valueAsNumber];
    if (!cells || !cell) throw new Error("the sliders reach beyond the table");
    write("load-shown", cells[0]?.textContent ?? "");
    write("pools-shown", pools.value);
    for (const name of ["agents", "more", "wait", "level"]) write(name, dataOf(cell, name));
  };
  load.addEventListener("input", show);
  pools.addEventListener("input", show);
  sliders.hidden = false;
  show();
}

/**
 * @param {string} name
 * @param {string} text
 */
function write(name, text) {
  byId(`split-${name}`, HTMLElement).textContent = text;
}

if (window.document$) window.document$.subscribe(setUp);
else setUp();
