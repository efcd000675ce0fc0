// Starts what need not wait until the page of the calculator has been read: Python, in a worker, and
// the precomputed result of an example in the address. python.js takes over the worker with the
// events that have come since, precomputed.js the result. Each leaves null: where this script comes
// after them, it leaves all to them.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { runtime = "", examples = "{}" } = script.dataset;
  const folder = script.src;
  const fragment = location.hash.slice(1);
  const example = new Map(Object.entries(JSON.parse(examples))).get(fragment);
  if (example && window.earlyExample !== null) fetchPrecomputed(example);
  if (window.earlyPython !== null && !navigator.connection?.saveData) startPython();

  function startPython() {
    const name = new URL(runtime, document.baseURI).href;
    const worker = new Worker(new URL("worker.js", folder), { type: "module", name });
    /** @type {Event[]} */
    const events = [];
    worker.onmessage = ({ data }) => events.push(new MessageEvent("message", { data }));
    worker.onerror = ({ message }) => events.push(new ErrorEvent("error", { message }));
    window.earlyPython = { worker, events };
  }

  /** @param {string} name of the example */
  async function fetchPrecomputed(name) {
    const file = `precomputed/${name}.json`;
    const integrity = JSON.parse(document.getElementById("hashes")?.textContent ?? "{}")[file];
    const fetched = fetch(new URL(file, folder), { integrity }).then((response) =>
      response.ok ? response.json() : undefined,
    );
    const response = fetched.catch(() => undefined); // no network: Python, if it is there, answers
    window.earlyExample = { fragment, response };
    const found = await response;
    if (found) showPrecomputed(found);
  }

  /**
   * Shows the result once its place has been read. The digest tells calculator.js that it is there.
   * @param {import("../../types/protocol.d.ts").Precomputed} response
   */
  function showPrecomputed(response) {
    const card = document.getElementById("calculator-card");
    const result = document.getElementById("calculator-result");
    if (!card || !result?.nextSibling) {
      requestAnimationFrame(() => showPrecomputed(response)); // not read to its end yet
      return;
    }
    if (!window.earlyExample) return; // it has been taken over
    card.innerHTML = response.card;
    card.dataset.digest = response.digest;
    result.innerHTML = response.html;
    performance.mark("precomputed"); // for benchmarks/browser/startup.py
  }
})();
