// Go straight to the reader's language: the last one chosen here, or the first that the browser asks for.
(() => {
  const languages = document.currentScript.dataset.languages.split(" ");
  let chosen = null;
  try {
    chosen = localStorage.getItem("service-structure.language");
  } catch {
    // Storage may be closed to us; the browser's languages serve as well.
  }
  const wished = [chosen, ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
  const language = wished.find((wish) => languages.includes(wish));
  if (language) location.replace(`${language}/${location.search}${location.hash}`);
})();
