// Files of a result for office programs. Python makes them on the device; what makes them is fetched
// when a reader opens the menu that has them.

import { fetchPublished } from "./published.js";

/** @import { Fragment, PackedFile, Paper, RequestOf, ResponseOf } from "../../types/protocol.d.ts" */
/** @import { Scenarios } from "./scenarios.js" */

/** @type {Paper[]} */
export const PAPERS = ["docx", "pptx", "xlsx", "svg", "drawio", "mermaid", "posts"];

/** @type {Promise<string> | undefined} */
let sources;

/**
 * A result as a file of this form; undefined where what makes it cannot be fetched.
 * @param {Paper} form
 * @param {Fragment} state
 * @param {Scenarios} scenarios those that documents compare, and the one whose result this is
 * @param {(request: RequestOf<"paper">) => Promise<ResponseOf<"paper">>} call
 * @returns {Promise<File | undefined>}
 */
export async function paper(form, state, { chosen: cases, shown: scenario }, call) {
  sources ??= fetched();
  try {
    const made = { form, state, cases, scenario, date: today(), sources: await sources };
    return unpacked(await call({ want: "paper", ...made }));
  } catch {
    sources = undefined; // the next request tries again
    return undefined;
  }
}

/**
 * Has Python read what makes files, while the reader still chooses one.
 * @param {(request: RequestOf<"papers">) => Promise<ResponseOf<"papers">>} call
 */
export async function prepare(call) {
  if (sources) return;
  try {
    sources = fetched();
    await call({ want: "papers", sources: await sources });
  } catch {
    sources = undefined; // the file that is asked for tries again, and says so if that fails
  }
}

async function fetched() {
  return (await fetchPublished("papers.json")).text();
}

/** The day where the reader is, as YYYY-MM-DD. */
export function today() {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** @param {PackedFile} packed */
function unpacked({ name, type, base64 }) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new File([bytes], name, { type });
}
