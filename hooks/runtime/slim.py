"""Step 4: Pyodide's script and WebAssembly without what serves libraries loaded later.

A program may load further WebAssembly libraries, which can ask for any of 8,560 exports; so at its
start the script puts each into a variable, a property and the table of functions. The page loads no
library: only what a script asks for by name is kept. The script also wraps 280 functions of its own
(WebGL, messages of Emscripten) so that WebAssembly could pass them on as pointers. Here these point
nowhere: whoever followed one would stop, and the page would start Python the ordinary way.
"""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from hooks.runtime.tools import LOADER, PYODIDE, RESTORE, SCRIPT, WASM, RuntimeBuildError
from hooks.runtime.wasm import exported_name, parse

OWN = Path(__file__).parent
"""Holds our own scripts, which look into Pyodide, too."""

TOKEN = re.compile(r"[\w$]+")
VARIABLES = re.compile(r"var ((?:[\w$]+,){1000,}[\w$]+);(?=function assignWasmExports\()")
ASSIGNED = re.compile(r'([\w$]+)=Module\["\1"\]=wasmExports\["([\w$]+)"\](?:\.value>>>0)?;?')

LINKING = "updateGOT(origExports);LDSO.init();loadDylibs();"
LINKED = "LDSO.init();"
"""What the script does for libraries once it has the exports, and what is left of that."""

NUMBERING = "functionsInTableMap=new WeakMap;updateTableMap(0,wasmTable.length)"
NUMBERED = "functionsInTableMap=new WeakMap"
"""Before the script gives a function a number, it looks whether it has one. Only its own functions
get numbers here, so it need not look at the nine thousand of Python.
"""

WHOLE = re.compile(r"(async function )(\w+)(\(.*\})(?=\s*export default \2;)", re.DOTALL)
EAGER = r"const \2 = (\1\3);"
"""The script is one large function. In brackets it is read once; otherwise browsers skim through it
first, as it might never be called.
"""


def make_slim(slender: Path) -> None:
    """Lay Pyodide's script and WebAssembly into a folder, slim."""
    others = [path.read_text() for path in (PYODIDE / LOADER, RESTORE, *OWN.glob("*.mjs"))]
    script, wasm = slim((PYODIDE / SCRIPT).read_text(), (PYODIDE / WASM).read_bytes(), others)
    slender.mkdir()
    (slender / SCRIPT).write_text(script)
    (slender / WASM).write_bytes(wasm)


def slim(script: str, whole: bytes, others: Iterable[str]) -> tuple[str, bytes]:
    """The script and the module without the exports that neither it nor `others` name.

    Raises RuntimeBuildError when the script does not deal with exports as it used to.
    """
    variables = VARIABLES.search(script)
    counts = [script.count(text) for text in (LINKING, NUMBERING)]
    if not variables or counts != [1, 1] or not WHOLE.search(script):
        raise RuntimeBuildError("pyodide.asm.mjs is not written as it was: see slim.py")
    places = list(ASSIGNED.finditer(script, variables.end()))
    here = TOKEN.findall(" ".join([variables[1], *(place[0] for place in places)]))
    named = Counter(TOKEN.findall(script)) - Counter(here)
    wanted = set(named).union(*map(TOKEN.findall, others))
    dropped = [place for place in places if wanted.isdisjoint(place.groups())]
    names = {place[1] for place in dropped}
    pieces = [script[: variables.start(1)]]
    pieces += [",".join(name for name in variables[1].split(",") if name not in names)]
    start = variables.end(1)
    for place in dropped:
        pieces.append(script[start : place.start()])
        start = place.end()
    slender = "".join([*pieces, script[start:]]).replace(LINKING, LINKED)
    slender = slender.replace(NUMBERING, NUMBERED)
    slender = WHOLE.sub(EAGER, slender)

    kept = {*TOKEN.findall(slender), *wanted}
    module = parse(whole)
    module.exports = [each for each in module.exports if exported_name(each) in kept]
    return slender, module.encode()
