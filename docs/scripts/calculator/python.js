// The life of Python on the page: one worker for all pages visited in turn.
//
//              start                first progress        progress "ready"
//   waiting ───────────> starting ───────────────> loading ───────────────> ready
//      (saveData only)      ^   └───────────┬─────────┴───────────────────────┘
//                           │ start         v error, or message "failed"
//                           └──────────── failed
//
// Python starts at once; where the browser saves data it waits until need() is called. The worker may
// have been started before, while the page was being read: see early.js.

/** @import { FromWorker, Stage, ToWorker } from "../../types/protocol.d.ts" */

/**
 * Starts Python and returns how to use it: need() starts it if it waits; start() starts it, also
 * after a failure; send(id, body) asks for a response, from the stage "starting" on. Before Python is
 * ready, each request replaces the one before.
 * @param {object} options
 * @param {string} options.worker absolute address of worker.js
 * @param {string} options.runtime absolute address of the folder with Python
 * @param {(stage: Stage) => void} options.onStage called for every change of the stage
 * @param {(id: number, body: string) => void} options.onResponse `body` is JSON
 */
export function connect({ worker: script, runtime, onStage, onResponse }) {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {Stage} */
  let stage = "waiting";
  if (navigator.connection?.saveData) onStage("waiting");
  else start();
  return { start, need, send };

  function need() {
    if (stage === "waiting") start();
  }

  function start() {
    worker?.terminate();
    const early = window.earlyPython;
    delete window.earlyPython;
    const started = early?.worker ?? new Worker(script, { type: "module", name: runtime });
    worker = started;
    // Messages of a terminated worker may still arrive.
    started.onmessage = ({ data }) => {
      if (worker === started) receive(data);
    };
    started.onerror = ({ message }) => {
      if (worker === started) fail(message ?? "no script");
    };
    if (early) {
      queueMicrotask(() => {
        for (const event of early.events) early.worker.dispatchEvent(event);
      });
    }
    setStage("starting");
  }

  /**
   * @param {number} id
   * @param {string} body
   */
  function send(id, body) {
    /** @type {ToWorker} */
    const message = { type: "request", id, body };
    worker?.postMessage(message);
  }

  /** @param {FromWorker} message */
  function receive(message) {
    if (message.type === "failed") fail(message.message);
    else if (message.type === "response") {
      onResponse(message.id, message.body);
      dispatchEvent(new Event("python-answered")); // see offline.js
    } else setStage(message.stage === "ready" ? "ready" : "loading");
  }

  /** @param {string} reason */
  function fail(reason) {
    console.error(`calculator: ${reason}`);
    worker?.terminate();
    worker = undefined;
    setStage("failed");
  }

  /** @param {Stage} reached */
  function setStage(reached) {
    stage = reached;
    onStage(stage);
  }
}
