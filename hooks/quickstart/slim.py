"""Step 4: Pyodide's WebAssembly without what serves libraries loaded later.

A program may load further WebAssembly libraries, which can ask for any of 8,560 exports, and for
functions of Pyodide's script by their numbers in the table of functions. The page loads no library:
only the exports are kept that our own scripts name, and the 280 numbers are none. Whoever followed
one would stop, and the page would start Python the ordinary way.
"""

import re
from pathlib import Path

from hooks.quickstart.tools import RESTORE, RuntimeBuildError
from hooks.quickstart.wasm import END, OF_GLOBAL, constant, exported_name, parse

NAMING = (RESTORE, Path(__file__).with_name("profile.mjs"))
"""The scripts whose words are the names of the exports to keep."""

PROGRAMS = {"PyRun_SimpleString"}
"""What tests start a program with."""

NUMBERS = b"GOT.func"
"""Where the module imports the numbers of Pyodide's functions from."""

LINKING = "updateGOT(origExports);LDSO.init();loadDylibs();"
LINKED = "LDSO.init();"
"""What the script does for libraries once it has the exports, and what is left of that."""


def unlinked(script: str) -> str:
    """Pyodide's script, leaving the table of functions as it is in the module.

    Raises RuntimeBuildError when it does not link as it used to.
    """
    if script.count(LINKING) != 1:
        raise RuntimeBuildError("pyodide.asm.mjs is not written as it was: see slim.py")
    return script.replace(LINKING, LINKED)


def slim(whole: bytes) -> bytes:
    """The module without exports that nothing asks for, its unused imports numbers of its own."""
    words = {word for path in NAMING for word in re.findall(r"\w+", path.read_text())}
    module = parse(whole)
    module.exports = [e for e in module.exports if exported_name(e) in words | PROGRAMS]
    numbers = [each for each in module.imports if each.module == NUMBERS]
    if len(numbers) != module.imported(OF_GLOBAL):
        raise RuntimeBuildError("Pyodide's WebAssembly imports further globals: see slim.py")
    module.imports = [each for each in module.imports if each.module != NUMBERS]
    module.globals_[:0] = [(each.described, constant(0) + END) for each in numbers]
    return module.encode()
