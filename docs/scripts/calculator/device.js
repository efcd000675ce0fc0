// What stays on the device and never enters an address.

/**
 * The texts that were kept under a key; none if something else has written there.
 * @param {string} key
 * @returns {Record<string, string>}
 */
export function kept(key) {
  try {
    const texts = JSON.parse(localStorage.getItem(key) ?? "{}");
    return texts instanceof Object ? texts : {};
  } catch {
    return {};
  }
}

/**
 * @param {string} key
 * @param {Record<string, string>} texts
 */
export function keep(key, texts) {
  try {
    localStorage.setItem(key, JSON.stringify(texts));
  } catch {
    // Storage may be closed to us; the texts last as long as the page.
  }
}
