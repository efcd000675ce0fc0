// Starts Python from a snapshot of its memory and calls it through its C interface, in the browser or
// in Node. Pyodide's script is not needed: it gives Python an operating system and access to
// JavaScript, and the application uses neither.

const BLOCK = 1 << 16; // bytes of memory, a page of WebAssembly
const WORD = 4; // bytes
const SHARED_TABLE = "shared_table"; // see wasm_split.py

// (module (import "a" "b" (func)) (export "c" (func 0))): turns a JavaScript function into one that a
// WebAssembly table can hold.
const WRAPPER = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0],
  ...[2, 7, 1, 1, 97, 1, 98, 0, 0, 7, 5, 1, 1, 99, 0, 0],
);

// Resolves with a Python.
//   module, instantiate(imports)   the WebAssembly module, and what makes its instance
//   size, fill(bytes)              bytes of memory, and what writes the snapshot into them
//   system       extra WebAssembly imports, for programs that run outside the page
export async function restore(options) {
  const { module, instantiate, size, fill, system } = options;
  const { exports } = instantiate(importsOf(module, { ...ownSystem(() => exports), ...system }));
  const { memory } = exports;
  const missing = size - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / BLOCK));
  await fill(new Uint8Array(memory.buffer));
  const python = new Python(exports);
  seed(python);
  return python;
}

// The imports that Python needs; every other import is a function that throws.
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
      // At least 20 % more than there is: each growth copies the memory in some browsers.
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

// Seeds the random numbers, which would otherwise be the same for every reader. It calls the C
// function, as the first Python code that runs makes V8 optimise the interpreter for 0.5 s.
function seed(python) {
  const own = python.find("_random", "Random", "seed");
  python.call(own, python.find("random", "_inst"));
}

// Calls Python through its C interface. Objects are addresses in memory.
class Python {
  constructor(exports) {
    this.exports = exports;
  }

  // A module, or the attribute that the names lead to from there.
  find(module, ...names) {
    const { PyImport_ImportModule, PyObject_GetAttrString } = this.exports;
    let found = this.#checked(this.lend(module, PyImport_ImportModule));
    for (const name of names) {
      found = this.#checked(this.lend(name, (text) => PyObject_GetAttrString(found, text)));
    }
    return found;
  }

  // The result of a callee, called with one argument or none.
  call(callee, argument) {
    const { PyObject_CallNoArgs, PyObject_CallOneArg } = this.exports;
    return this.#checked(
      argument ? PyObject_CallOneArg(callee, argument) : PyObject_CallNoArgs(callee),
    );
  }

  // A function of a module, from text to text, as a JavaScript function.
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

  // Copies a text into memory, calls use(address, length), frees the copy, returns the result.
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

// Both WebAssembly modules of wasm_split.py as one instance. complete(second) adds the second one and
// may be called more than once. If one of its functions is called before that, bring() must return it.
export class SplitModule {
  #imports;
  #complete = false;

  constructor(first, imports, bring) {
    this.exports = new WebAssembly.Instance(first, imports).exports;
    this.#imports = imports;
    const table = /** @type {WebAssembly.Table} */ (this.exports[SHARED_TABLE]);
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
