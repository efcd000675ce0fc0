"""Messages of pages, of the form and of the command line stay out of Python in the browser."""

import re
import tomllib
from inspect import getsource

import pytest

from hooks.warm_up import FORM
from service_structure.case.case import parse_case
from service_structure.case.files import NotRead, read_json, what_it_is
from tests.support import ROOT

FILE = "file_"
"""How the messages on files begin: a result opens but the text of a case, the command line all."""


def test_what_is_wrong_with_the_text_of_a_case_can_be_said_by_the_form() -> None:
    folder = ROOT / "calculator" / "guide" / "messages"
    there = {name for p in folder.glob("*.toml") for name in tomllib.loads(p.read_text("utf-8"))}
    told = "".join([getsource(own) for own in (parse_case, read_json, what_it_is, NotRead)])
    kinds = re.findall(r"""file_fault\("(\w+)""", told)
    assert {"json_syntax", "table"} <= {*kinds}
    assert {f"{FILE}{kind}" for kind in kinds} | {"file_not_read"} <= there


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
    begun = tuple(set(re.findall(r"""f?"([a-z_]+_)(?:\{|" ~)""", views)) - {FILE})
    assert "delta_" in begun
    assert not {message for message in theirs if message.startswith(begun)}
