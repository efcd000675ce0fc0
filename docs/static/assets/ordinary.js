// Starts Python the ordinary way, from Pyodide's own files and the wheels. Every file must have the
// hash that the manifest names.

/** @import { Started } from "../../types/python.d.ts" */

/** @typedef {(address: RequestInfo | URL, options?: RequestInit) => Promise<Response>} Fetch */

/**
 * Starts Python; rejects if a file is missing or is another than the manifest names.
 * @param {string} runtime address of the folder with Python
 * @returns {Promise<Started>}
 */
export async function startOrdinarily(runtime) {
  const manifest = await fetch(new URL("manifest.json", runtime), { cache: "no-cache" });
  const load = verifiedFetch(runtime, await manifest.json());
  const { fetch: ownFetch } = self;
  const { instantiateStreaming } = WebAssembly;
  // Pyodide only warns of files that cannot be loaded, and then waits for ever.
  /** @type {(reason: unknown) => void} */
  let reject = () => {};
  const broken = new Promise((_, fail) => {
    reject = fail;
  });
  self.fetch = (...given) => watch(load(...given), reject);
  WebAssembly.instantiateStreaming = (...given) =>
    watch(instantiateStreaming.apply(WebAssembly, given), reject);
  try {
    const { loadPyodide } = await importScript(load, new URL("pyodide.mjs", runtime));
    const script = new URL("pyodide.asm.mjs", runtime);
    const { default: createPyodideModule } = await importScript(load, script);
    const loading = loadPyodide({
      createPyodideModule,
      indexURL: runtime,
      lockFileURL: new URL("pyodide-lock.json", runtime).href,
      packages: ["service-structure"],
    });
    const pyodide = await Promise.race([loading, broken]);
    return { python: { function: (module, name) => pyodide.pyimport(module)[name] } };
  } finally {
    self.fetch = ownFetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

/**
 * Fetches files of the runtime; rejects those with another hash.
 * @param {string} runtime
 * @param {Record<string, string>} hashes by name of the file
 * @returns {Fetch}
 */
function verifiedFetch(runtime, hashes) {
  const { fetch } = self;
  return async (address, options) => {
    const name = new URL(String(address), runtime).pathname.split("/").pop() ?? "";
    const wanted = { ...options, integrity: hashes[name] };
    // What the browser keeps of it may be what is wrong.
    const again = () => fetch(address, { ...wanted, cache: "reload" });
    const response = await fetch(address, wanted).catch(again);
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {(reason: unknown) => void} onError
 */
function watch(promise, onError) {
  promise.catch(onError);
  return promise;
}

/**
 * Imports a script whose hash is right.
 * @param {Fetch} load
 * @param {URL} address
 */
async function importScript(load, address) {
  const script = await (await load(address)).blob();
  const copy = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return await import(copy);
  } finally {
    URL.revokeObjectURL(copy);
  }
}
