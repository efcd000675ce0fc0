"""Step 6: the profile: which functions of the WebAssembly run from the start to the last answer."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hooks.quickstart.snapshot import Snapshot
from hooks.quickstart.split import instrument
from hooks.quickstart.tools import SHARES, run_node
from service_structure.source.loader import load_guide
from service_structure.views.bridge import WANTED
from service_structure.views.deferred import DEFERRED

TYPICAL = "regions=many&complexity=complex&n.aht=275,5&w.cost=21"
FAULTY = "weather=fine&regions=17&n.aht=x&=%F0"
FORMS = ("json", "csv", "markdown", "memo")
FILES = ("{", '{"answers": {"regions": "one"}, "numbers": {"aht": -1}}')


def called(whole: bytes, image: Snapshot, scratch: Path) -> set[int]:
    """The functions that run while `image` is restored and answers what a page asks."""
    wasm, memory = (scratch / name for name in ("instrumented.wasm", "profiled.bin"))
    wasm.write_bytes(instrument(whole))
    memory.write_bytes(image.memory)
    everything = [json.dumps(request) for request in requests()]

    def called_by(share: int) -> set[int]:
        asked, found = (scratch / f"{name}-{share}.json" for name in ("requests", "profile"))
        asked.write_text(json.dumps(everything[share::SHARES]))
        run_node("profile.mjs", *map(str, (wasm, memory, image.ring, asked, found)))
        return set(json.loads(found.read_text()))

    with ThreadPoolExecutor(SHARES) as pool:  # of programs that run side by side
        return set().union(*pool.map(called_by, range(SHARES)))


def requests() -> Iterator[dict[str, Any]]:
    """All that a page may want, of usual, typical and wrong answers, each in one language."""
    guide = load_guide()
    for scenario, language in zip(guide.scenarios.values(), cycle(guide.languages)):
        for want in ("result", *DEFERRED):
            yield {"lang": language, "state": urlencode(scenario.answers), "want": want}
    for state, language in zip(("", TYPICAL, FAULTY), cycle(guide.languages)):
        cases = [{"name": "a", "state": ""}, {"name": "b", "state": state}]
        asked = {"lang": language, "state": state, "cases": cases}
        for want in WANTED:
            for form in FORMS if want == "download" else FORMS[:1]:
                for text in FILES if want == "upload" else FILES[:1]:
                    yield {**asked, "want": want, "form": form, "text": text}
