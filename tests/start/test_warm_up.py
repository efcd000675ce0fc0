"""What is left out of the snapshot is not missed: results are those of the whole guide."""

import json
import subprocess
import sys

from hooks.application import CALCULATOR
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
    requests = list(CALCULATOR.requests())
    assert len(requests) > 4
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
