// The address of the page: its fragment holds the answers, so that a link gives the same result.
//
//                        result shown                    link to a heading followed
//   no answers in it ──────────────────> canonical answers ──────────────────────> name of a heading
//                                              ^   │ a reader edits the address,       │
//                                              │   │ or goes back or forward           │
//   the page applies them, and then ───────────┘<──┘                                   │
//   the page writes the answers again <────────────────────────────────────────────────┘
//
// Answers stand in the address as soon as they are given; Python makes them canonical.

import { all } from "../dom.js";
import { writeScenarios } from "./scenario-link.js";

/** @import { Scenario } from "../../types/protocol.d.ts" */

const NEWEST = "service-structure.newest"; // what this tab has last had in its address
const REJECTED = "service-structure.rejected"; // the form of this tab, where a field is wrong
const LONGEST_LINK = 2000; // characters that mail and messengers leave whole, and a QR code can hold

/** @type {string | undefined} */
let due; // what is to be written as soon as the browser has time

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
 * Whether this tab has left the page with these answers in its address.
 * @param {string} fragment
 */
export function wasHere(fragment) {
  try {
    return sessionStorage.getItem(NEWEST) === fragment;
  } catch {
    return false;
  }
}

/**
 * The answers in the address, with what cannot be used and stands in fields, in the same tab.
 * @param {string} fragment in the address
 */
export function withRejected(fragment) {
  try {
    return (wasHere(fragment) && sessionStorage.getItem(REJECTED)) || fragment;
  } catch {
    return fragment;
  }
}

/** @param {string} fragment what the form says; empty where all can be used */
export function keepRejected(fragment) {
  try {
    sessionStorage.setItem(REJECTED, fragment);
  } catch {
    // Storage may be closed to us.
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
 * Writes the answers into the address. A step is an entry of its own in the history of the browser,
 * but not within a frame, where the history is that of the page around it.
 * @param {string} fragment
 * @param {boolean} [isStep]
 */
export function writeAddress(fragment, isStep = false) {
  const before = due;
  due = undefined;
  if (isStep && before !== undefined) writeAddress(before); // the entry that this one follows
  try {
    if (!wasHere(fragment)) sessionStorage.setItem(NEWEST, fragment);
  } catch {
    // Storage may be closed to us: who comes back is taken for a new reader.
  }
  if (fragment === fragmentInAddress()) return;
  const address = location.pathname + location.search + (fragment && `#${fragment}`);
  const { state } = history; // where the theme keeps how far the page is scrolled
  if (isStep && window === window.parent) history.pushState(state, "", address);
  else history.replaceState(state, "", address);
}

/**
 * Writes the answers into the address once what they come to is on the screen: a browser takes longer
 * for a new address than for a new card. An address that has changed meanwhile, as by a step back, is
 * left alone.
 * @param {string} fragment
 */
export function writeAddressSoon(fragment) {
  const { href } = location;
  due = fragment;
  setTimeout(() => {
    if (due === fragment && href === location.href) writeAddress(fragment);
  });
}

/**
 * The address of the page with these answers, to be shared, with as many of the scenarios as fit.
 * @param {string} fragment
 * @param {Scenario[]} scenarios
 */
export function linkTo(fragment, scenarios) {
  const link = location.href.replace(/[?#].*/, "") + (fragment && `#${fragment}`);
  const told = fragment ? writeScenarios(scenarios, LONGEST_LINK - link.length) : "";
  const count = told.split("&s").length - 1;
  return { link: link + told, isWhole: count === scenarios.length };
}
