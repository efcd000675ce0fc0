// Names the functions that run from the restored snapshot to the last answer:
// node profile.mjs INSTRUMENTED.wasm MEMORY RING REQUESTS.json PROFILE.json
import "./say_errors.mjs";
import { readFileSync, writeFileSync } from "node:fs";
import { restore } from "../../docs/static/assets/restore.js";

const CALLED = "called "; // see split.py
const [wasm, image, ring, requests, profile] = process.argv.slice(2);
const module = new WebAssembly.Module(readFileSync(wasm));
const memory = readFileSync(image);
const python = await restore({
  module,
  instantiate: (imports) => new WebAssembly.Instance(module, imports),
  size: memory.length,
  fill: (bytes) => bytes.set(memory),
  ring: Number(ring),
});
const handle = python.function("service_structure.views.bridge", "handle");
// Garbage is collected at any moment, and each type has functions of its own for that: often enough,
// it finds objects of every type at work.
python.call(python.find("gc", "set_threshold"), python.exports.PyLong_FromLong(100));
for (const request of JSON.parse(readFileSync(requests))) handle(request);
const counters = Object.entries(python.exports).filter(([name]) => name.startsWith(CALLED));
const called = counters.filter(([, { value }]) => value);
writeFileSync(profile, JSON.stringify(called.map(([name]) => Number(name.slice(CALLED.length)))));
