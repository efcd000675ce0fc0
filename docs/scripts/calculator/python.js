// The life of Python on the page: one worker for all pages visited in turn.
//
//              start                first progress        progress "ready"
//   waiting ───────────> starting ───────────────> loading ───────────────> ready
//      (saveData only)      ^   └───────────┬─────────┴───────────────────────┘
//                           │ restart       v error, or message "failed"
//                           └──────────── failed
//
// A worker may also die without a word: one that has said nothing for LATE_MS while it has something
// to do is late. It may still come, and may be started anew.
//
// Python starts at once; where the browser saves data it waits until need() is called. The worker may
// have been started before, while the page was being read: see early.js.

/** @import { FromWorker, Stage, ToWorker } from "../../types/protocol.d.ts" */

const LATE_MS = 20_000;

/**
 * Starts Python and returns how to use it: need() starts it if it waits; restart() starts it anew,
 * also after a failure; send(id, body) asks for a response, from the stage "starting" on. Before Python is
 * ready, each request replaces the one before.
 * @param {object} options
 * @param {string} options.worker absolute address of worker.js
 * @param {string} options.runtime absolute address of the folder with Python
 * @param {(stage: Stage) => void} options.onStage called for every change of the stage
 * @param {() => void} options.onLate called when it has something to do and is late
 * @param {(id: number, body: string) => void} options.onResponse `body` is JSON
 */
export function connect({ worker: script, runtime, onStage, onLate, onResponse }) {
  /** @type {Worker | undefined} */
  let worker;
  /** @type {Stage} */
  let stage = "waiting";
  let asked = 0; // the newest request; 0 when it is answered
  let timer = 0;
  if (navigator.connection?.saveData) onStage("waiting");
  else start();
  return { restart, need, send };

  function need() {
    if (stage === "waiting") start();
  }

  // What the browser keeps of its scripts may be what was wrong.
  async function restart() {
    worker?.terminate();
    worker = undefined;
    setStage("starting");
    const scripts = ["start.js", "zstd.js"].map((name) => new URL(name, runtime));
    const files = [script, new URL("ordinary.js", script), ...scripts];
    await Promise.allSettled(
      files.map(async (file) => (await fetch(file, { cache: "reload" })).arrayBuffer()),
    );
    if (!worker) start();
  }

  function start() {
    worker?.terminate();
    const early = window.earlyPython;
    window.earlyPython = null;
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
    asked = id;
    watch();
  }

  function watch() {
    clearTimeout(timer);
    const isBusy = stage === "starting" || stage === "loading" || (stage === "ready" && asked);
    if (isBusy) timer = setTimeout(onLate, LATE_MS);
  }

  /** @param {FromWorker} message */
  function receive(message) {
    if (message.type === "failed") fail(message.message);
    else if (message.type === "response") {
      if (message.id === asked) asked = 0;
      watch();
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
    watch();
    onStage(stage);
  }
}
