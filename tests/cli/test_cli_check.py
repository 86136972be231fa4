"""`check`: the clock, the versions and the permissions to read."""

from __future__ import annotations

import json
import platform
import re
import socket
import time
from pathlib import Path

import pytest
from shell_scripts import write_script

import talend_processing
from talend_processing.cli import app as cli
from talend_processing.cli.check import clock
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Clock, Simulator

pytestmark = pytest.mark.usefixtures("simulator")


@pytest.mark.posix
@pytest.mark.parametrize(
    ("text", "expected"),
    [("echo v3.999.0", "3.999.0"), ("exit 3", "does not print its version (CalledProcessError)")],
)
def test_the_versions_are_shown(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str,
    expected: str,
) -> None:
    write_script(tmp_path / "pulumi", text)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["check", "--json"]) == Exit.SUCCESS
    versions = json.loads(capsys.readouterr().out)["versions"]
    assert versions["talend-processing"] == talend_processing.__version__
    assert versions["Python"] == platform.python_version()
    assert versions["pulumi"].endswith(expected)


def test_a_missing_pulumi_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["check"]) == Exit.SUCCESS
    assert "pulumi             not on PATH\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(0.0, "correct "), (-1.2, "correct "), (90.4, "90 s behind "), (-61.0, "61 s ahead of ")],
)
def test_a_wrong_clock_is_reported(ahead: float, expected: str) -> None:
    assert clock(ahead).startswith(expected)


@pytest.mark.parametrize(
    ("ahead", "expected"), [(0, "correct "), (7200, "(7199|7200) s behind "), (-90, "(90|91) s ahead of ")]
)
def test_check_compares_the_clock_with_that_of_the_api(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ahead: int, expected: str
) -> None:
    with Simulator(clock=Clock(lambda: time.time() + ahead)) as simulator:
        monkeypatch.setenv("TALEND_API_URL", simulator.url)
        assert cli.main(["check"]) == Exit.SUCCESS
    assert re.search(f"\nclock              {expected}", capsys.readouterr().out)


def test_an_error_of_every_call_is_shown_once(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.load({"tokens": [{"token": "another", "permissions": []}]})
    assert cli.main(["check"]) == Exit.FAILED
    printed = capsys.readouterr().out
    assert printed.count("cannot be read: ") == 1
    assert printed.count("not tried after an earlier error\n") == 4
    assert "clock              not compared\n" in printed
    assert len(simulator.journal()) == 1
    assert cli.main(["check", "--json"]) == Exit.FAILED
    assert json.loads(capsys.readouterr().out)["clockBehindSeconds"] is None


def test_an_unknown_region_fails_at_once_with_one_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def getaddrinfo(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.delenv("TALEND_API_URL")
    monkeypatch.setenv("TALEND_REGION", "jp")
    assert cli.main(["check"]) == Exit.FAILED
    shown = capsys.readouterr()
    assert shown.err.startswith('warning: Region "jp" is unknown: Talend documents eu, us, ap, au, us-west')
    assert 'which Talend calls "ap"' in shown.err
    assert shown.err.count("\n") == 1
    assert shown.out.count("no host has the name api.jp.cloud.talend.com") == 1


def test_a_missing_permission_is_reported_for_each_kind(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.load({"tokens": [{"token": "made-up-token", "permissions": ["TMC_CLUSTER_MANAGEMENT"]}]})
    assert cli.main(["check"]) == Exit.FAILED
    printed = capsys.readouterr().out
    assert printed.count("The token needs TMC_ENVIRONMENT_MANAGEMENT\n") == 2
    assert "Remote Engines     0\n" in printed


def test_check_counts_what_the_credentials_may_read(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--json"]) == Exit.SUCCESS
    text = capsys.readouterr().out
    report = json.loads(text)
    assert report["reads"]["environments"] == len(simulator.state()["environments"])
    assert report["writes"] == "unknown"
    assert "made-up-token" not in text


def test_check_names_refused_reads_and_fails(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault(kind="status", status=401, count=None)
    assert cli.main(["check"]) == Exit.FAILED
    text = capsys.readouterr().out
    assert "environments       cannot be read: " in text
    assert "401" in text
    assert "made-up-token" not in text
