// The start that Pyodide's documentation shows, in the worker of the site: what startup.py compares
// with. Its name and messages are those of the worker in docs/scripts.

/** @import { ToWorker } from "../../docs/types/protocol.d.ts" */

const runtime = self.name;
/** @type {((body: string) => string) | undefined} */
let handle;
/** @type {ToWorker | undefined} */
let newest;

self.onmessage = (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  newest = data;
  setTimeout(answer, 0, data);
};

start();

async function start() {
  const { loadPyodide } = await import(new URL("pyodide.mjs", runtime).href);
  const pyodide = await loadPyodide({
    indexURL: runtime,
    lockFileURL: new URL("pyodide-lock.json", runtime).href,
    packages: ["service-structure"],
  });
  handle = pyodide.pyimport("service_structure.views.bridge").handle;
  self.postMessage({ type: "progress", stage: "ready" });
  if (newest) answer(newest);
}

/** @param {ToWorker} request */
function answer(request) {
  if (!handle || request !== newest) return;
  self.postMessage({ type: "response", id: request.id, body: handle(request.body) });
}
