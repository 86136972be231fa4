"""`talend-processing review`: its exit codes, its output, and its calls to the account."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from previews import document, engine, profile

from talend_processing.cli.app import main
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator


def review(source: str, **options: object) -> int:
    """Run the command with options as on a command line."""
    given = [f"--{name.replace('_', '-')}={value}" for name, value in options.items() if value is not True]
    flags = [f"--{name}" for name, value in options.items() if value is True]
    return main(["review", source, *given, *flags])


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ACCESS_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "REGION", "API_URL"):
        monkeypatch.delenv(f"TALEND_{name}", raising=False)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def preview(folder: Path, *steps: dict[str, Any], encoding: str = "utf-8") -> str:
    path = folder / "preview.json"
    path.write_text(document(*steps), encoding=encoding)
    return str(path)


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("high", Exit.SUCCESS), ("medium", Exit.RISK), ("low", Exit.RISK), ("never", Exit.SUCCESS)],
)
def test_the_threshold_decides_the_exit_code(tmp_path: Path, fail_on: str, code: Exit) -> None:
    change = profile("update", "heap", (["-Xmx1g"], ["-Xmx2g"]), of="etl")
    assert review(preview(tmp_path, change), fail_on=fail_on) == code


@pytest.mark.parametrize("form", ["markdown", "json", "sarif", "terminal"])
def test_a_file_gets_the_same_output_as_stdout(
    tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, output = preview(tmp_path, engine("delete", "etl")), tmp_path / "out"
    assert review(source, format=form) == Exit.SUCCESS
    printed = capsys.readouterr().out
    assert review(source, format=form, output=output) == Exit.SUCCESS
    assert output.read_text(encoding="utf-8") == printed
    assert "engine-deleted" in printed or "is deleted" in printed
    assert capsys.readouterr().out == ""


def test_long_names_do_not_widen_the_report_on_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "x" * 255
    steps = engine("delete", long), profile("update", long, (["-Xmx1g"], ["-Xmx2g"]), of="etl")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert review(preview(tmp_path, *steps)) == Exit.SUCCESS
    lines = re.sub(r"\x1b\[[\d;]*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, lines)) <= 100
    risks = [line.partition(" ")[0] for line in lines if line[:1].strip()]
    assert {"high", "medium"} <= set(risks), "the risks keep their column"


def test_a_preview_comes_from_stdin(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = document(engine("delete", "etl")).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert review("-", format="json") == Exit.SUCCESS
    assert json.loads(capsys.readouterr().out)["risk"] == "high"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_redirected_by_windows_is_read(tmp_path: Path, encoding: str) -> None:
    source = preview(tmp_path, engine("delete", "etl"), encoding=encoding)
    assert review(source, fail_on="high") == Exit.RISK


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\xfa", b'{"steps": [', b"\x00\x80"])
def test_bad_input_is_one_line_and_code_2(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "preview.json"
    path.write_bytes(content)
    assert review(str(path)) == Exit.USAGE
    printed = capsys.readouterr()
    assert printed.err.startswith(f"error: {path}")
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_a_missing_file_and_a_missing_folder_are_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review(str(tmp_path / "none.json")) == Exit.USAGE
    assert "cannot be read: No such file" in capsys.readouterr().err
    source = preview(tmp_path, engine("delete", "etl"))
    assert review(source, format="json", output=tmp_path / "none" / "out") == Exit.USAGE
    assert "cannot be written: No such file" in capsys.readouterr().err


def _notes(source: str, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    assert review(source, format="json", **options) == Exit.SUCCESS
    return " ".join(json.loads(capsys.readouterr().out)["notes"])


def test_a_note_says_why_live_facts_are_missing(
    tmp_path: Path,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    gone = engine("delete", "etl")
    source = preview(tmp_path, gone)
    assert "no environment variable contains credentials" in _notes(source, capsys)
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up")
    assert "--offline was given" in _notes(source, capsys, offline=True)
    assert _notes(source, capsys, api_url=simulator.url) == ""
    simulator.fault(kind="status", status=401, count=None)
    assert "live facts are missing:" in _notes(source, capsys, api_url=simulator.url)
    gone["oldState"]["outputs"]["__apiUrl"] = "https://api.eu.cloud.talend.com"
    asked = len(simulator.journal())
    note = _notes(preview(tmp_path, gone), capsys, api_url=simulator.url)
    assert "the stack was created at https://api.eu.cloud.talend.com" in note
    here = engine("same", "here")
    here["oldState"]["outputs"]["__apiUrl"] = simulator.url
    mixed = _notes(preview(tmp_path, gone, here), capsys, api_url=simulator.url)
    assert "the stack was created at https://api.eu.cloud.talend.com" in mixed
    assert len(simulator.journal()) == asked, "the token is sent nowhere"


def test_an_invalid_setting_is_one_line_and_code_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up")
    source = preview(tmp_path, engine("delete", "etl"))
    assert review(source) == Exit.USAGE, "no region"
    assert review(source, region="eu", api_url="http://127.0.0.1:1") == Exit.USAGE
    assert review(source, api_url="nowhere") == Exit.USAGE
    lines = capsys.readouterr().err.splitlines()
    assert [line.startswith("error: ") for line in lines] == [True] * 3


@pytest.mark.parametrize(
    ("steps", "paths"),
    [
        ([engine("same", "etl")], []),
        ([engine("create", "etl")], ["/orchestration/environments"]),
        (
            [engine("delete", "etl")],
            ["/processing/runtimes/remote-engines", "/processing/executables/tasks/executions"],
        ),
    ],
    ids=["nothing", "create", "delete"],
)
def test_only_facts_that_a_change_depends_on_are_read(
    steps: list[dict[str, Any]],
    paths: list[str],
    tmp_path: Path,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up")
    assert review(preview(tmp_path, *steps), api_url=simulator.url, format="json") == Exit.SUCCESS
    assert [(one["method"], one["path"]) for one in simulator.journal()] == [("GET", path) for path in paths]


def test_a_long_run_is_counted_after_a_thousand_newer_ones(
    tmp_path: Path,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up")
    account = simulator.state()
    account["remoteEngines"].append(
        {"id": "id-of-etl", "name": "etl", "workspaceId": "5f0000000000000000000004", "status": "PAIRED"}
    )
    now = _now(simulator)
    task = "5a0000000000000000000001"
    account["taskExecutions"] = [
        {
            "taskId": task,
            "status": "executing",
            "triggered": now - 600_000_000,
            "due": 2**42,
            "engineId": "id-of-etl",
        },
        *[
            {"taskId": task, "status": "execution_successful", "triggered": at, "finished": at}
            for at in range(now - 360_000_000, now, 360_000_000 // 1100)
        ],
    ]
    simulator.load(account)
    review(preview(tmp_path, engine("delete", "etl")), api_url=simulator.url, format="json")
    report = json.loads(capsys.readouterr().out)
    assert "live: 1 execution in flight" in report["findings"][0]["details"]
    assert "only the latest 1000 executions" in " ".join(report["notes"])
    assert {one["method"] for one in simulator.journal()} == {"GET"}
    assert len(simulator.journal()) <= 20


def _now(simulator: Simulator) -> int:
    return int(datetime.fromisoformat(simulator.clock()["now"]).timestamp() * 1000)
