// Starts Python from a snapshot of its memory with the WebAssembly that hooks/quickstart/split.py has
// parted in two, and calls it through its C interface, in the browser or in Node. Of Pyodide's script
// nothing is needed: it gives Python the system and JavaScript, of which the package uses neither.

const BLOCK = 1 << 16; // bytes of memory, a page of WebAssembly
const FLAGS = 3; // what is no part of a place in the collector's links
const WORD = 4; // bytes
const IOS = /iPad|iPhone|iPod/;
const TABLE = "parts"; // what the table that both modules share is called

// (module (import "a" "b" (func)) (export "c" (func 0))): makes of a function of JavaScript one that
// a table takes.
const WRAPPER = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0],
  ...[2, 7, 1, 1, 97, 1, 98, 0, 0, 7, 5, 1, 1, 99, 0, 0],
);

// Resolves with a Python. Its memory is `size` bytes long, fill(bytes) writes what is in it, and
// `ring` is where the collector's links begin. instantiate(imports) returns the instance of `module`,
// or what stands for one; `caller` has the bytes of caller.py. `system` has what a program that
// is not the page's asks the system for.
export async function restore({ module, instantiate, size, fill, ring, caller, system }) {
  const { exports } = instantiate(importsOf(module, { ...ownSystem(() => exports), ...system }));
  const { memory } = exports;
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / BLOCK));
  await fill(new Uint8Array(memory.buffer));
  close(new Uint32Array(memory.buffer), ring);
  if (caller) callWithin(exports, caller);
  const python = new Python(exports);
  seed(python);
  return python;
}

// What the package asks of its surroundings; for all else there is a function that fails.
function importsOf(module, known) {
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] ??= {};
    imports[from][name] =
      known[name] ??
      (() => {
        throw new Error(`Python asks for ${name}`);
      });
  }
  return imports;
}

function ownSystem(exports) {
  return {
    emscripten_resize_heap(wanted) {
      const { memory } = exports();
      const { byteLength } = memory.buffer;
      // A fifth more than there is, or Python would soon ask again.
      const missing = Math.max((wanted >>> 0) - byteLength, byteLength / 5);
      try {
        memory.grow(Math.ceil(missing / BLOCK));
        return 1;
      } catch {
        return 0; // a MemoryError of Python
      }
    },
    random_get(start, length) {
      crypto.getRandomValues(new Uint8Array(exports().memory.buffer, start >>> 0, length));
      return 0;
    },
    _PyEM_TrampolineCall_JS(callee, ...given) {
      return exports().__indirect_function_table.get(callee)(...given);
    },
  };
}

// Or every reader's random numbers would be the same. What `random` calls for it is a function of
// Python: the first that runs lets browsers optimise its interpreter, for as long as the start takes.
function seed(python) {
  const own = python.find("_random", "Random", "seed");
  python.call(own, python.find("random", "_inst"));
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

// Python calls functions of C with three arguments whether they take as many or not. WebAssembly does
// not allow that, so it goes through JavaScript, which does, unless it finds the number of a function
// that looks what the callee takes: `caller` has one. Some browsers cannot run it; for those of iOS
// Pyodide leaves its own out, whatever they can.
function callWithin({ memory, __indirect_function_table: table, ...places }, caller) {
  const { _PyRuntime: start, _PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: offset } = places;
  if (IOS.test(globalThis.navigator?.userAgent)) return;
  let compiled;
  try {
    compiled = new WebAssembly.Module(Uint8Array.from(caller));
  } catch {
    return;
  }
  const { call } = new WebAssembly.Instance(compiled, { "": { memory, table } }).exports;
  const place = table.grow(1);
  table.set(place, call);
  const words = new Uint32Array(memory.buffer);
  words[(start.value + words[offset.value >>> 2]) >>> 2] = place;
}

// Calls of Python's C interface. Objects are their places in memory.
class Python {
  constructor(exports) {
    this.exports = exports;
  }

  // What has a name in a module, or in what has a name there.
  find(module, ...names) {
    const { PyImport_ImportModule, PyObject_GetAttrString } = this.exports;
    let found = this.#checked(this.lend(module, PyImport_ImportModule));
    for (const name of names) {
      found = this.#checked(this.lend(name, (text) => PyObject_GetAttrString(found, text)));
    }
    return found;
  }

  // The result of a function of one argument or none.
  call(callee, argument) {
    const { PyObject_CallNoArgs, PyObject_CallOneArg } = this.exports;
    return this.#checked(
      argument ? PyObject_CallOneArg(callee, argument) : PyObject_CallNoArgs(callee),
    );
  }

  // A function of a module that makes a text of a text, as one of JavaScript.
  function(module, name) {
    const { PyUnicode_FromStringAndSize, Py_DecRef } = this.exports;
    const callee = this.find(module, name);
    return (text) => {
      const argument = this.#checked(this.lend(text, PyUnicode_FromStringAndSize));
      const result = this.call(callee, argument);
      Py_DecRef(argument);
      const written = this.#read(result);
      Py_DecRef(result);
      return written;
    };
  }

  // What use(place, length) returns of a text that is in memory until then.
  lend(text, use) {
    const { malloc, free, memory } = this.exports;
    const bytes = new TextEncoder().encode(text);
    const place = malloc(bytes.length + 1);
    const lent = new Uint8Array(memory.buffer, place, bytes.length + 1);
    lent.set(bytes);
    lent[bytes.length] = 0;
    const result = use(place, bytes.length);
    free(place);
    return result;
  }

  #read(object) {
    const { malloc, free, memory, PyUnicode_AsUTF8AndSize } = this.exports;
    const length = malloc(WORD);
    const place = this.#checked(PyUnicode_AsUTF8AndSize(object, length));
    const [size] = new Uint32Array(memory.buffer, length, 1);
    free(length);
    return new TextDecoder().decode(new Uint8Array(memory.buffer, place, size));
  }

  #checked(object) {
    if (object) return object;
    const { PyErr_GetRaisedException, PyObject_Repr } = this.exports;
    throw new Error(this.#read(PyObject_Repr(PyErr_GetRaisedException())));
  }
}

// Both modules as one instance. The second one is added by complete(module), which may be called
// more than once; when something calls a function that it has before that, bring() must return it.
export class Parts {
  #imports;
  #complete = false;

  constructor(first, imports, bring) {
    this.exports = new WebAssembly.Instance(first, imports).exports;
    this.#imports = imports;
    const { [TABLE]: table } = this.exports;
    const wrapped = { a: { b: () => this.complete(bring()) } };
    const wrapper = new WebAssembly.Instance(new WebAssembly.Module(WRAPPER), wrapped);
    table.set(table.length - 1, wrapper.exports.c);
  }

  complete(second) {
    if (this.#complete) return;
    new WebAssembly.Instance(second, { ...this.#imports, split: this.exports });
    this.#complete = true;
  }
}
