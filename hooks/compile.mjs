// Byte-compiles every Python file below a folder with Pyodide's own Python: node compile.mjs FOLDER
import { loadPyodide } from "pyodide";

// A fixed hash seed keeps the order of sets, and so the bytes, the same in every build.
const pyodide = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
pyodide.mountNodeFS("/wheels", process.argv[2]);
pyodide.runPython(`
import compileall, pathlib, py_compile

for wheel in pathlib.Path("/wheels").iterdir():
    done = compileall.compile_dir(
        wheel,
        stripdir=wheel,
        legacy=True,
        force=True,
        quiet=1,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    if not done:
        raise SystemExit(f"Pyodide could not compile {wheel.name}: see the error above")
`);
