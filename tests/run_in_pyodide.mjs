// Runs the Python program on standard input in a built runtime, as the browser would.
// Use: node run_in_pyodide.mjs RUNTIME
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const runtime = resolve(process.argv[2]);
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide({
  indexURL: runtime,
  lockFileURL: join(runtime, "pyodide-lock.json"),
  packages: ["service-structure"],
});
pyodide.runPython(readFileSync(0, "utf8"));
