// What a page may take in from its scripts (Trusted Types): HTML without elements that load or lead
// elsewhere, and scripts of this site's own folder. Whatever else raises an error. A document that is
// only parsed runs nothing; inline scripts also need their hash in the page's policy.
{
  const { root = "" } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const own = new URL(root, document.baseURI).href;
  const LOADING = /<(?:script|iframe|frame|object|embed|base|meta)\b/i;
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML: (html, _type, sink) =>
      sink.startsWith("DOMParser") || !LOADING.test(html) ? html : null,
    createScriptURL: (url) => (new URL(url, document.baseURI).href.startsWith(own) ? url : null),
    createScript: (script) => script,
  });
}
