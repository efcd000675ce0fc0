// How much of docs/scripts the browser tests run: adds up what tests/browser/watched.py has written
// about the scripts of a readable build (`make coverage`).
//
//   node tools/script_coverage.mjs FOLDER SITE
//
// prints a JSON object: for each source file how many lines and branches it has, how many of them
// have run, and those that have not. The joined scripts say in comments which file a part is of.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";

const [folder = "", site = ""] = process.argv.slice(2);

/** @typedef {{ startOffset: number, endOffset: number, count: number }} Range */
/** @typedef {{ url: string, functions: { ranges: Range[] }[] }} Script */
/** @typedef {import("acorn").Node & Record<string, any>} Node */
/** @typedef {(painted: Int32Array) => boolean} Has */
/** @typedef {{ kind: string, at: number, node: Node, has: Has, run: boolean }} Point */
/** @typedef {{ kind: string, shown: string, run: boolean }} Merged */

/**
 * How often each character of a script has run: inner ranges count over outer ones.
 * @param {Script} script
 * @param {number} length
 */
function counts(script, length) {
  const painted = new Int32Array(length);
  const ranges = script.functions.flatMap((one) => one.ranges);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  for (const range of ranges) painted.fill(range.count, range.startOffset, range.endOffset);
  return painted;
}

/**
 * Every line and branch of a script: where it stands, and how to tell from counts if it has run.
 * @param {string} text
 */
function points(text) {
  /** @type {Point[]} */
  const found = [];
  const add = (/** @type {string} */ kind, /** @type {Node} */ node, /** @type {Has} */ has) =>
    found.push({ kind, at: node.start, node, has, run: false });
  /** @type {(painted: Int32Array, node: Node) => number} */
  const times = (painted, node) => painted[node.start] ?? 0;
  const branch = (/** @type {Node} */ node) =>
    add("branches", node, (painted) => times(painted, node) > 0);
  const visit = (/** @type {Node} */ node) => {
    if (isStatement(node)) add("lines", node, (painted) => times(painted, node) > 0);
    if (node.type === "IfStatement") {
      const then = node.consequent;
      branch(then);
      if (node.alternate) branch(node.alternate);
      else add("branches", node, (painted) => times(painted, node) > times(painted, then));
    } else if (node.type === "ConditionalExpression") {
      branch(node.consequent);
      branch(node.alternate);
    } else if (node.type === "LogicalExpression") {
      branch(node.right);
    } else if (node.type === "SwitchCase" && node.consequent.length) {
      branch(node.consequent[0]);
    }
    for (const child of Object.values(node).flat()) {
      if (typeof child?.type === "string") visit(child);
    }
  };
  visit(parse(text, { ecmaVersion: "latest", sourceType: "module" }));
  return found;
}

/** @param {Node} node */
function isStatement({ type }) {
  return (
    (type.endsWith("Statement") && type !== "BlockStatement") || type === "VariableDeclaration"
  );
}

/**
 * The source file of each line of a joined script.
 * @param {string[]} lines
 */
function sources(lines) {
  let source = "";
  return lines.map((line) => {
    source = line.match(/^\/\/ ((?:docs|node_modules)\/\S+\.m?js)$/)?.[1] ?? source;
    return source;
  });
}

/** @type {Map<string, { text: string, points: Point[] } | undefined>} */
const scripts = new Map();

/**
 * A joined script by its address, or undefined where it is none of ours, or of a version of the site
 * that a test has made up.
 * @param {string} url
 */
function known(url) {
  const path = new URL(url).pathname.replace(/^\/repo\//, "");
  if (!scripts.has(path)) {
    const file = join(site, path);
    const text = path.endsWith(".js") && existsSync(file) ? readFileSync(file, "utf8") : "";
    const ours = /^\/\/ docs\/scripts\//m.test(text);
    scripts.set(path, ours ? { text, points: points(text) } : undefined);
  }
  return scripts.get(path);
}

for (const name of readdirSync(folder)) {
  for (const script of JSON.parse(readFileSync(join(folder, name), "utf8"))) {
    const found = known(script.url);
    if (!found) continue;
    const painted = counts(script, found.text.length);
    for (const point of found.points) point.run ||= point.has(painted);
  }
}

// A part may stand in several joined scripts, and each of these once for each language.
/** @type {Record<string, Record<string, Merged>>} */
const files = {};
for (const { text, points } of [...scripts.values()].filter((one) => one !== undefined)) {
  const lines = text.split("\n");
  const parts = sources(lines);
  /** @type {Record<string, number>} */
  const times = {};
  let number = 0;
  let end = lines[0]?.length ?? 0;
  for (const point of points.sort((a, b) => a.at - b.at)) {
    while (point.at > end) end += 1 + (lines[++number]?.length ?? 0);
    const file = parts[number] ?? "";
    if (!file.startsWith("docs/")) continue;
    const shown = `${lines[number]?.trim()} … ${text.slice(point.at, point.node.end).split("\n")[0]}`;
    const base = `${file} ${point.kind} ${shown}`;
    times[base] = (times[base] ?? 0) + 1;
    const merged = files[file] ?? {};
    files[file] = merged;
    const name = `${base} ${times[base]}`;
    const before = merged[name]?.run ?? false;
    merged[name] = { kind: point.kind, shown, run: before || point.run };
  }
}

/** @type {Record<string, object>} */
const report = {};
for (const [file, merged] of Object.entries(files).sort()) {
  const found = Object.values(merged);
  /** @type {Record<string, unknown[]>} */
  const figures = { missing: found.filter(({ run }) => !run).map(({ shown }) => shown) };
  for (const kind of ["lines", "branches"]) {
    const ofKind = found.filter((point) => point.kind === kind);
    figures[kind] = [ofKind.filter(({ run }) => run).length, ofKind.length];
  }
  report[file] = figures;
}
console.log(JSON.stringify(report, null, 1));
