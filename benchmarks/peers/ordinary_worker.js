// The start that Pyodide's documentation shows, in the worker of the site: what startup.py compares
// with. Its name and messages are those of docs/static/assets/worker.js.
const runtime = self.name;
let handle;
let newest;

self.onmessage = ({ data }) => {
  newest = data;
  setTimeout(answer, 0, data);
};

start();

async function start() {
  const { loadPyodide } = await import(new URL("pyodide.mjs", runtime));
  const pyodide = await loadPyodide({
    indexURL: runtime,
    lockFileURL: new URL("pyodide-lock.json", runtime).href,
    packages: ["service-structure"],
  });
  handle = pyodide.pyimport("service_structure.views.bridge").handle;
  self.postMessage({ type: "progress", stage: "ready" });
  if (newest) answer(newest);
}

function answer(request) {
  if (!handle || request !== newest) return;
  self.postMessage({ type: "response", id: request.id, body: handle(request.body) });
}
