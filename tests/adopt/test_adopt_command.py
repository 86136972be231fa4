"""`talend-processing adopt`: the errors for invalid input and for a `pulumi` that is too old."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell_scripts import write_script

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit


def pulumi_that_prints(folder: Path, version: str) -> str:
    """Write a `pulumi` that only prints its version, and return its folder for PATH."""
    write_script(folder / "pulumi", f"echo '{version}'")
    return str(folder)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("v3.253.0", "pulumi v3.253.0 is too old"),
        ("2.25.2", "pulumi 2.25.2 is too old"),
        ("", "`pulumi version` printed '', not a version"),
    ],
)
def test_an_old_pulumi_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    version: str,
    expected: str,
) -> None:
    monkeypatch.setenv("PATH", pulumi_that_prints(tmp_path, version))
    assert cli.main(["adopt", "--folder", str(tmp_path), "--yes"]) == Exit.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert expected in line
    assert line.endswith("install 3.254 or newer")
    assert [path.name for path in tmp_path.iterdir()] == ["pulumi"]


def test_invalid_input_is_reported_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = pulumi_that_prints(tmp_path / "bin", "v3.254.0")
    file = tmp_path / "file"
    file.write_text("not a state")
    for search_path, arguments, expected in (
        ("", [], "there is no pulumi on PATH"),
        (path, ["--folder", str(tmp_path / "none")], "none does not exist"),
        (path, ["--folder", str(file)], "file is not a folder"),
        (path, ["--also-managed", str(tmp_path / "none")], "cannot be read"),
        (path, ["--also-managed", str(file)], "line 1: it is not JSON"),
        (path, ["--also-managed", "-", "--also-managed", "-"], "only one document can be read from stdin"),
        (path, ["--stack", ""], "--stack. It is empty."),
    ):
        monkeypatch.setenv("PATH", search_path)
        assert cli.main(["adopt", *arguments]) == Exit.USAGE, arguments
        (line,) = capsys.readouterr().err.splitlines()
        assert expected in line
