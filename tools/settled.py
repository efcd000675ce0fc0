"""Scripts by which tests, screenshots and benchmarks wait for the calculator's newest result."""

# Runs before the scripts of the page and counts the open requests to its workers. A request and its
# response have the same id. Before Python is ready a newer request replaces an older one, which is
# never answered, so a response closes all older requests.
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
"""True once Python is ready and all its responses, with the charts, are on the page."""
