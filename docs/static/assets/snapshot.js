// Starts Python from the packed stream of hooks/runtime/stream.py: scripts, WebAssembly and the
// memory of a Python that has already computed a result. Every fault is an error thrown here.

const NOWHERE = "data:,"; // an address of nothing, for files that Pyodide fetches and never uses

export async function startFromSnapshot(runtime) {
  // Both are on their way before either is waited for.
  const fetching = fetch(new URL("python.xz", runtime));
  const { XzReadableStream } = await import(new URL("xz-decompress.mjs", runtime));
  const response = await fetching;
  if (!response.ok) throw new Error(`python.xz: ${response.status}`);
  const { lock, loadPyodide, createPyodideModule, module, memory } = await unpack(
    new XzReadableStream(response.body),
  );
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const instance = await WebAssembly.instantiate(module, imports);
    makeRoom(instance.exports.memory, memory.length);
    return { module, instance };
  };
  try {
    const pyodide = await loadPyodide({
      _loadSnapshot: memory,
      createPyodideModule,
      indexURL: NOWHERE,
      stdLibURL: NOWHERE,
      lockFileContents: lock,
      packageBaseUrl: NOWHERE,
    });
    pyodide.pyimport("random").seed(); // or every reader's random numbers would be the same
    return pyodide;
  } finally {
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}

async function unpack(decoded) {
  const stream = new Pieces(decoded);
  const { sizes, memory: size, runs, lock } = JSON.parse(await stream.line());
  const loader = await importScript(await stream.bytes(sizes[0]));
  const script = await importScript(await stream.bytes(sizes[1]));
  // The browser compiles while the rest arrives.
  const wasm = stream.part(sizes[2]);
  const headers = { "Content-Type": "application/wasm" };
  const compiling = WebAssembly.compileStreaming(new Response(wasm.stream, { headers }));
  compiling.catch(() => {}); // it is awaited below, perhaps after an error of the stream
  await wasm.read;
  const memory = new Uint8Array(size);
  for (const [start, length] of runs) await stream.fill(memory.subarray(start, start + length));
  await stream.end();
  return {
    lock,
    loadPyodide: loader.loadPyodide,
    createPyodideModule: script.default,
    module: await compiling,
    memory,
  };
}

async function importScript(bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
  try {
    return await import(address);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function makeRoom(memory, size) {
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / 65536));
}

// A stream of bytes, read in pieces of known size.
class Pieces {
  #reader;
  #rest = new Uint8Array();

  constructor(stream) {
    this.#reader = stream.getReader();
  }

  async line() {
    const bytes = [];
    for (;;) {
      const [byte] = await this.#next(1);
      if (byte === 10) return new TextDecoder().decode(new Uint8Array(bytes));
      bytes.push(byte);
    }
  }

  bytes(size) {
    return this.fill(new Uint8Array(size));
  }

  async fill(target) {
    for (let filled = 0; filled < target.length; ) {
      const piece = await this.#next(target.length - filled);
      target.set(piece, filled);
      filled += piece.length;
    }
    return target;
  }

  // A part as a stream of its own, and a promise of its end.
  part(size) {
    const pieces = this;
    let left = size;
    let resolve;
    let reject;
    const read = new Promise((...both) => ([resolve, reject] = both));
    read.catch(() => {});
    const stream = new ReadableStream({
      async pull(controller) {
        try {
          const piece = await pieces.#next(left);
          left -= piece.length;
          controller.enqueue(piece);
          if (left) return;
          controller.close();
          resolve();
        } catch (error) {
          reject(error);
          throw error;
        }
      },
      cancel: reject,
    });
    return { stream, read };
  }

  // Reads on to the check sum, which the decoder compares.
  async end() {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      if (value.length) throw new Error("python.xz is longer than it says");
    }
  }

  async #next(limit) {
    while (!this.#rest.length) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error("python.xz ends too soon");
      this.#rest = value;
    }
    const piece = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }
}
