"""What is left out of the snapshot is not missed: results are those of the whole guide."""

import json
import subprocess
import sys

from hooks.application import CALCULATOR
from hooks.warm_up import READERS
from service_structure.views.bridge import handle
from tests.support import ROOT

SCRIPT = """
import json, sys
from hooks import warm_up
from service_structure.views.bridge import handle
requests = json.load(sys.stdin)
warm_up.load(None)
warm_up.warm_up()
print(json.dumps([json.loads(handle(request)) for request in requests]))
"""
"""As Python in the browser is made ready, but for templates that are compiled beforehand."""


def test_results_after_the_warm_up_are_those_before() -> None:
    requests = list(CALCULATOR.requests())[::5]  # some of every kind: all take half a minute
    assert len(requests) > 50
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [json.loads(handle(request)) for request in requests]


def test_what_only_reads_and_checks_the_guide_is_left_out() -> None:
    """Whoever moves a module names it in the warm-up."""
    script = """
import sys
from hooks import warm_up
kept = {name for name in sys.modules if name.startswith("service_structure.")}
warm_up.load(None)
print(*sorted(kept - sys.modules.keys()))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    gone = [f"service_structure.source.{name}" for name in sorted(READERS)]
    assert done.stdout.split() == gone
