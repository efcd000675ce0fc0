// Takes a snapshot of Pyodide's memory:
// node snapshot.mjs IMAGE LIBRARY.zip TREES TEMPLATES SCRIPT.mjs MODULE…
import "./say_errors.mjs";
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

// A snapshot must not tell where, when and by chance of what numbers it was made.
const [, image, library, trees, templates, script, ...modules] = process.argv.splice(1);
Date.now = () => 315532800000;
performance.now = () => 0;
crypto.getRandomValues = (numbers) => numbers.fill(0);

// Pyodide calls through a small WebAssembly module of its own where the browser can run it, which
// iOS cannot. A snapshot made with it loads only where it runs; one made without loads everywhere.
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "iPhone", platform: "" } });
const { loadPyodide } = await import("pyodide");
const { default: createPyodideModule } = await import(pathToFileURL(script));

let mayGrow = true;
const lock = JSON.parse(readFileSync(new URL(import.meta.resolve("pyodide/pyodide-lock.json"))));
const pyodide = await loadPyodide({
  _makeSnapshot: true,
  env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2" },
  stdLibURL: library,
  lockFileContents: { ...lock, packages: {} },
  packageBaseUrl: "/",
  createPyodideModule: (settings) => createPyodideModule({
    ...settings,
    instantiateWasm(imports, done) {
      const grow = imports.env.emscripten_resize_heap;
      imports.env.emscripten_resize_heap = (size) => mayGrow && grow(size);
      return settings.instantiateWasm(imports, done);
    },
  }),
});

copyFiles(trees, "/trees", pyodide.FS);
copyFiles(templates, "/templates", pyodide.FS);
pyodide.FS.mkdir("/warm_up");
pyodide.FS.writeFile("/warm_up/warm_up.py", readFileSync(new URL("warm_up.py", import.meta.url)));
const path = pyodide.pyimport("sys").path;
const folders = ["/warm_up", ...readdirSync(trees).map((name) => `/trees/${name}`)];
for (const folder of folders) path.insert(0, folder);
path.destroy();
const { prepare } = pyodide.pyimport("warm_up");
const object = prepare(pyodide.toPy(modules), pyodide.toPy(folders), "/templates");
prepare.destroy();
pyodide.pyimport("gc").collect();

clearFreeMemory(pyodide._module);
writeFileSync(image, pyodide.makeMemorySnapshot());
appendFileSync(image, Uint32Array.of(object)); // see snapshot.py

// Files of the machine itself would leave their times of access in memory.
function copyFiles(folder, target, fs) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const copy = join(target, relative(folder, path));
    fs.mkdirTree(dirname(copy));
    fs.writeFile(copy, readFileSync(path));
  }
}

// Remains of what was freed compress badly: takes all memory that is free, clears it, gives it back.
function clearFreeMemory(module) {
  mayGrow = false;
  const taken = [];
  for (let size = 1 << 22; size >= 16; size = size > 256 ? size >> 1 : size - 8) {
    for (let start; (start = module._malloc(size)); taken.push(start)) {
      module.HEAPU8.fill(0, start, start + size);
    }
  }
  taken.forEach((start) => module._free(start));
  module.HEAPU8.fill(0, module.___stack_low, module._emscripten_stack_get_current());
}
