// In the page that stands within another: follows the system's colours, takes the form that the address
// names (the whole calculator, or five questions and the card), and tells its height to the page around.
(() => {
  const form = new URLSearchParams(location.search).get("form");
  if (form === "compact") document.documentElement.dataset.form = form;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const setScheme = () => {
    document.body.dataset.mdColorScheme = dark.matches ? "slate" : "default";
  };
  // The root is as high as the frame: the height of the page is that of its content.
  const sendHeight = (/** @type {Element} */ content) => {
    const height = Math.ceil(content.getBoundingClientRect().bottom + scrollY);
    /** @type {import("../../types/protocol.d.ts").FrameHeight} */
    const message = { type: "service-structure:height", height };
    parent.postMessage(message, "*");
  };
  addEventListener("DOMContentLoaded", () => {
    dark.addEventListener("change", setScheme);
    setScheme();
    const content = document.querySelector("main");
    if (content) new ResizeObserver(() => sendHeight(content)).observe(content);
  });
})();
