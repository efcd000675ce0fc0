// Finds the result of a worked example, which hooks/pages/precomputed.py computed with the site.

import { all, dataOf } from "../dom.js";
import { fetchPublished } from "./published.js";

/** @import { Precomputed } from "../../types/protocol.d.ts" */

/**
 * The result for a fragment; undefined if the fragment is that of no example, or without a network.
 * @param {string} fragment
 * @returns {Promise<Precomputed | undefined>}
 */
export async function precomputed(fragment) {
  const early = window.earlyExample;
  window.earlyExample = null;
  if (early?.fragment === fragment) return early.response;
  const examples = all(document, "[data-scenario][data-fragment]", HTMLElement);
  const example = examples.find((button) => button.dataset.fragment === fragment);
  if (!example) return undefined;
  try {
    const response = await fetchPublished(`precomputed/${dataOf(example, "scenario")}.json`);
    return await response.json();
  } catch {
    return undefined;
  }
}
