"""Faulty data and stale translations stop a build; an editor at work is only warned."""

from pathlib import Path

import pytest
from mkdocs.exceptions import PluginError

from hooks import mkdocs_hook as adapter
from hooks.commands import build
from tests.support import DataCopy

MATRIX, CENTRALISED = "structures/matrix.toml", "structures/centralised.toml"


def test_faulty_data_stop_the_build_and_every_fault_is_named(
    copy: DataCopy,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    break_two(copy)
    monkeypatch.setattr(build, "GUIDE", copy.folder)
    assert build.main(["--into", str(tmp_path / "site")]) == 1
    out = capsys.readouterr().out
    assert "structures/matrix.toml: matrix / statement flexible: strength: is 9; it must be" in out
    assert "factors/regions.toml: regions: group: " in out
    assert not (tmp_path / "site").exists()


def test_faulty_data_stop_a_build_of_one_language_as_well(
    copy: DataCopy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_two(copy)
    monkeypatch.setattr(adapter, "GUIDE", copy.folder)
    with pytest.raises(PluginError, match=r"2 fault\(s\)"):
        adapter._read(serving=False)
    assert len(caplog.records) == 2
    assert "matrix / statement flexible: strength" in caplog.text


def test_a_stale_translation_stops_the_build(
    copy: DataCopy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(adapter, "GUIDE", copy.folder)
    adapter._read(serving=False)
    copy.edit(CENTRALISED, '"Slow response"', '"Very slow response"')
    with pytest.raises(PluginError, match=r"1 fault\(s\)"):
        adapter._read(serving=False)
    assert "statements/slow_response/text: changed in en but not in ru" in caplog.text


def test_a_stale_translation_only_warns_an_editor_at_work(
    copy: DataCopy, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(adapter, "GUIDE", copy.folder)
    copy.edit(CENTRALISED, '"Slow response"', '"Very slow response"')
    assert adapter._read(serving=True).structures
    assert "statements/slow_response/text: changed in en but not in ru" in caplog.text


def break_two(copy: DataCopy) -> None:
    copy.edit(
        MATRIX,
        'criterion = "adaptability"\nstrength = 3',
        'criterion = "adaptability"\nstrength = 9',
    )
    copy.edit("factors/regions.toml", 'group = "scale"', 'group = "lots"')
