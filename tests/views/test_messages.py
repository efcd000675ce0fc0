"""Messages of pages, of the form and of the command line stay out of Python in the browser."""

import re
import tomllib

import pytest

from hooks.warm_up import FORM
from tests.support import ROOT


@pytest.mark.parametrize("folder", ["commands", "pages", "papers"])
def test_no_result_names_a_message_of_others(folder: str) -> None:
    """Python in the browser comes without those of pages, of the form and of the command line."""
    theirs = {
        message
        for path in (ROOT / "calculator" / "guide" / "messages" / folder).glob("*.toml")
        for message in tomllib.loads(path.read_text("utf-8"))
    }
    package = ROOT / "calculator" / "service_structure"
    views = "\n".join(
        path.read_text("utf-8")
        for path in package.rglob("*")
        if path.suffix in {".jinja", ".py"}
        and not {package / "commands", package / folder} & {*path.parents}
        and (path.suffix == ".py" or path.name.partition(".")[0] not in FORM)
    )
    named = set(re.findall(r"""["'](\w+)(?=["'])""", views))
    assert theirs
    assert not theirs & named, "move these to a file of messages/ itself"
    begun = tuple(re.findall(r"""f?"([a-z_]+_)(?:\{|" ~)""", views))
    assert "delta_" in begun
    assert not {message for message in theirs if message.startswith(begun)}
