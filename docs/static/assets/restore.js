// Starts Python from a snapshot of its memory with the WebAssembly that hooks/runtime/split.py has
// parted in two, in the browser or in Node.

const NOWHERE = "data:,"; // an address of nothing
// Pyodide asks for its files whether it needs them or not.
const PLACES = { indexURL: NOWHERE, stdLibURL: NOWHERE, packageBaseUrl: NOWHERE };
const BLOCK = 1 << 16; // bytes of memory, a page of WebAssembly
const FLAGS = 3; // what is no part of a place in the collector's links
const SHARED = "split "; // the start of the names of what only the second module asks of the first

// (module (import "a" "b" (func)) (export "c" (func 0))): makes of a function of JavaScript one that
// a table takes.
const WRAPPER = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0],
  ...[2, 7, 1, 1, 97, 1, 98, 0, 0, 7, 5, 1, 1, 99, 0, 0],
);

// Resolves with what loadPyodide of `scripts` returns, which export that and, as their default, what
// makes Pyodide's module. `instantiate(imports)` returns the instance of `module`, or what stands for
// one. `snapshot` has the `data` that memory starts with, the `size` that it has, fill(bytes), which
// writes what differs, the `config` that Pyodide notes beside it, and the place of the `ring`.
export async function restore(scripts, { module, instantiate, lock, snapshot, places = PLACES }) {
  let exports;
  const own = (replaced) => async (source, imports) => {
    if (!imports?.env) return replaced.call(WebAssembly, source, imports);
    const instance = instantiate(imports);
    exports = instance.exports;
    new Uint8Array(exports.memory.buffer).set(snapshot.data);
    return { module, instance };
  };
  const { instantiate: whole, instantiateStreaming: streamed } = WebAssembly;
  WebAssembly.instantiate = own(whole); // Pyodide's way in Node
  WebAssembly.instantiateStreaming = own(streamed);
  try {
    const pyodide = await scripts.loadPyodide({
      _loadSnapshot: new Uint8Array(1), // says that there is one: it is restored below
      createPyodideModule: async (settings) => {
        const python = await scripts.default(settings);
        await reset(exports, snapshot);
        python.API.restoreSnapshot = () => snapshot.config;
        python.API.rawRun = () => [0]; // one import, which took place before the snapshot
        return python;
      },
      lockFileContents: lock,
      ...places,
    });
    pyodide.pyimport("random").seed(); // or every reader's random numbers would be the same
    return pyodide;
  } finally {
    Object.assign(WebAssembly, { instantiate: whole, instantiateStreaming: streamed });
  }
}

// Pyodide would do so from a copy of the whole memory, which costs the reader as much again.
async function reset(exports, { data, size, fill, ring }) {
  const { memory, sbrk } = exports;
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / BLOCK));
  const bytes = new Uint8Array(memory.buffer);
  const words = new Uint32Array(memory.buffer);
  const place = trampolinePlace(exports, words);
  const trampoline = words[place];
  clear(memory.buffer, data.length, sbrk(0));
  bytes.set(data);
  data.buffer.transfer?.(0); // gives it back now, not when there is more to collect
  await fill(bytes);
  close(words, ring);
  words[place] = trampoline;
}

// Where Python has the number of the function through which it calls others whatever their type.
// Pyodide has put that of a function of WebAssembly there, which is quick, if the browser can run it;
// the snapshot has 0, as JavaScript does it everywhere.
function trampolinePlace({ _PyRuntime, _PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: offset }, words) {
  return (_PyRuntime.value + words[offset.value >>> 2]) >>> 2;
}

// The garbage collector's ring of all objects comes as distances: see shorten() in snapshot.py.
function close(words, start) {
  let place = start;
  do {
    const link = words[place >>> 2];
    const next = (place + (link & ~FLAGS)) >>> 0;
    words[place >>> 2] = next | (link & FLAGS);
    words[(next >>> 2) + 1] |= place;
    place = next;
  } while (place !== start);
}

// What is zero is not written to, or the system would have to provide it.
function clear(buffer, from, end) {
  for (let start = from - (from % BLOCK); start < end; start += BLOCK) {
    const words = new Uint32Array(buffer, start, BLOCK / 4);
    let n = 0;
    while (n < words.length && !words[n]) n += 1;
    words.fill(0, n);
  }
}

// Both modules as one instance. The second one is added by complete(module), which may be called
// more than once; when something calls a function that it has before that, bring() must return it.
export class Parts {
  #imports;
  #complete = false;

  constructor(first, imports, bring) {
    const { exports } = new WebAssembly.Instance(first, imports);
    const [own, shared] = [{}, {}];
    for (const [name, value] of Object.entries(exports)) {
      if (name.startsWith(SHARED)) shared[name.slice(SHARED.length)] = value;
      else own[name] = value;
    }
    this.exports = own;
    this.#imports = { ...imports, split: shared };
    const table = Object.values(shared).findLast((value) => value instanceof WebAssembly.Table);
    const wrapped = { a: { b: () => this.complete(bring()) } };
    const wrapper = new WebAssembly.Instance(new WebAssembly.Module(WRAPPER), wrapped);
    table.set(table.length - 1, wrapper.exports.c);
  }

  complete(second) {
    if (this.#complete) return;
    new WebAssembly.Instance(second, this.#imports);
    this.#complete = true;
  }
}
