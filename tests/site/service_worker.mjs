// Runs the site's service worker in Node: the site is a folder, caches are kept in memory.
//   node service_worker.mjs FOLDER < {"spoilt": {file: kind}, "groups": […], "cached": {…}}
// It keeps the groups twice, the second time on a sound host, and prints what was kept and asked for.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runInThisContext } from "node:vm";

const [folder = ""] = process.argv.slice(2);
const { spoilt, groups, stale = {} } = JSON.parse(readFileSync(0, "utf-8"));
const SCOPE = "https://example.org/repo/";
/** @type {Record<string, (content: Buffer<ArrayBuffer>) => Response>} */
const SPOIL = {
  missing: () => new Response("", { status: 404 }),
  cut: (content) => new Response(content.subarray(0, content.length / 2)),
  other: () => new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } }),
  type: (content) => new Response(content, { headers: { "Content-Type": "text/plain" } }),
};

/** @type {Map<string, Store>} */
const stores = new Map();
/** @type {string[]} */
const asked = [];
/** @type {Record<string, string>} */
let faults = spoilt;
/** @type {Record<string, string>} */
let stalled = stale; // what the browser's own cache holds, until it is passed by

/** @extends {Map<string, Response>} */
class Store extends Map {
  /** @param {string} address */
  async match(address) {
    return this.get(String(address))?.clone();
  }
  /**
   * @param {string} address
   * @param {Response} response
   */
  async put(address, response) {
    const body = await response.arrayBuffer();
    this.set(String(address), new Response(body, { headers: response.headers }));
  }
  /** @param {Request} request */
  async add(request) {
    await this.put(request.url, await fetchFile(request.url, request));
  }
}

/**
 * @param {unknown} address
 * @param {{ cache?: string }} [request]
 */
async function fetchFile(address, { cache } = {}) {
  const file = String(address)
    .replace(SCOPE, "")
    .replace(/(^|\/)$/, "$1index.html");
  asked.push(`${file} ${cache}`);
  const content = await readFile(join(folder, file));
  const kind = (cache !== "reload" && stalled[file]) || faults[file];
  return SPOIL[kind ?? ""]?.(content) ?? new Response(content);
}

/** @type {Record<string, (event: object) => void>} */
const listeners = {};
const worker = {
  registration: { scope: SCOPE },
  addEventListener: (/** @type {string} */ name, /** @type {() => void} */ listener) => {
    listeners[name] = listener;
  },
};
const caches = {
  open: async (/** @type {string} */ name) =>
    stores.get(name) ?? stores.set(name, new Store()).get(name),
  keys: async () => [...stores.keys()],
  delete: async (/** @type {string} */ name) => stores.delete(name),
};
/** @param {string} file */
const importScripts = (file) => runInThisContext(readFileSync(join(folder, file), "utf-8"));
Object.assign(globalThis, { self: worker, caches, fetch: fetchFile, importScripts });
runInThisContext(await readFile(join(folder, "service-worker.js"), "utf-8"));

const dispatch = async (/** @type {string} */ name, event = {}) => {
  /** @type {Promise<unknown>[]} */
  const waited = [];
  const waitUntil = (/** @type {Promise<unknown>} */ promise) => waited.push(promise);
  listeners[name]?.({ ...event, waitUntil });
  return (await Promise.allSettled(waited)).map(({ status }) => status)[0];
};
const kept = async () => {
  const store = [...stores.values()][0] ?? [];
  /** @type {Record<string, string | null>} */
  const types = {};
  for (const [address, response] of store) {
    types[address.replace(SCOPE, "")] = response.headers.get("Content-Type");
  }
  return types;
};

// Which groups the service worker notes as kept.
const noted = async () => {
  const [store] = stores.values();
  return (await (await store?.match(`${SCOPE}kept.json`))?.json())?.groups ?? [];
};
const round = async () => ({
  status: await dispatch("message", { data: { keep: groups } }),
  kept: await kept(),
  noted: await noted(),
});

await dispatch("install");
const first = await round();
faults = {};
stalled = {};
asked.length = 0;
const then = await round();
console.log(JSON.stringify({ first, then, asked }));
