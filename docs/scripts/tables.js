// Says of each part of a table what it is. Browsers forget that, for screen readers, where a style sheet
// shows a table as blocks: ours do on a phone, the theme's does everywhere. A page that says so itself
// would be invalid HTML. What Python makes of a result says it.

import { all } from "./dom.js";

/** @type {Record<string, string>} */
const ROLES = {
  table: "table",
  thead: "rowgroup",
  tbody: "rowgroup",
  tfoot: "rowgroup",
  tr: "row",
  td: "cell",
  th: "columnheader",
};

/** @param {ParentNode} root */
export function nameTables(root) {
  for (const table of all(root, "table:not([role])", HTMLTableElement)) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
      const isRowHead = part instanceof HTMLTableCellElement && part.scope === "row";
      part.role = isRowHead ? "rowheader" : (ROLES[part.localName] ?? null);
    }
  }
}
