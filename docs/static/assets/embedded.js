// In the page that stands within another: follows the system's colours, takes the form that the address
// names (the whole calculator, or five questions and the card), and tells its height to the page around.
(() => {
  const form = new URLSearchParams(location.search).get("form");
  if (form === "compact") document.documentElement.dataset.form = form;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setScheme = () => {
    document.body.dataset.mdColorScheme = dark.matches ? "slate" : "default";
  };
  const sendHeight = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    /** @type {import("../../types/protocol.d.ts").FrameHeight} */
    const message = { type: "service-structure:height", height };
    parent.postMessage(message, "*");
  };
  addEventListener("DOMContentLoaded", () => {
    dark.addEventListener("change", setScheme);
    setScheme();
    new ResizeObserver(sendHeight).observe(document.documentElement);
  });
})();
