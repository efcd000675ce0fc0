"""How tests, pictures and measurements know that the calculator's page shows the newest result."""

# To run before any script of the page: counts what its workers have been asked and have not
# answered. Every question to a worker has an id, and so has the answer.
WATCH_WORKERS = """(() => {
  window.unanswered = 0;
  const count = (message, step) => { if (message?.id !== undefined) window.unanswered += step; };
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => count(data, -1));
    }
    postMessage(message, ...rest) {
      count(message, 1);
      super.postMessage(message, ...rest);
    }
  };
})();"""

SETTLED = """() => {
  const { textContent, dataset } = document.getElementById("calculator-status");
  return window.unanswered === 0 && textContent === dataset.ready;
}"""
"""True once Python is ready and all its answers, and the charts, are on the page."""
