"""The command line in general: wrong arguments, exit codes and missing extras."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from waiting import PATIENCE

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.simulator import Simulator

TASK = "5a0000000000000000000001"
PLAN, PROMOTION = "9f0b1c5e-0000-4000-8000-000000000001", "5b0000000000000000000001"


def test_no_two_exit_codes_are_the_same() -> None:
    assert len(Exit.__members__) == len(list(Exit)), "an enumeration makes the second of two an alias"


def test_without_credentials_the_error_names_the_variables(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("TALEND_ACCESS_TOKEN", "TALEND_CLIENT_ID", "TALEND_CLIENT_SECRET", "TALEND_API_URL"):
        monkeypatch.delenv(name, raising=False)
    assert cli.main(["check", "--region", "eu"]) == Exit.USAGE
    assert capsys.readouterr().err.startswith("error: No Talend credentials: set TALEND_ACCESS_TOKEN")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "--colour"], "Unknown option: --colour"),
        (["run", "job", TASK], 'Unknown command "job"'),
        (["bogus"], "drift, graph, ... See `talend-processing --help`"),
        (["list", "remote-engines"], 'Did you mean "pipeline-engines"? See `talend-processing list --help`'),
        (["list", "rooms"], 'Invalid value "rooms"'),
        (["list", "engines", "--region", ""], "--region. It is empty."),
        (["list", "engines", "--region", "EU"], "--region is not a valid region id"),
        (["check", "--api-url", "http://127.0.0.1", "--region", "eu"], "but --api-url says http://127.0.0.1"),
        (["drift", "--stack", ""], "--stack. It is empty."),
        (["get", "engine", ""], "OBJECT_ID. It is empty."),
        (["simulator", "--host", ""], "--host. It is empty."),
        (["drift", "-", "--also-managed", "-"], "only one document can be read from stdin"),
        (["review", ""], "PREVIEW. It is empty."),
        (["review", "preview.json", "--state", ""], "--state. It is empty."),
        (["review", "-", "--state", "-"], "only one document can be read from stdin"),
    ],
)
def test_a_wrong_command_line_is_a_usage_error(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == Exit.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert says in line


@pytest.mark.parametrize("arguments", [[], ["run"]])
def test_without_a_command_the_commands_are_listed(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == Exit.USAGE
    assert "Commands" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["task", TASK, "--execution-id", ""], "--execution-id. It is empty."),
        (["plan", PLAN, "--resume-from", " "], "--resume-from. It is empty."),
        (["task", ""], "EXECUTABLE. It is empty."),
        (["promotion", PROMOTION, "--artifact-type", "FLOW", "--artifact-id", ""], "It is empty."),
        (["task", TASK, "--execution-id", "x", "--no-wait"], "omit one of them"),
        (["task", TASK, "--timeout", "0"], "0 is not a number of seconds above 0"),
        (["task", TASK, "--timeout", "nan"], "nan is not a number of seconds above 0"),
        (["task", TASK, "--timeout", "inf"], "inf is not a number of seconds above 0"),
        (["task", TASK, "--poll-interval", "-1"], "-1 is not a number of seconds above 0"),
        (["task", TASK, "--terminate-after", "0"], "0 is not a number of minutes above 0"),
        (["task", TASK, "--parameter", "NAME"], "'NAME' is not NAME=VALUE"),
        (["task", TASK, "--parameter", "=x"], "'=x' is not NAME=VALUE"),
        (["task", TASK, "--parameter", "A=1", "--parameter", "A=2"], "A is given twice"),
        (["plan", PLAN, "--resume-step", "x"], "--resume-step needs --resume-from too"),
        (["plan", PLAN, "--only-failed"], "--only-failed needs --resume-from too"),
        (["promotion", PROMOTION, "--artifact-id", "x"], "--artifact-id needs --artifact-type too"),
        (["promotion", PROMOTION, "--artifact-type", "FLOW"], "--artifact-type needs --artifact-id too"),
        (["task", TASK, "more"], "Unexpected 'more'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_run_refuses_invalid_arguments_and_starts_nothing(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    assert cli.main(["run", *arguments]) == Exit.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert expected in line
    assert simulator.journal() == []


def test_a_missing_extra_is_named() -> None:
    # If sys.modules has None for a package, Python refuses to import it.
    program = (
        "import sys; sys.modules['cyclopts'] = None; sys.argv = ['talend-processing', 'simulator'];"
        " from talend_processing.__main__ import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == Exit.USAGE
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.endswith("pip install 'talend-processing[cli]'")


@pytest.mark.posix
def test_the_simulator_serves_until_it_is_stopped() -> None:
    command = [sys.executable, "-m", "talend_processing", "simulator", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        assert served.stderr is not None
        assert served.stdout.readline().startswith("listening on http://127.0.0.1:")
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=PATIENCE) == 0
        assert served.stderr.read() == ""
