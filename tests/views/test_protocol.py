"""The messages between page and Python are as docs/types/protocol.d.ts declares them to scripts."""

import json
import re

import pytest

from service_structure import load_guide
from service_structure.views.bridge import WANTED, handle
from service_structure.views.deferred import DEFERRED
from tests.support import ROOT

PROTOCOL = (ROOT / "docs" / "types" / "protocol.d.ts").read_text("utf-8")
FRAGMENT = "regions=many&n.aht=275&w.cost=21"
FIELDS = re.compile(r"^  (\w+)(\??):", re.MULTILINE)


def body(name: str) -> str:
    """What stands in the braces of an interface."""
    (found,) = re.findall(rf"^export interface {name} \{{\n(.*?)^\}}", PROTOCOL, re.DOTALL | re.M)
    return str(found)


def fields(name: str) -> set[str]:
    return {field for field, _ in FIELDS.findall(body(name))}


def ask(**request: object) -> dict[str, object]:
    answer: dict[str, object] = json.loads(handle(json.dumps({"lang": "en", **request})))
    return answer


def test_every_kind_of_request_is_declared() -> None:
    assert fields("Kinds") == WANTED.keys()
    (parts,) = re.findall(r"^export type Part =([^;]+);", PROTOCOL, re.MULTILINE)
    assert re.findall(r'"(\w+)"', parts) == list(DEFERRED)


def test_a_result_has_the_declared_fields() -> None:
    result = ask(want="result", state=FRAGMENT)
    assert result.keys() == fields("Result")
    declared = dict(FIELDS.findall(body("Field")))
    for name, field in dict(result["fields"]).items():  # type: ignore[call-overload]
        required = {key for key, optional in declared.items() if not optional}
        assert required <= field.keys() <= declared.keys(), name


@pytest.mark.parametrize(
    ("request_", "declared"),
    [
        *(({"want": part, "state": FRAGMENT}, "Completion") for part in DEFERRED),
        ({"want": "alike", "state": FRAGMENT, "precedents": "[]"}, "Completion"),
        ({"want": "upload", "text": "{}"}, "Opened"),
        *(
            ({"want": "download", "state": FRAGMENT, "form": form}, "SavedFile")
            for form in ("json", "csv", "markdown", "memo")
        ),
    ],
    ids=lambda value: str(value.get("form", value["want"])) if isinstance(value, dict) else "",
)
def test_a_response_has_the_declared_fields(request_: dict[str, object], declared: str) -> None:
    assert ask(**request_).keys() == fields(declared)


def test_a_response_declared_in_its_kind_has_its_fields() -> None:
    cases = [{"name": "a", "state": ""}, {"name": "b", "state": FRAGMENT}]
    (declared,) = re.findall(r"^  comparison: .*response: \{ (.+?) \} \};", PROTOCOL, re.MULTILINE)
    assert ask(want="comparison", cases=cases).keys() == set(re.findall(r"(\w+):", declared))


@pytest.mark.parametrize("form", ["memo", "markdown"])
def test_a_memo_names_the_scenario_of_the_request(form: str) -> None:
    text = ask(want="download", state=FRAGMENT, form=form, scenario="Growth")["text"]
    assert load_guide().say("paper_scenario", "en", name="Growth") in str(text)


def test_a_scenario_too_many_is_named_and_not_compared() -> None:
    names = [*(f"Case {n}" for n in range(1, 5)), "R&D"]
    html = str(
        ask(want="comparison", cases=[{"name": name, "state": ""} for name in names])["html"]
    )
    assert [name for name in names if f">{name}</th>" in html] == names[:4]
    message = load_guide().say("compare_left_out", "en", most=4, names="R&amp;D")
    assert message in html.replace("\N{NO-BREAK SPACE}", " ")
