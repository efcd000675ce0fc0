// Starts Python's worker while the page with the calculator is still being read: python.js takes it
// over, with the events that nobody has heard yet.
(() => {
  if (navigator.connection?.saveData) return;
  const { runtime } = document.currentScript.dataset;
  const script = new URL("worker.js", document.currentScript.src);
  const worker = new Worker(script, { type: "module" });
  const events = [];
  worker.onmessage = ({ data }) => events.push(new MessageEvent("message", { data }));
  worker.onerror = ({ message }) => events.push(new ErrorEvent("error", { message }));
  worker.postMessage({ type: "start", runtime: new URL(runtime, document.baseURI).href });
  window.earlyPython = { worker, events };
})();
