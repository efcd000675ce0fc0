"""The profile: which functions of the WebAssembly run from the start to the last answer."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hooks.quickstart.application import Application
from hooks.quickstart.programs import PROCESSES, run_node
from hooks.quickstart.wasm_split import instrument


def called(app: Application, whole: bytes, snapshot: bytes, scratch: Path) -> set[int]:
    """The functions that run while Python starts from `snapshot` and answers the requests."""
    wasm, memory = (scratch / name for name in ("instrumented.wasm", "profiled.bin"))
    wasm.write_bytes(instrument(whole))
    memory.write_bytes(snapshot)
    requests = list(app.requests())
    start = {"module": app.module, "function": app.function}

    def called_by(part: int) -> set[int]:
        asked, found = (scratch / f"{name}-{part}.json" for name in ("asked", "profile"))
        asked.write_text(json.dumps(start | {"requests": requests[part::PROCESSES]}))
        run_node("profile_in_node.mjs", *map(str, (wasm, memory, asked, found)))
        return set(json.loads(found.read_text()))

    with ThreadPoolExecutor(PROCESSES) as pool:
        return set().union(*pool.map(called_by, range(PROCESSES)))
