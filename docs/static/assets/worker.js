// Runs the Python package in a module worker and answers requests: JSON text in, JSON text out.
// Python starts from a snapshot if the runtime has one; if not, or if that fails, the ordinary way.
// Its name is the address of the folder of the runtime, so that it need not wait to be told.
// In:  {type: "request", id, body}, before it is ready, too
// Out: {type: "progress", stage}, {type: "response", id, body}, {type: "failed", id?, message}
const QUIET = 3000; // ms after the start: first results come first

const runtime = self.name; // the folder with Pyodide, the package and the snapshot
let handle; // bridge.handle of the package, once Python is ready
let restored = false; // whether Python comes from the snapshot
let newest; // the last request: only its answer is still wanted

self.onmessage = ({ data }) => {
  newest = data;
  // Requests that wait in the queue come in before this runs, so outdated ones are skipped.
  setTimeout(answer, 0, data);
};

start();

async function start() {
  report("runtime");
  const quick = await import(new URL("start.js", runtime)).catch(failToStart);
  if (!quick) return;
  if (!quick.start) return startOrdinarily();
  try {
    await use(quick.start(runtime));
    restored = true;
  } catch (error) {
    await startAgain(error);
  }
}

function startAgain(reason) {
  console.info(`calculator: ordinary start of Python, as the quick one failed: ${reason}`);
  return startOrdinarily();
}

async function startOrdinarily() {
  restored = false;
  handle = undefined;
  try {
    const ordinary = await import("./ordinary.js");
    await use(ordinary.startOrdinarily(runtime));
  } catch (error) {
    failToStart(error);
  }
}

function failToStart(error) {
  self.postMessage({ type: "failed", message: String(error) });
}

async function use(starting) {
  const { python, complete } = await starting;
  report("packages");
  handle = python.function("service_structure.views.bridge", "handle");
  report("ready");
  if (newest) answer(newest);
  if (complete && !navigator.connection?.saveData) setTimeout(bring, QUIET, complete);
}

// Nobody waits for it, and without it Python fetches it when it is needed.
function bring(complete) {
  complete().catch((error) => console.info(`calculator: ${error}`));
}

function answer(request) {
  if (!handle || request !== newest) return;
  const { id, body } = request;
  try {
    self.postMessage({ type: "response", id, body: handle(body) });
    newest = undefined;
  } catch (error) {
    // The snapshot may lack what only this request needs; the request stays the newest.
    if (restored) startAgain(error);
    else fail(id, error);
  }
}

function fail(id, error) {
  newest = undefined;
  self.postMessage({ type: "failed", id, message: String(error) });
}

function report(stage) {
  self.postMessage({ type: "progress", stage });
}
