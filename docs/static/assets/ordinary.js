// Starts Python the ordinary way, from Pyodide's own files and the wheels: the fallback. No file is
// used that differs from what the manifest says of it.

export async function startOrdinarily(runtime) {
  const hashes = await (
    await fetch(new URL("manifest.json", runtime), { cache: "no-cache" })
  ).json();
  const load = verifiedFetch(runtime, hashes);
  const { fetch: ownFetch } = self;
  const { instantiateStreaming } = WebAssembly;
  // Pyodide itself only warns of files that cannot be loaded, and then waits for ever.
  let reject;
  const broken = new Promise((_, fail) => (reject = fail));
  self.fetch = (...given) => watch(load(...given), reject);
  WebAssembly.instantiateStreaming = (...given) =>
    watch(instantiateStreaming.apply(WebAssembly, given), reject);
  try {
    const { loadPyodide } = await importScript(load, new URL("pyodide.mjs", runtime));
    const { default: createPyodideModule } = await importScript(
      load,
      new URL("pyodide.asm.mjs", runtime),
    );
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

function verifiedFetch(runtime, hashes) {
  const { fetch } = self;
  return async (address, options) => {
    const name = new URL(address, runtime).pathname.split("/").pop();
    const response = await fetch(address, { ...options, integrity: hashes[name] });
    if (!response.ok) throw new Error(`${name}: ${response.status}`);
    return response;
  };
}

function watch(promise, onError) {
  promise.catch(onError);
  return promise;
}

async function importScript(load, address) {
  const script = await (await load(address)).blob();
  const copy = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  try {
    return await import(copy);
  } finally {
    URL.revokeObjectURL(copy);
  }
}
