// Finds a result that hooks/pages/precomputed.py computed with the site: that of a worked example, or
// of an answer with which the home page begins. The script early.js has the names of all.

import { dataOf } from "../dom.js";
import { fetchPublished } from "./published.js";

/** @import { Precomputed } from "../../types/protocol.d.ts" */

/**
 * The result for a fragment; undefined if none was computed for it, or without a network.
 * @param {string} fragment
 * @returns {Promise<Precomputed | undefined>}
 */
export async function precomputed(fragment) {
  const early = window.earlyExample;
  window.earlyExample = null;
  if (early?.fragment === fragment) return early.response;
  const script = document.querySelector("script[data-examples]");
  if (!(script instanceof HTMLScriptElement)) return undefined;
  const name = new Map(Object.entries(JSON.parse(dataOf(script, "examples")))).get(fragment);
  if (!name) return undefined;
  try {
    const response = await fetchPublished(`precomputed/${name}.json`);
    return await response.json();
  } catch {
    return undefined;
  }
}
