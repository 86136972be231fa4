"""`review` on the command line: its exit codes; what it says has tests of its own."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from talend_processing import cli
from talend_processing.commands.exits import Exit

URN = "urn:pulumi:prod::shop::pulumi-python:dynamic/talend:RemoteEngine::etl"
DELETED = {"op": "delete", "urn": URN, "oldState": {"id": "1", "inputs": {"name": "etl"}, "outputs": {}}}


@pytest.fixture
def preview(tmp_path: Path) -> str:
    path = tmp_path / "preview.json"
    path.write_text(json.dumps({"steps": [DELETED]}))
    return str(path)


def test_no_two_exit_codes_are_the_same() -> None:
    assert len(Exit.__members__) == len(list(Exit)), "an enumeration makes the second of two an alias"


@pytest.mark.parametrize(("fail_on", "code"), [("never", Exit.SUCCESS), ("low", Exit.RISK)])
def test_a_risk_has_an_exit_code_of_its_own(
    preview: str, fail_on: str, code: Exit, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["review", preview, "--offline", "--fail-on", fail_on, "--format", "json"]) == code
    assert json.loads(capsys.readouterr().out)


def test_a_preview_may_come_over_stdin(
    preview: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(preview).read_bytes())))
    assert cli.main(["review", "-", "--offline"]) == Exit.SUCCESS
    assert "etl" in capsys.readouterr().out


def test_a_wrong_setting_and_a_file_that_is_not_there_are_one_line_each(
    preview: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    assert cli.main(["review", preview, "--api-url", "nowhere"]) == Exit.USAGE
    assert cli.main(["review", f"{preview}.missing"]) == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert [line.startswith("error: ") for line in lines] == [True, True]
