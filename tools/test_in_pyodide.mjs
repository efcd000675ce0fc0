// Runs pytest in Pyodide with the tests of the folder in which it is started:
// node test_in_pyodide.mjs LIBRARIES MORE_LIBRARIES ARGUMENTS_OF_PYTEST…
import { resolve } from "node:path";
import { loadPyodide } from "pyodide";

const [own = "", more = "", ...tests] = process.argv.slice(2);
const env = { HOME: "/home", PYTHONDONTWRITEBYTECODE: "1" };
const { HYPOTHESIS_PROFILE } = process.env;
const pyodide = await loadPyodide({
  env: HYPOTHESIS_PROFILE ? { ...env, HYPOTHESIS_PROFILE } : env,
});
pyodide.mountNodeFS("/project", resolve("."));
pyodide.mountNodeFS("/own", resolve(own));
pyodide.mountNodeFS("/more", resolve(more));
pyodide.globals.set("tests", pyodide.toPy(tests));
process.exitCode = pyodide.runPython(`
import os, sys
sys.path += ["/own", "/more"]
os.chdir("/project")
import pytest
int(pytest.main(list(tests)))
`);
