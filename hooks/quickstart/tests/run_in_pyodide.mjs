// Runs the Python program on standard input, or asks the application the requests in the JSON there.
// APPLICATION is JSON: {"package", "entry": [module, function]}. Python starts the ordinary way or, if
// the folder with the stream's contents and both WebAssembly modules are given, from the snapshot:
// node run_in_pyodide.mjs run APPLICATION RUNTIME [CONTENTS FIRST.wasm REST.wasm]
// node run_in_pyodide.mjs ask APPLICATION RUNTIME CONTENTS FIRST.wasm REST.wasm
import "../say_errors.mjs";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { restore, SplitModule } from "../browser/restore.js";

const BLOCK = 8; // bytes that tell where a piece of output is and how long
const task = process.argv[2];
const application = JSON.parse(process.argv[3]);
const [runtime, contents, ...wasm] = process.argv.slice(4).map((path) => resolve(path));
const told = readFileSync(0, "utf8");
let printed = "";

if (task === "ask") await ask();
else await run();

async function run() {
  if (!contents) return runOrdinarily();
  const python = await quick();
  const program = `${told}\nimport sys; sys.stdout.flush()\n`;
  const failed = python.lend(program, python.exports.PyRun_SimpleString);
  if (failed) process.exitCode = 1;
  process.stdout.write(printed);
}

async function runOrdinarily() {
  const pyodide = await ordinary();
  pyodide.pyimport("builtins").exec(told, pyodide.toPy({ __name__: "__main__" }));
}

async function ask() {
  const handle = (await quick()).function(...application.entry);
  console.log(`[${JSON.parse(told).map((request) => handle(request))}]`);
}

async function ordinary() {
  const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
  return loadPyodide({
    indexURL: runtime,
    lockFileURL: join(runtime, "pyodide-lock.json"),
    packages: [application.package],
  });
}

async function quick() {
  const head = JSON.parse(readFileSync(join(contents, "head.json"), "utf8"));
  const [module, rest] = wasm.map((path) => () => new WebAssembly.Module(readFileSync(path)));
  const first = module();
  let exports;
  const system = {
    fd_write: (file, pieces, count, written) => write(exports.memory, file, pieces, count, written),
  };
  return restore({
    ...head,
    module: first,
    instantiate: (imports) => {
      const instance =
        head.rest === null
          ? new WebAssembly.Instance(first, imports)
          : new SplitModule(first, imports, rest);
      ({ exports } = instance);
      return instance;
    },
    fill: (bytes) => fill(bytes, head.runs),
    system,
  });
}

function fill(bytes, runs) {
  const memory = readFileSync(join(contents, "memory.bin"));
  let place = 0;
  for (const [start, length] of runs) {
    bytes.set(memory.subarray(place, place + length), start);
    place += length;
  }
}

// What Python writes to its standard output, or to that of errors.
function write({ buffer }, file, pieces, count, written) {
  let total = 0;
  for (let n = 0; n < count; n += 1) {
    const [start, length] = new Uint32Array(buffer, pieces + n * BLOCK, 2);
    const text = new TextDecoder().decode(new Uint8Array(buffer, start, length));
    if (file === 1) printed += text;
    else process.stderr.write(text);
    total += length;
  }
  new Uint32Array(buffer, written, 1)[0] = total;
  return 0;
}
