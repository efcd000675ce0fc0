// Runs the Python program on standard input in a built runtime, started the ordinary way or, given
// the memory of its snapshot, from that: node run_in_pyodide.mjs RUNTIME [MEMORY]
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const runtime = resolve(process.argv[2]);
const memory = process.argv[3];
const lock = JSON.parse(readFileSync(join(runtime, "pyodide-lock.json")));
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")));
const pyodide = await loadPyodide(
  memory
    ? {
        _loadSnapshot: readFileSync(memory),
        indexURL: runtime,
        stdLibURL: "/dev/null",
        lockFileContents: { ...lock, packages: {} },
        packageBaseUrl: "/",
      }
    : {
        indexURL: runtime,
        lockFileURL: join(runtime, "pyodide-lock.json"),
        packages: ["service-structure"],
      },
);
pyodide.runPython(readFileSync(0, "utf8"));
