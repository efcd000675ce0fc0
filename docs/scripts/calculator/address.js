// The address of the page: its fragment holds the answers, so that a link gives the same result.
//
//                        result shown                    link to a heading followed
//   no answers in it ──────────────────> canonical answers ──────────────────────> name of a heading
//                                              ^   │ a reader edits the address        │
//   the page applies them, and then ───────────┘<──┘                                   │
//   the page writes the answers again <────────────────────────────────────────────────┘

import { all, closest } from "../dom.js";

const LANGUAGE_LINKS = "a[hreflang], a[data-switch-language]";

/** The answers in the address; empty if it has none. */
export function fragmentInAddress() {
  return isAnchor() ? "" : location.hash.slice(1);
}

/** Whether the fragment is the id of an element of the page. */
export function isAnchor() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1))) !== null;
  } catch {
    return false; // not even valid percent-encoding: Python reports it
  }
}

/**
 * The answers of the example that ?preset=… names, for pages that embed the calculator.
 * @param {HTMLElement} root
 */
export function presetInAddress(root) {
  const name = new URLSearchParams(location.search).get("preset");
  const examples = all(root, "[data-scenario]", HTMLElement);
  return examples.find(({ dataset }) => dataset.scenario === name)?.dataset.fragment ?? "";
}

/**
 * Writes the answers into the address, without a step in the history.
 * @param {string} fragment
 */
export function writeAddress(fragment) {
  if (fragment === fragmentInAddress()) return;
  const address = location.pathname + location.search + (fragment && `#${fragment}`);
  history.replaceState(history.state, "", address);
}

/**
 * The address of the page with these answers, to be shared.
 * @param {string} fragment
 */
export function linkTo(fragment) {
  return location.href.replace(/[?#].*/, "") + (fragment && `#${fragment}`);
}

/**
 * Gives links to the page in other languages the answers: when they are clicked, before the theme or
 * the browser follows them.
 * @param {() => string | undefined} current the answers; undefined on a page without the calculator
 */
export function keepAnswersInLanguageLinks(current) {
  for (const kind of ["click", "auxclick"]) {
    document.addEventListener(
      kind,
      (event) => {
        const link = closest(event, LANGUAGE_LINKS, HTMLAnchorElement);
        const fragment = link && current();
        if (link && fragment !== undefined) link.hash = fragment;
      },
      true,
    );
  }
}
