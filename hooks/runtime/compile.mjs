// Compiles Python files of the folders named with Pyodide's own Python, every SHARESth one from
// number SHARE on: node compile.mjs SHARE SHARES FOLDER…
import "./say_errors.mjs";
import { loadPyodide } from "pyodide";

// A fixed hash seed keeps the order of sets, and so the bytes, the same in every build.
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" } });
const [share, shares, ...folders] = process.argv.slice(2);
folders.forEach((folder, n) => pyodide.mountNodeFS(`/folders/${n}`, folder));
pyodide.runPython(`
import ast, gc, importlib._bootstrap_external, marshal, pathlib, types

class WithoutAnnotations(ast.NodeTransformer):
    # Those of functions only: those of classes say what a dataclass holds.

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        node.returns = None
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_arg(self, node):
        node.annotation = None
        return node

def without_lines(code):
    constants = (without_lines(c) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=tuple(constants))

gc.disable()
for folder in pathlib.Path("/folders").iterdir():
    for path in sorted(folder.rglob("*.py"))[${share}::${shares}]:
        name = path.relative_to(folder).as_posix()
        try:
            tree = WithoutAnnotations().visit(ast.parse(path.read_bytes()))
            code = compile(tree, name, "exec", dont_inherit=True, optimize=2)
        except SyntaxError as error:
            raise SystemExit(f"Pyodide could not compile {name}: {error}")
        unchecked = importlib._bootstrap_external._code_to_hash_pyc(code, bytes(8), False)
        path.with_suffix(".pyc").write_bytes(unchecked[:16] + marshal.dumps(without_lines(code)))
`);
