// Calls the `sum` of a module through the `call` of trampoline.py, both given as JSON on standard input.
import { readFileSync } from "node:fs";

const { trampoline, callee, given } = JSON.parse(readFileSync(0, "utf8"));
const instance = (bytes, imports) =>
  new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.from(bytes)), imports).exports;
const memory = new WebAssembly.Memory({ initial: 1 });
const table = new WebAssembly.Table({ element: "anyfunc", initial: 1 });
table.set(0, instance(callee).sum);
const { call } = /** @type {any} */ (instance(trampoline, { "": { memory, table } }));
const result = call(16, 0, ...given);
console.log(JSON.stringify({ result, success: new Uint32Array(memory.buffer)[4] }));
