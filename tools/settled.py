"""How tests, pictures and measurements know that the calculator's page shows the newest result."""

# To run before any script of the page: counts what its workers have been asked and have not
# answered. Every question to a worker has an id, and so has the answer. Python leaves questions
# unanswered that were replaced by a newer one before it was ready.
WATCH_WORKERS = """(() => {
  const asked = new Set();
  let count = 0;
  window.unanswered = () => asked.size;
  window.questions = () => count;
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data: { type, id } }) =>
        this.forget((question) => question.id === id || (type === "response" && question.id < id)));
    }
    forget(which) {
      for (const question of asked) {
        if (question.to === this && which(question)) asked.delete(question);
      }
    }
    terminate() {
      this.forget(() => true);
      super.terminate();
    }
    postMessage(message, ...rest) {
      if (message?.id !== undefined) {
        asked.add({ to: this, id: message.id });
        count += 1;
      }
      super.postMessage(message, ...rest);
    }
  };
})();"""

SETTLED = """() => {
  const { textContent, dataset } = document.getElementById("calculator-status");
  return window.unanswered() === 0 && textContent === dataset.ready;
}"""
"""True once Python is ready and all its answers, and the charts, are on the page."""
