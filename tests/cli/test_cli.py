"""The command line: what it prints and the exit codes it promises."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from talend_processing import cli
from talend_processing.simulator import Simulator

TOKEN = "made-up-token"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


def checked(environ: dict[str, str], *, as_json: bool = False) -> tuple[int, str]:
    out = io.StringIO()
    return cli.check({}, environ, out, as_json=as_json), out.getvalue()


def test_check_counts_what_the_credentials_may_read(simulator: Simulator) -> None:
    code, text = checked({"TALEND_API_URL": simulator.url, "TALEND_ACCESS_TOKEN": TOKEN}, as_json=True)
    report = json.loads(text)
    assert code == 0
    assert report["reads"]["environments"] == len(simulator.state()["environments"])
    assert report["writes"] == "unknown"
    assert TOKEN not in text


def test_check_says_what_was_refused_and_fails(simulator: Simulator) -> None:
    simulator.fault(kind="status", status=401, count=None)
    code, text = checked({"TALEND_API_URL": simulator.url, "TALEND_ACCESS_TOKEN": TOKEN})
    assert code == 1
    assert "environments      cannot be read: " in text
    assert "401" in text
    assert TOKEN not in text


def test_without_credentials_it_says_what_to_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert checked({"TALEND_REGION": "eu"}) == (2, "")
    assert capsys.readouterr().err.startswith("error: No Talend credentials: set TALEND_ACCESS_TOKEN")


def test_an_unknown_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", "--colour"])
    assert ended.value.code == 2
    assert "unrecognized arguments: --colour" in capsys.readouterr().err


def test_the_simulator_serves_until_it_is_told_to_stop() -> None:
    command = [sys.executable, "-c", "import sys; from talend_processing import cli; sys.exit(cli.main())"]
    with subprocess.Popen(
        [*command, "simulator", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        assert served.stderr is not None
        assert served.stdout.readline().startswith("listening on http://127.0.0.1:")
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=20) == 0
        assert served.stderr.read() == ""
