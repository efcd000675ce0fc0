// Starts Python from the stream that stream.py packs: WebAssembly, and the memory of a Python that has
// already computed a result. The build publishes this and restore.js together as start.js.
import { restore, SplitModule } from "./restore.js";

// Resolves with `python`; the second WebAssembly module, if there is one, is fetched when one of its
// functions is called. Rejects whatever the fault is.
export async function start(runtime) {
  const decoder = early(import(new URL("zstd.js", runtime).href));
  const response = await fetch(new URL("python.zst", runtime));
  if (!response.ok) throw new Error(`python.zst: ${response.status}`);
  // The service worker has unpacked the stream and compared all hashes.
  const unpacked = response.headers.has("X-Unpacked");
  if (!unpacked) await decoder;
  const stream = new Pieces(unpacked ? response.body : globalThis.unpacked(response.body));
  const head = JSON.parse(await stream.line());
  const code = await stream.bytes(head.first);
  const module = await WebAssembly.compile(code); // which copies the bytes
  giveBack(code);
  const rest = new Rest(new URL("rest.wasm", runtime), head.rest);
  const isSplit = head.rest !== null;
  const python = await restore({
    ...head,
    module,
    instantiate: (imports) =>
      isSplit
        ? new SplitModule(module, imports, () => rest.now())
        : new WebAssembly.Instance(module, imports),
    fill: (bytes) => fill(bytes, head.runs, stream),
  });
  return { python };
}

// A promise that is awaited only later: its failure until then is not reported as unhandled.
function early(promise) {
  promise.catch(() => {});
  return promise;
}

async function fill(bytes, runs, stream) {
  for (const [start, length] of runs) await stream.fill(bytes.subarray(start, start + length));
  await stream.end();
}

// Frees memory at once; the garbage collector would wait until there is more of it.
function giveBack({ buffer }) {
  buffer.transfer?.(0);
}

// The second WebAssembly module, with the functions that the profile did not see.
class Rest {
  #address;
  #sum;

  constructor(address, sum) {
    this.#address = address;
    this.#sum = sum;
  }

  // Synchronous, as Python waits in the middle of a call.
  now() {
    const request = new XMLHttpRequest();
    request.open("GET", this.#address, false);
    request.responseType = "arraybuffer";
    request.send();
    return new WebAssembly.Module(this.#checked(new Uint8Array(request.response)));
  }

  #checked(bytes) {
    if (crc32(bytes) !== this.#sum) throw new Error("rest.wasm is not as it was made");
    return bytes;
  }
}

function crc32(bytes) {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
    return byte;
  });
  let sum = -1;
  for (const byte of bytes) sum = table[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return ~sum >>> 0;
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
      if (!this.#rest.length) giveBack(piece);
    }
    return target;
  }

  // Reads to the end, so that the decoder compares the check sum there.
  async end() {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      if (value.length) throw new Error("python.zst is longer than it says");
    }
  }

  async #next(limit) {
    while (!this.#rest.length) {
      const { done, value } = await this.#reader.read();
      if (done) throw new Error("python.zst ends too soon");
      this.#rest = value;
    }
    const piece = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(piece.length);
    return piece;
  }
}
