// What stays on the device and never enters an address.

/**
 * The texts that were kept under a key.
 * @param {string} key
 * @returns {Record<string, string>}
 */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}");
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
