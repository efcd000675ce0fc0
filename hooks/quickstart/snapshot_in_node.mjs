// Takes a snapshot of Python's memory: node snapshot_in_node.mjs SETTINGS.json
// The settings are written by take_snapshot.py.
import "./say_errors.mjs";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.argv.splice(1); // or Python's memory would hold the paths of this machine
// Equal sources must give equal bytes: the clock stands still and random numbers are zero.
Date.now = () => 315532800000;
performance.now = () => 0;
crypto.getRandomValues = (/** @type {any} */ numbers) => numbers.fill(0);

// Pyodide calls C functions through a WebAssembly module of its own, except on iOS, which cannot run
// it. A snapshot made with that module loads only where the module runs; one made without it calls
// through JavaScript and loads everywhere. So Pyodide is told that this is an iPhone.
Object.defineProperty(globalThis, "navigator", { value: { userAgent: "iPhone", platform: "" } });
const { loadPyodide } = await import("pyodide");
const { default: createPyodideModule } = await import(pathToFileURL(settings.script).href);

const FINALIZED = 1; // the flag of an object whose finalizer has run

let mayGrow = true;
const lock = JSON.parse(
  readFileSync(new URL(import.meta.resolve("pyodide/pyodide-lock.json")), "utf8"),
);
const pyodide = await loadPyodide({
  _makeSnapshot: true,
  env: { PYTHONHASHSEED: "0", PYTHONOPTIMIZE: "2" },
  stdLibURL: settings.library,
  lockFileContents: { ...lock, packages: {} },
  packageBaseUrl: "/",
  createPyodideModule: (/** @type {any} */ given) =>
    createPyodideModule({
      ...given,
      instantiateWasm(imports, done) {
        const grow = imports.env.emscripten_resize_heap;
        imports.env.emscripten_resize_heap = (size) => mayGrow && grow(size);
        return given.instantiateWasm(imports, done);
      },
    }),
});

const { FS } = pyodide;
copyFiles(settings.trees, "/trees");
FS.mkdir("/prepare");
const own = [fileURLToPath(new URL("prepare.py", import.meta.url)), settings.warmUp];
for (const file of own) FS.writeFile(`/prepare/${basename(file)}`, readFileSync(file));
if (settings.precompiled) copyFiles(settings.precompiled, "/precompiled");
const { path } = pyodide.pyimport("sys");
const folders = ["/prepare", ...readdirSync(settings.trees).map((name) => `/trees/${name}`)];
for (const folder of folders) path.insert(0, folder);
path.destroy();
const { prepare } = pyodide.pyimport("prepare");
const tracked = prepare(
  pyodide.toPy(settings.modules),
  pyodide.toPy(folders),
  basename(settings.warmUp, ".py"),
  settings.precompiled ? "/precompiled" : undefined,
  settings.compute,
  settings.strip,
);
prepare.destroy();
const collector = pyodide.pyimport("gc");
collector.collect();
collector.freeze(); // puts all objects into one list
const count = collector.get_freeze_count();
collector.destroy();

const module = /** @type {any} */ (pyodide)._module;
if (settings.untrack) untrack(module, tracked, count);
if (settings.clear) clearFreeMemory(module);
writeFileSync(settings.snapshot, pyodide.makeMemorySnapshot());

// Mounted files of this machine would leave their times of access in Python's memory.
function copyFiles(folder, target) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const copy = join(target, relative(folder, path));
    FS.mkdirTree(dirname(copy));
    FS.writeFile(copy, readFileSync(path));
  }
}

// Takes the objects from the garbage collector, which would find no garbage among them. It links them
// and its own list, which lies below the stack, in a ring: before each object are the addresses of the
// next and of the one before it, with flags in their lowest bits. Zero means not tracked.
function untrack({ HEAPU32: words, ___stack_low: stack }, tracked, count) {
  const start = (tracked - 8) / 4;
  let at = start;
  for (let left = count + 1; left > 0; left -= 1) {
    const next = (words[at] & ~3) / 4;
    const isList = at * 4 < stack;
    words[at] = isList ? at * 4 : 0;
    words[at + 1] = isList ? at * 4 : words[at + 1] & FINALIZED;
    at = next;
  }
  if (at !== start) throw new Error("the garbage collector links its objects in another way");
}

// Freed memory holds old data, which compress badly: takes all free memory, clears it, gives it back.
function clearFreeMemory(module) {
  mayGrow = false;
  const taken = [];
  for (let size = 1 << 22; size >= 16; size = size > 256 ? size >> 1 : size - 8) {
    for (let start = module._malloc(size); start; start = module._malloc(size)) {
      module.HEAPU8.fill(0, start, start + size);
      taken.push(start);
    }
  }
  for (const start of taken) module._free(start);
  module.HEAPU8.fill(0, module.___stack_low, module._emscripten_stack_get_current());
}
