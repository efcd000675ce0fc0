"""Pyodide's script and WebAssembly without what links libraries that are loaded later.

A program may load further WebAssembly libraries, which call functions of Pyodide's script by their
indexes in the function table. The page loads no library, and the snapshot's table must be the one
in the module. So the script does not fill the table, and the 280 imported indexes are set to zero.
Code that called one would trap, and the page would fall back to the ordinary start.
"""

from hooks.quickstart.application import BuildError
from hooks.quickstart.wasm import END, OF_GLOBAL, constant, parse

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
            "pyodide.asm.mjs no longer contains the text LINKING of unlink_libraries.py once"
        )
    return script.replace(LINKING, LINKED)


def without_indexes(whole: bytes) -> bytes:
    """The module with zeros in place of the imported indexes.

    Raises BuildError if the module imports globals of another kind.
    """
    module = parse(whole)
    indexes = [each for each in module.imports if each.module == INDEXES]
    if len(indexes) != module.imported(OF_GLOBAL):
        raise BuildError("Pyodide's WebAssembly imports globals that are not of GOT.func")
    module.imports = [each for each in module.imports if each.module != INDEXES]
    module.globals_[:0] = [(each.described, constant(0) + END) for each in indexes]
    return module.encode()
