// In the page that stands within another: follows the system's theme, tells the height to the host.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    document.body.dataset.mdColorScheme = dark.matches ? "slate" : "default";
  };
  addEventListener("DOMContentLoaded", () => {
    dark.addEventListener("change", follow);
    follow();
    const tell = () => {
      const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
      parent.postMessage({ type: "service-structure:height", height }, "*");
    };
    new ResizeObserver(tell).observe(document.documentElement);
  });
})();
