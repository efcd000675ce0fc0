// Compiles the Python files of folders with Pyodide's own Python:
// node compile_in_node.mjs strip|keep FOLDER…
// With strip it leaves out docstrings, annotations of functions and line numbers.
import "./say_errors.mjs";
import { loadPyodide } from "pyodide";

// A fixed hash seed keeps the order of sets, and so the bytes, the same in every build.
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
const [how, ...folders] = process.argv.slice(2);
for (const [n, folder] of folders.entries()) pyodide.mountNodeFS(`/folders/${n}`, folder);
pyodide.globals.set("strip", how === "strip");
pyodide.runPython(`
import ast, gc, importlib._bootstrap_external, marshal, pathlib, re, types

ANNOTATED = re.compile(rb"\\)\\s*->")  # most of the standard library is not

def without_annotations(statements):
    # Annotations of classes stay: dataclasses read them.
    for node in statements:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = None
            parameters = node.args
            for each in (*parameters.posonlyargs, *parameters.args, *parameters.kwonlyargs,
                         parameters.vararg, parameters.kwarg):
                if each:
                    each.annotation = None
        for part in ("body", "orelse", "finalbody"):
            without_annotations(getattr(node, part, ()))
        for part in ("handlers", "cases"):
            for each in getattr(node, part, ()):
                without_annotations(each.body)

def stripped(source):
    if not strip or not ANNOTATED.search(source):
        return source
    tree = ast.parse(source)
    without_annotations(tree.body)
    return tree

def without_lines(code):
    if not strip:
        return code
    constants = (without_lines(c) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(constants))

gc.disable()
# In a fixed order, as what was compiled before decides what is written by reference.
for folder in sorted(pathlib.Path("/folders").iterdir()):
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        try:
            code = compile(stripped(path.read_bytes()), name, "exec", dont_inherit=True,
                           optimize=2 if strip else 0)
        except SyntaxError as error:
            raise SystemExit(f"Pyodide could not compile {name}: {error}")
        unchecked = importlib._bootstrap_external._code_to_hash_pyc(code, bytes(8), False)
        path.with_suffix(".pyc").write_bytes(unchecked[:16] + marshal.dumps(without_lines(code)))
`);
