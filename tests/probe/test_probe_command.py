"""`talend-processing probe`, as a process: what it prints, asks and leaves after a signal."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from waiting import PATIENCE, until

from talend_processing.cli.app import main
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.slow


PLACE = ("--environment", "development", "--workspace", "Shared")
ENGINES = "/processing/runtimes/remote-engines"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Simulator]:
    with Simulator() as running:
        monkeypatch.setenv("TALEND_API_URL", running.url)
        monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
        monkeypatch.chdir(tmp_path)
        yield running


def run(*arguments: str) -> int:
    return main(["probe", *arguments])


def objects(simulator: Simulator) -> dict[str, Any]:
    state = simulator.state()
    tables = ("clusters", "remoteEngines", "runProfiles", "pipelineEngines", "pipelineRunProfiles")
    return {table: state[table] for table in tables}


def test_the_probe_writes_a_report_and_leaves_nothing(
    account: Simulator, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    before = objects(account)
    assert run(*PLACE, "--yes", "--only", "list_order", "--only", "name_blanks") == Exit.SUCCESS
    printed = capsys.readouterr()
    assert "list_order" in printed.out
    assert "about" in printed.err
    report = yaml.safe_load((tmp_path / "talend-probe.yaml").read_text())
    assert {one["rule"]: one["observed"] for one in report["rules"]} == {
        "list_order": "created",
        "name_blanks": "keep",
    }
    assert report["complete"] is False
    assert objects(account) == before
    assert [path.name for path in tmp_path.iterdir()] == ["talend-probe.yaml"]


def test_a_probe_of_some_rules_does_not_overwrite_a_report_of_others(
    account: Simulator, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path, only = tmp_path / "talend-probe.yaml", ("--only", "name_blanks")
    text = "rules:\n- {rule: list_order, observed: name}\n- {rule: name_case, notObserved: why}\n"
    path.write_text(text)
    assert run(*PLACE, "--yes", *only) == Exit.USAGE
    assert "talend-probe.yaml: with --only, the new report would lose the other rule list_order" in (
        capsys.readouterr().err
    )
    assert path.read_text() == text
    assert account.journal() == []
    for _ in range(2):  # the second report has the same rules as the first
        assert run(*PLACE, "--yes", *only, "--report", "blanks.yaml") == Exit.SUCCESS
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (PLACE, "Give --yes to confirm in advance"),
        (("--yes",), "--environment and --workspace are required"),
        (("--yes", *PLACE, "--only", "colour"), "--only colour: no experiment observes this rule"),
        (("--yes", "--environment", "production", "--workspace", "Shared"), "looks like production"),
        (("--yes", *PLACE, "--other-environment", "production"), "looks like production"),
        (
            ("--yes", "--environment", "none", "--workspace", "Shared"),
            "the credentials see no workspace in it",
        ),
        (("--yes", "--environment", "development", "--workspace", "None"), "Existing ones: Finance, Shared"),
        (("--yes", *PLACE, "--other-workspace", "None"), "no workspace has the name None"),
        (("--yes", *PLACE, "--report", "none/report.yaml"), "the run log cannot be written"),
    ],
)
def test_wrong_arguments_end_before_anything_is_created(
    account: Simulator,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    expected: str,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())  # no terminal
    assert run(*arguments) in {Exit.USAGE, Exit.FAILED}
    assert expected in capsys.readouterr().err
    assert not [one for one in account.journal() if one["method"] != "GET"]


def test_a_production_environment_needs_the_option_i_know(account: Simulator) -> None:
    arguments = ("--environment", "production", "--workspace", "Shared", "--only", "name_blanks", "--yes")
    assert run(*arguments) == Exit.USAGE
    assert run(*arguments, "--i-know") == Exit.SUCCESS


def test_a_clean_up_of_an_account_without_leftovers_deletes_nothing(
    account: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--clean-up", "--yes") == Exit.SUCCESS
    assert "nothing to delete" in capsys.readouterr().err
    assert not [one for one in account.journal() if one["method"] == "DELETE"]


def started(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "talend_processing", "probe", *PLACE, "--yes"]
    return subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def wait_for_the_create_of_an_engine(account: Simulator) -> None:
    until(lambda: any(one["method"] == "POST" and one["path"] == ENGINES for one in account.journal()))


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_probe_and_its_objects_are_removed(
    account: Simulator, tmp_path: Path, number: signal.Signals
) -> None:
    before = objects(account)
    account.fault("POST", ENGINES, kind="hold-after")
    process = started(tmp_path)
    wait_for_the_create_of_an_engine(account)
    process.send_signal(number)
    account.release()
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == Exit.FAILED, err
    assert "interrupted: removing the created objects" in err
    assert "the probe was interrupted before" in out
    assert "Traceback" not in err
    assert objects(account) == before
    assert not list(tmp_path.glob("*.log"))


def test_a_probe_that_ends_early_keeps_a_report_with_more_rules(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, partial = tmp_path / "talend-probe.yaml", tmp_path / "talend-probe-partial.yaml"
    text = "rules:\n- {rule: name_case, observed: same}\n"
    path.write_text(text)
    account.fault(kind="status", status=401, skip=5, count=None)
    assert run(*PLACE, "--yes") == Exit.FAILED
    assert f"{path.name} is kept" in capsys.readouterr().err
    assert path.read_text() == text
    report = yaml.safe_load(partial.read_text())
    assert report["complete"] is False
    assert "name_case" in {one["rule"] for one in report["rules"] if "notObserved" in one}


def test_a_clean_up_removes_the_leftovers_of_a_killed_probe(
    account: Simulator, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = objects(account)
    account.fault("POST", ENGINES, kind="hold-after")
    process = started(tmp_path)
    wait_for_the_create_of_an_engine(account)
    process.kill()
    process.communicate(timeout=PATIENCE)
    account.release()
    assert objects(account) != before
    assert list(tmp_path.glob("*.log"))
    assert run("--clean-up", "--yes") == Exit.SUCCESS
    assert "deleted Remote Engine talend-probe-" in capsys.readouterr().err
    assert objects(account) == before
    assert not list(tmp_path.glob("*.log"))


def test_check_names_the_report_that_a_simulator_uses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("format: 1\nrules:\n- {rule: list_order, observed: name}\n")
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    with Simulator(rules=path) as simulator:
        monkeypatch.setenv("TALEND_API_URL", simulator.url)
        assert main(["check"]) == Exit.SUCCESS
    expected = "simulator, started with the rules of ours.yaml; 1 of the rules differ from the defaults"
    assert expected in capsys.readouterr().out
