// The life of Python on the page: one worker for all pages visited in turn, its stages, its end
// after a failure and its new start.
//
// const python = connect({worker, runtime, onStage, onResponse});
//   worker, runtime   absolute addresses of worker.js and of the folder of the runtime
//   onStage(stage)    "waiting", "starting", "loading", "ready" or "failed", whenever it changes
//   onResponse(id, body)   what Python answers to send(id, body), JSON text both
// Python starts at once, or where the browser saves data waits until need() is called.
// python.stage is the present stage; python.start() starts it, again after a failure;
// python.send(id, body) asks for a response, and may be called from the stage "starting" on. Before
// Python is ready, each request replaces the one before.
// The worker may have been started before, while the page was being read: early.js.

export function connect({ worker: script, runtime, onStage, onResponse }) {
  let worker;
  const python = { stage: "waiting", start, need, send };
  if (navigator.connection?.saveData) onStage("waiting");
  else start();
  return python;

  function need() {
    if (python.stage === "waiting") start();
  }

  function start() {
    worker?.terminate();
    const early = window.earlyPython;
    delete window.earlyPython;
    worker = early?.worker ?? new Worker(script, { type: "module", name: runtime });
    // What a worker said before it was ended may still arrive.
    worker.onmessage = ({ target, data }) => target === worker && receive(data);
    worker.onerror = ({ target, message }) => target === worker && fail(message ?? "no script");
    if (early)
      queueMicrotask(() => early.events.forEach((event) => early.worker.dispatchEvent(event)));
    setStage("starting");
  }

  function send(id, body) {
    worker.postMessage({ type: "request", id, body });
  }

  function receive(message) {
    if (message.type === "failed") fail(message.message);
    else if (message.type === "response") {
      onResponse(message.id, message.body);
      dispatchEvent(new Event("python-answered")); // see offline.js
    } else setStage(message.stage === "ready" ? "ready" : "loading");
  }

  function fail(reason) {
    console.error(`calculator: ${reason}`);
    worker.terminate();
    worker = undefined;
    setStage("failed");
  }

  function setStage(stage) {
    python.stage = stage;
    onStage(stage);
  }
}
