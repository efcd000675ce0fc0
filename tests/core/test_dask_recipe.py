"""The recipe docs/recipes/dask.md: on Dask the batch gives what the command gives."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service_structure import load_guide
from service_structure.commands import batch
from tests.support import ROOT

RECIPE = ROOT / "docs" / "recipes"
CSV = "id;size;regions\n1;large;many\n2;gigantic;one\n3;;\n"
JSONL = "".join(f'{{"id": {n}, "regions": "{r}"}}\n' for n, r in enumerate(["one", "many", "x"]))


def recipe(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RECIPE / "dask_batch.py"), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_part_gives_the_same_bytes_as_the_command(tmp_path: Path) -> None:
    parts = [tmp_path / "part-1.csv", tmp_path / "part-2.jsonl"]
    for part, content in zip(parts, (CSV, JSONL), strict=True):
        part.write_text(content, encoding="utf-8")
    done = recipe(tmp_path / "results", *parts)
    assert (done.returncode, done.stdout) == (1, "".join(f"{p}: 1 bad rows\n" for p in parts))
    for part in parts:
        batch.run(part, load_guide(), output=tmp_path / "expected")
        got = (tmp_path / "results" / part.name).read_bytes()
        assert got == (tmp_path / "expected").read_bytes()


def test_a_part_that_cannot_be_used_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "good.jsonl").write_text('{"regions": "one"}\n', encoding="utf-8")
    (tmp_path / "bad.csv").write_text("weather\nfine\n", encoding="utf-8")
    done = recipe(tmp_path / "results", tmp_path / "bad.csv", tmp_path / "good.jsonl")
    bad, good = done.stdout.splitlines()
    assert "none of these columns is known (weather)" in bad
    assert good == f"{tmp_path / 'good.jsonl'}: good"
    assert done.returncode == 1


def test_blocks_of_one_large_file_give_the_results_of_the_command_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(RECIPE)
    from dask_batch import as_json, batch_lines  # type: ignore[import-not-found]

    file = tmp_path / "companies.jsonl"
    file.write_text(JSONL * 20, encoding="utf-8")
    blocks = batch_lines(str(file), blocksize=200)
    assert blocks.npartitions > 5
    got = [json.loads(line) for line in blocks.map(as_json).compute(scheduler="sync")]

    batch.run(file, load_guide(), output=tmp_path / "expected")
    expected = [json.loads(line) for line in (tmp_path / "expected").open(encoding="utf-8")]
    for result in expected:
        del result["line"]
    assert got == expected
