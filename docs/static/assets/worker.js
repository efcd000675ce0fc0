// Runs the Python package in a module worker and answers requests: ToWorker in, FromWorker out
// (docs/types/protocol.d.ts). A request may come before Python is ready; only the newest is answered.
// The worker's name is the address of the folder of the runtime, so no message has to tell it.
//
// States of Python, and the events that change them:
//
//               start.js has a quick start             request cannot be answered
//   loading ──┬───────────────────────────> restored ──────────────────────────┐
//             │                  └─ it failed ─┐                               │
//             └─ there is none ────────────────┴──> ordinary <─────────────────┘
//                                                      │ failed to start
//                                                      v
//                                                    failed

/** @import { FromWorker, ToWorker } from "../../types/protocol.d.ts" */
/** @import { Started } from "../../types/python.d.ts" */

const runtime = self.name; // the folder with Pyodide, the package and the snapshot
/** @type {((body: string) => string) | undefined} */
let handle; // bridge.handle of the package, once Python is ready
let isRestored = false; // whether Python comes from the snapshot
/** @type {ToWorker | undefined} */
let newest; // the last request, until it is answered

self.onmessage = (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  newest = data;
  // Requests that wait in the queue come in before this runs, so outdated ones are skipped.
  setTimeout(answer, 0, data);
};

start();

async function start() {
  send({ type: "progress", stage: "runtime" });
  const quick = await import(new URL("start.js", runtime).href).catch(fail);
  if (!quick) return;
  if (!("start" in quick)) return fail("start.js is not complete");
  if (!quick.start) return startOrdinarily();
  try {
    await use(quick.start(runtime));
    isRestored = true;
  } catch (error) {
    await startAgain(error);
  }
}

/** @param {unknown} reason */
function startAgain(reason) {
  console.info(`calculator: ordinary start of Python, as the quick one failed: ${reason}`);
  return startOrdinarily();
}

async function startOrdinarily() {
  isRestored = false;
  handle = undefined;
  try {
    const ordinary = await import("./ordinary.js");
    await use(ordinary.startOrdinarily(runtime));
  } catch (error) {
    fail(error);
  }
}

/** @param {Promise<Started>} starting */
async function use(starting) {
  const { python } = await starting;
  send({ type: "progress", stage: "packages" });
  handle = python.function("service_structure.views.bridge", "handle");
  send({ type: "progress", stage: "ready" });
  if (newest) answer(newest);
}

/** @param {ToWorker} request */
function answer(request) {
  if (!handle || request !== newest) return;
  const { id, body } = request;
  try {
    send({ type: "response", id, body: handle(body) });
    newest = undefined;
  } catch (error) {
    // The snapshot may lack what only this request needs; the request stays the newest.
    if (isRestored) {
      startAgain(error);
    } else {
      newest = undefined;
      fail(error, id);
    }
  }
}

/**
 * @param {unknown} error
 * @param {number} [id] of the request that could not be answered
 */
function fail(error, id) {
  send({ type: "failed", id, message: String(error) });
}

/** @param {FromWorker} message */
function send(message) {
  self.postMessage(message);
}
