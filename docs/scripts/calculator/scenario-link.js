// Scenarios in a link, in a short form beside the answers:
//
//   regions=many&v=2026.11&s1=Now,regions:many,n.aht:270&s2=After%20growth,regions:many,size:huge
//
// Of a damaged link what can be read is taken: Python says of each scenario what it cannot use.

/** @import { Fragment, Scenario } from "../../types/protocol.d.ts" */

export const MOST = 4; // as many as are compared
const LONGEST_NAME = 40; // a longer one is left out, and the scenario goes by its number
export const OF_LINKS = ["v", "r"]; // keys that say when a link was made and what was recommended
const PART = /^s\d=(.*)$/;

/**
 * The answers of a fragment, and its scenarios; one without a name has an empty one.
 * @param {string} fragment
 * @returns {{ answers: Fragment, scenarios: Scenario[] }}
 */
export function readScenarios(fragment) {
  const parts = fragment.split("&");
  const scenarios = parts.flatMap((part) => PART.exec(part)?.[1] ?? []).map(read);
  return {
    answers: parts.filter((part) => !PART.test(part)).join("&"),
    scenarios: scenarios.filter(({ state }) => state).slice(0, MOST),
  };
}

/**
 * The scenarios, to follow a fragment with answers: as many of the first as are short enough.
 * @param {Scenario[]} scenarios
 * @param {number} room how many characters they may take
 */
export function writeScenarios(scenarios, room) {
  let text = "";
  for (const [n, scenario] of scenarios.slice(0, MOST).entries()) {
    const longer = `${text}&s${n + 1}=${write(scenario)}`;
    if (longer.length > room) break;
    text = longer;
  }
  return text;
}

/**
 * @param {string} text
 * @returns {Scenario}
 */
function read(text) {
  const [name = "", ...pairs] = text.split(",").map(decoded);
  const state = new URLSearchParams();
  for (const pair of pairs) {
    const [key = "", value = ""] = pair.split(/:(.*)/s);
    if (key && value) state.set(key, value);
  }
  return { name, state: state.toString() };
}

/** @param {Scenario} scenario */
function write({ name, state }) {
  const pairs = [...new URLSearchParams(state)].filter(([key]) => !OF_LINKS.includes(key));
  const shown = [...name].length > LONGEST_NAME ? "" : name;
  return [encodeURIComponent(shown), ...pairs.map((pair) => pair.map(encodeURIComponent).join(":"))]
    .join(",")
    .replaceAll("%20", "+");
}

/**
 * Whether two fragments have the same answers, whenever their links were made.
 * @param {string} one
 * @param {string} other
 */
export function isSame(one, other) {
  return answersOf(one) === answersOf(other);
}

/** @param {string} fragment */
function answersOf(fragment) {
  const pairs = new URLSearchParams(fragment);
  for (const key of OF_LINKS) pairs.delete(key);
  return pairs.toString();
}

/** @param {string} text */
function decoded(text) {
  const spaced = text.replaceAll("+", " ");
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced; // a link cut in the middle of a character
  }
}
