// Runs the Python package in a module worker: starts Pyodide from the files of the site itself,
// then answers requests. JSON text in, JSON text out.
// In:  {type: "start", runtime: URL of the folder}, {type: "request", id, body}
// Out: {type: "progress", stage}, {type: "response", id, body}, {type: "failed", id?, message}

let handle; // bridge.handle of the package, once Python is ready
let newest; // the last request: only its answer is still wanted

self.onmessage = ({ data }) => {
  if (data.type === "start") {
    start(data.runtime);
  } else {
    newest = data;
    // Requests that wait in the queue come in before this runs, so outdated ones are skipped.
    setTimeout(answer, 0, data);
  }
};

// Rejects when the WebAssembly cannot be loaded: Pyodide itself only warns and then waits for ever.
const { instantiateStreaming } = WebAssembly;
const brokenWebAssembly = new Promise((_, reject) => {
  WebAssembly.instantiateStreaming = (...given) => {
    const instance = instantiateStreaming(...given);
    instance.catch(reject);
    return instance;
  };
});

async function start(runtime) {
  try {
    report("runtime");
    const { loadPyodide } = await import(new URL("pyodide.mjs", runtime));
    const loading = loadPyodide({
      indexURL: runtime,
      lockFileURL: new URL("pyodide-lock.json", runtime).href,
      packages: ["service-structure"],
    });
    const pyodide = await Promise.race([loading, brokenWebAssembly]);
    report("packages");
    handle = pyodide.pyimport("calculator.views.bridge").handle;
    report("ready");
    if (newest) answer(newest);
  } catch (error) {
    self.postMessage({ type: "failed", message: String(error) });
  }
}

function answer(request) {
  if (!handle || request !== newest) return;
  newest = undefined;
  const { id, body } = request;
  try {
    self.postMessage({ type: "response", id, body: handle(body) });
  } catch (error) {
    self.postMessage({ type: "failed", id, message: String(error) });
  }
}

function report(stage) {
  self.postMessage({ type: "progress", stage });
}
