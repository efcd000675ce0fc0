// Names the functions that run from the start to the last answer:
// node profile_in_node.mjs INSTRUMENTED.wasm MEMORY ASKED.json PROFILE.json
import "./say_errors.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { restore } from "./browser/restore.js";

const CALLED = "called "; // see instrument() in wasm_split.py
const [wasm, image, asked, profile] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(wasm));
const memory = readFileSync(image);
const start = JSON.parse(readFileSync(asked, "utf8"));
const python = await restore({
  module,
  instantiate: (imports) => new WebAssembly.Instance(module, imports),
  size: memory.length,
  fill: (bytes) => bytes.set(memory),
});
const handle = python.function(start.module, start.function);
// The collector may run at any moment, and each type has functions of its own for it. It runs often
// here, so that it meets objects of every type at work.
python.call(python.find("gc", "set_threshold"), python.exports.PyLong_FromLong(100));
for (const request of start.requests) {
  handle(request);
  collect();
}
visitAll(python.find("sys", "modules"));
collect();
const counters = Object.entries(python.exports).filter(([name]) => name.startsWith(CALLED));
const called = counters.filter(([, { value }]) => value);
writeFileSync(profile, JSON.stringify(called.map(([name]) => Number(name.slice(CALLED.length)))));

// Each generation is collected in another way.
function collect() {
  const own = python.find("gc", "collect");
  for (const generation of [0, 1, 2]) {
    python.call(own, python.exports.PyLong_FromLong(generation));
  }
}

// Lets Python look into every object once, as the collector does: it does not track those of the
// snapshot, but later ones are of the same types.
function visitAll(start) {
  const { PyList_Size, PyList_GetItem } = python.exports;
  const lookInto = python.find("gc", "get_referents");
  const seen = new Set([start]);
  for (const object of seen) {
    const found = python.call(lookInto, object); // stays: its address would be used again
    for (let n = PyList_Size(found); n > 0; n -= 1) seen.add(PyList_GetItem(found, n - 1));
  }
}
