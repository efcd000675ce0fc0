// Runs the Python program on standard input in a built runtime, or asks the package the requests in
// the JSON there. It starts the ordinary way or, given the folder with the parts of the stream and
// WebAssembly in two parts, from the snapshot:
// node run_in_pyodide.mjs run|ask RUNTIME [PARTS FIRST.wasm REST.wasm]
import "../hooks/runtime/say_errors.mjs";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Parts, restore } from "../docs/static/assets/restore.js";

const task = process.argv[2];
const [runtime, parts, ...wasm] = process.argv.slice(3).map((path) => resolve(path));
const told = readFileSync(0, "utf8");
const script = (name) => import(pathToFileURL(join(runtime, name)));
const pyodide = await (parts ? quick() : ordinary());
if (task === "run") run();
else ask();

// The snapshot lacks what the page never uses: runPython, and modules that a program may need.
function run() {
  pyodide.FS.writeFile("/library.zip", readFileSync(join(runtime, "python_stdlib.zip")));
  pyodide.pyimport("sys").path.append("/library.zip");
  pyodide.pyimport("builtins").exec(told, pyodide.toPy({ __name__: "__main__" }));
}

function ask() {
  const { handle } = pyodide.pyimport("calculator.views.bridge");
  console.log(`[${JSON.parse(told).map((request) => handle(request))}]`);
}

async function ordinary() {
  const { loadPyodide } = await script("pyodide.mjs");
  return loadPyodide({
    indexURL: runtime,
    lockFileURL: join(runtime, "pyodide-lock.json"),
    packages: ["service-structure"],
  });
}

async function quick() {
  const head = JSON.parse(readFileSync(join(parts, "head.json")));
  const [module, rest] = wasm.map((path) => () => new WebAssembly.Module(readFileSync(path)));
  const first = module();
  return restore(await script("python.mjs"), {
    module: first,
    instantiate: (imports) => new Parts(first, imports, rest),
    lock: head.lock,
    snapshot: { ...head, data: readFileSync(join(parts, "data.bin")), fill: (bytes) => fill(bytes, head.runs) },
    places: { indexURL: runtime, packageBaseUrl: "/", stdLibURL: "/dev/null" },
  });
}

function fill(bytes, runs) {
  const memory = readFileSync(join(parts, "memory.bin"));
  let place = 0;
  for (const [start, length] of runs) {
    bytes.set(memory.subarray(place, place + length), start);
    place += length;
  }
}
