// Whether the site has been published anew since the page was opened: then files that the page loads
// later may be gone, as their folders are named by what they hold.

import { dataOf } from "../dom.js";

/**
 * Whether the host has another version of this page; no where it does not answer.
 * @param {HTMLElement} root of the calculator
 */
export async function isOfFormerVersion(root) {
  try {
    const response = await fetch(location.pathname, { cache: "no-store" });
    return response.ok && !(await response.text()).includes(`"${dataOf(root, "assets")}"`);
  } catch {
    return false;
  }
}
