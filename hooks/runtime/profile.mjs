// Names the functions that run from the restored snapshot to the last answer:
// node profile.mjs SCRIPT.mjs INSTRUMENTED.wasm MEMORY CONFIG.json REQUESTS.json PROFILE.json
import "./say_errors.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { loadPyodide } from "pyodide";
import { restore } from "../../docs/static/assets/restore.js";

const CALLED = "called "; // see split.py
const [script, wasm, image, config, requests, profile] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(wasm));
const memory = readFileSync(image);
let counters;
let data; // the memory as the module gives it, before anything runs, up to the empty stack

function instantiate(imports) {
  const all = Object.entries(new WebAssembly.Instance(module, imports).exports);
  counters = all.filter(([name]) => name.startsWith(CALLED));
  const exports = Object.fromEntries(all.filter(([name]) => !name.startsWith(CALLED)));
  data = new Uint8Array(exports.memory.buffer, 0, exports.__stack_low.value).slice();
  return { exports };
}

const scripts = { loadPyodide, ...(await import(pathToFileURL(script))) };
const lock = JSON.parse(readFileSync(new URL(import.meta.resolve("pyodide/pyodide-lock.json"))));
const pyodide = await restore(scripts, {
  module,
  instantiate,
  lock: { ...lock, packages: {} },
  snapshot: {
    ...JSON.parse(readFileSync(config)),
    size: memory.length,
    get data() {
      return data;
    },
    fill: (bytes) => bytes.set(memory),
  },
  places: { packageBaseUrl: "/", stdLibURL: "/dev/null" },
});
const { handle } = pyodide.pyimport("calculator.views.bridge");
// Garbage is collected at any moment, and each type has functions of its own for that: often enough,
// it finds objects of every type at work.
pyodide.pyimport("gc").set_threshold(100);
for (const request of JSON.parse(readFileSync(requests))) handle(request);
const called = counters.filter(([, { value }]) => value);
writeFileSync(profile, JSON.stringify(called.map(([name]) => Number(name.slice(CALLED.length)))));
