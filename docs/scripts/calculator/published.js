// Fetches files that lie beside the scripts, as they were published with the page and in no other form:
// the page has their hashes (hooks/publish/whole.py). What the browser keeps may be what was wrong, so
// a file that is not right is asked for once more past its cache.

/**
 * The response with a file; rejects where there is none that is right.
 * @param {string} name within the folder of the scripts
 */
export async function fetchPublished(name) {
  const address = addressOf(name);
  const integrity = hashes()[name];
  try {
    return await fetchOnce(address, { integrity });
  } catch {
    return fetchOnce(address, { integrity, cache: "reload" });
  }
}

/** @param {string} name within the folder of the scripts */
export function addressOf(name) {
  return new URL(name, import.meta.url);
}

/**
 * @param {URL} address
 * @param {RequestInit} options
 */
async function fetchOnce(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/** @returns {Record<string, string>} by name; none where the theme has shown this page after another */
function hashes() {
  return JSON.parse(document.getElementById("hashes")?.textContent ?? "{}");
}
