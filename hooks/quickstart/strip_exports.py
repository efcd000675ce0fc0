"""Pyodide's WebAssembly without the exports that only libraries loaded later would use.

A program may load further WebAssembly libraries, which can ask for any of 8,560 exports, and for
functions of Pyodide's script by their indexes in the function table. The page loads no library. So
only the exports that our own scripts name are kept, and the 280 imported indexes are set to zero.
Code that called one would trap, and the page would fall back to the ordinary start.
"""

import re
from pathlib import Path

from hooks.quickstart.application import BuildError
from hooks.quickstart.programs import RESTORE
from hooks.quickstart.wasm import END, OF_GLOBAL, constant, exported_name, parse

NAMING = (RESTORE, Path(__file__).with_name("profile_in_node.mjs"))
"""The scripts whose words are the names of the exports to keep."""

PROGRAMS = {"PyRun_SimpleString"}
"""The export with which tests start a program."""

INDEXES = b"GOT.func"
"""The module from which the WebAssembly imports the indexes of Pyodide's functions."""

LINKING = "updateGOT(origExports);LDSO.init();loadDylibs();"
LINKED = "LDSO.init();"
"""What Pyodide's script does for libraries once it has the exports, and what is left of that."""


def unlinked(script: str) -> str:
    """Pyodide's script without the code that fills the function table for libraries.

    Raises BuildError when Pyodide's script links in another way than it did.
    """
    if script.count(LINKING) != 1:
        raise BuildError(
            "pyodide.asm.mjs no longer contains the text LINKING of strip_exports.py once"
        )
    return script.replace(LINKING, LINKED)


def strip(whole: bytes, *, exports: bool = True) -> bytes:
    """The module with zeros in place of imported indexes, and with `exports` of named ones only.

    Raises BuildError if the module imports globals of another kind.
    """
    module = parse(whole)
    if exports:
        words = {word for path in NAMING for word in re.findall(r"\w+", path.read_text())}
        module.exports = [e for e in module.exports if exported_name(e) in words | PROGRAMS]
    indexes = [each for each in module.imports if each.module == INDEXES]
    if len(indexes) != module.imported(OF_GLOBAL):
        raise BuildError("Pyodide's WebAssembly imports globals that are not of GOT.func")
    module.imports = [each for each in module.imports if each.module != INDEXES]
    module.globals_[:0] = [(each.described, constant(0) + END) for each in indexes]
    return module.encode()
