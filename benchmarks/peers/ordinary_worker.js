// The start that Pyodide's documentation shows, in the worker of the site: what startup.py compares
// with. Its messages are those of docs/static/assets/worker.js.
let handle;
let newest;

self.onmessage = ({ data }) => {
  if (data.type === "start") {
    start(data.runtime);
  } else {
    newest = data;
    setTimeout(answer, 0, data);
  }
};

async function start(runtime) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", runtime));
  const pyodide = await loadPyodide({
    indexURL: runtime,
    lockFileURL: new URL("pyodide-lock.json", runtime).href,
    packages: ["service-structure"],
  });
  handle = pyodide.pyimport("calculator.views.bridge").handle;
  self.postMessage({ type: "progress", stage: "ready" });
  if (newest) answer(newest);
}

function answer(request) {
  if (!handle || request !== newest) return;
  self.postMessage({ type: "response", id: request.id, body: handle(request.body) });
}
