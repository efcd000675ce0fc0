// Goes straight to the reader's language: the one that the address names, the last one chosen here,
// or the first that the browser asks for.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { languages: known = "", page = "" } = script.dataset;
  const languages = known.split(" ");
  let chosen = null;
  try {
    chosen = localStorage.getItem("service-structure.language");
  } catch {
    // Storage may be closed to us; the browser's languages serve as well.
  }
  const named = new URLSearchParams(location.search).get("lang");
  const requested = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  const wished = [named, chosen, ...requested];
  const language = wished.find((wish) => wish !== null && languages.includes(wish));
  if (language) location.replace(`${language}/${page}${location.search}${location.hash}`);
})();
