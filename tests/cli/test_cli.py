"""The command line: its output and its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest
from waiting import PATIENCE

from talend_processing.cli import app as cli
from talend_processing.cli.shared.exits import Exit
from talend_processing.console import columns
from talend_processing.simulator import Simulator

TOKEN = "made-up-token"
TASK, FAILS = "5a0000000000000000000001", "5a0000000000000000000004"
PLAN, PROMOTION = "9f0b1c5e-0000-4000-8000-000000000001", "5b0000000000000000000001"
START = "/processing/executions"


def test_no_two_exit_codes_are_the_same() -> None:
    assert len(Exit.__members__) == len(list(Exit)), "an enumeration makes the second of two an alias"


def starts(simulator: Simulator) -> int:
    return sum(one["method"] == "POST" and one["path"].startswith(START) for one in simulator.journal())


def test_check_counts_what_the_credentials_may_read(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["check", "--json"]) == Exit.SUCCESS
    text = capsys.readouterr().out
    report = json.loads(text)
    assert report["reads"]["environments"] == len(simulator.state()["environments"])
    assert report["writes"] == "unknown"
    assert TOKEN not in text


def test_check_names_refused_reads_and_fails(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault(kind="status", status=401, count=None)
    assert cli.main(["check"]) == Exit.FAILED
    text = capsys.readouterr().out
    assert "environments       cannot be read: " in text
    assert "401" in text
    assert TOKEN not in text


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
        (["run", "task", TASK, "--timeout", "0"], "0 is not a number of seconds above 0"),
        (["run", "task", TASK, "--poll-interval", "-1"], "-1 is not a number of seconds above 0"),
        (["run", "task", TASK, "--timeout", "nan"], "nan is not a number of seconds above 0"),
        (["run", "task", TASK, "--terminate-after", "0"], "0 is not a number of minutes above 0"),
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
def test_without_a_command_it_says_which_there_are(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments) == Exit.USAGE
    assert "Commands" in capsys.readouterr().out


@pytest.mark.posix
def test_bash_completes_commands_arguments_and_options(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "bash"]) == Exit.SUCCESS
    script = capsys.readouterr().out
    for typed, completed in (
        ("talend-processing chec", "check"),
        ("talend-processing list tas", "tasks task-executions"),
        ("talend-processing dri", "drift"),
        ("talend-processing graph --form", "--format"),
        ("talend-processing run promotion --keep-target-res", "--keep-target-resources"),
    ):
        words = typed.split()
        quoted = " ".join(f"'{word}'" for word in words)
        asked = (
            f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1};"
            ' _talend_processing; echo "${COMPREPLY[@]}"'
        )
        done = subprocess.run(["bash", "-c", script + asked], capture_output=True, text=True, check=True)
        assert done.stdout.split() == completed.split()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["task", TASK, "--execution-id", ""], "--execution-id. It is empty."),
        (["plan", PLAN, "--resume-from", " "], "--resume-from. It is empty."),
        (["task", ""], "EXECUTABLE. It is empty."),
        (["promotion", PROMOTION, "--artifact-type", "FLOW", "--artifact-id", ""], "It is empty."),
        (["task", TASK, "--execution-id", "x", "--no-wait"], "omit one of them"),
        (["task", TASK, "--timeout", "0"], "0 is not a number of seconds above 0"),
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
def test_options_that_say_nothing_sensible_start_nothing(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert cli.main(["run", *arguments]) == Exit.USAGE
    (line,) = capsys.readouterr().err.splitlines()
    assert told in line
    assert simulator.journal() == []


@pytest.mark.posix
def test_an_interrupted_start_is_looked_up_and_its_execution_printed(simulator: Simulator) -> None:
    simulator.fault("POST", START, kind="hold-after")
    with subprocess.Popen(
        [sys.executable, "-m", "talend_processing", "run", "task", TASK],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as command:
        while not simulator.state()["taskExecutions"]:
            assert command.poll() is None
        command.send_signal(signal.SIGINT)
        out, err = command.communicate(timeout=PATIENCE)
    (begun,) = simulator.state()["taskExecutions"]
    assert out == f"{begun['id']}\n"
    assert f"It has started: the list shows it\ntask {TASK}: execution {begun['id']}\n" in err
    assert command.returncode == Exit.FAILED
    assert starts(simulator) == 1


def test_an_execution_that_is_never_shown_is_waited_for_until_the_time_is_up(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault("GET", f"{START}/*", kind="status", status=404, count=None)
    quick = ["--poll-interval", "0.1", "--timeout", "0.3"]
    assert cli.main(["run", "task", TASK, *quick]) == Exit.TIMEOUT
    out, err = capsys.readouterr()
    assert "not listed yet after" in err
    assert f"wait for it with --execution-id {out.strip()}" in err
    assert cli.main(["run", "task", TASK, "--execution-id", out.strip(), *quick]) == Exit.NOT_FOUND
    assert starts(simulator) == 1


def test_a_promotion_waits_for_another_one_with_on_conflict_wait(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    promotions = f"{START}/promotions"
    quick = ["--timeout", "0.5", "--poll-interval", "0.05"]
    simulator.fault("POST", promotions, kind="status", status=409)
    assert cli.main(["run", "promotion", PROMOTION, *quick]) == Exit.REFUSED
    assert "Wait for the end of the promotion that is running" in capsys.readouterr().err
    simulator.fault("POST", promotions, kind="status", status=409)
    assert cli.main(["run", "promotion", PROMOTION, "--on-conflict", "wait", *quick]) == Exit.SUCCESS
    assert "refused with 409" in capsys.readouterr().err
    assert len(simulator.state()["promotionExecutions"]) == 1


def test_the_log_of_a_rejected_task_names_the_likely_cause(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fail(task=TASK, outcome="rejected")
    assert cli.main(["run", "task", TASK, "--poll-interval", "0.05"]) == Exit.FAILED
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("execution_rejected after ")
    assert last.endswith("likely cause: the engine is being drained or shut down")


def test_an_execution_that_is_not_known_yet_is_waited_for(simulator: Simulator) -> None:
    simulator.fault("GET", f"{START}/*", kind="status", status=404)
    assert cli.main(["run", "task", TASK, "--poll-interval", "0.2"]) == Exit.SUCCESS
    assert starts(simulator) == 1


SHELLS = {
    "bash": 'eval "$SCRIPT"; complete -p talend-processing',
    "zsh": 'autoload -U compinit; compinit -D; eval "$SCRIPT"; print $_comps[talend-processing]',
    "fish": "echo $SCRIPT | string collect | source; complete -C 'talend-processing run '",
}
"""What a shell must say of the commands once it has taken the script; bash is always there."""


@pytest.mark.posix
@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shell == "bash" or shutil.which(shell)])
def test_a_shell_accepts_the_printed_variables(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == Exit.SUCCESS
    script = capsys.readouterr().out
    done = subprocess.run(
        [shell, "-c", SHELLS[shell]],
        env={**os.environ, "SCRIPT": script},
        capture_output=True,
        text=True,
        check=True,
    )
    words = {"bash": "_talend_processing", "zsh": "_cyclopts_talend-processing", "fish": "promotion"}
    assert words[shell] in done.stdout
    assert done.stderr == ""


def test_the_scripts_for_zsh_and_fish_have_additions(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["completion", "zsh"])
    script = capsys.readouterr().out
    assert "\n_cyclopts_talend-processing() {" in script
    assert '  _cyclopts_talend-processing "$@"\nelse\n  compdef _cyclopts_talend-processing' in script
    cli.main(["completion", "fish"])
    assert "complete -c talend-processing -f -n" in capsys.readouterr().out


def test_a_missing_extra_is_named() -> None:
    # None in sys.modules is how Python itself says that a package cannot be imported.
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
    command = [
        sys.executable,
        "-c",
        "import sys; from talend_processing.cli import app as cli; sys.exit(cli.main())",
    ]
    with subprocess.Popen(
        [*command, "simulator", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stdout is not None
        assert served.stderr is not None
        assert served.stdout.readline().startswith("listening on http://127.0.0.1:")
        served.send_signal(signal.SIGINT)
        assert served.wait(timeout=PATIENCE) == 0
        assert served.stderr.read() == ""


@pytest.mark.parametrize("what", ["environments", "tasks", "plans", "run-profiles", "task-executions"])
def test_list_prints_a_table_or_json(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    assert cli.main(["list", what]) == Exit.SUCCESS
    lines = capsys.readouterr().out.splitlines()
    assert cli.main(["list", what, "--json"]) == Exit.SUCCESS
    found = json.loads(capsys.readouterr().out)
    assert len(lines) == (len(found) + 1 if found else 0)
    assert {one["method"] for one in simulator.journal()} <= {"GET", "POST"}


@pytest.mark.assumes(list_order="created")
@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_long_name_does_not_widen_the_table_on_a_terminal(
    simulator: Simulator,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    at_terminal: bool,
) -> None:
    account = simulator.state()
    long = {"name": "x" * 255, "workspaceId": "5f0000000000000000000004"}
    account["remoteEngines"] = [long, {**long, "name": "etl"}]
    simulator.load(account)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: at_terminal)
    assert cli.main(["list", "engines"]) == Exit.SUCCESS
    _, first, second = capsys.readouterr().out.splitlines()
    assert ("x" * 255 in first) is not at_terminal
    if at_terminal:
        assert len(first) <= 100
        assert "xx…  NOT_PAIRED" in first
        assert first.index("NOT_PAIRED") == second.index("NOT_PAIRED")


@pytest.mark.assumes(list_order="created")
@pytest.mark.parametrize("at_terminal", [True, False])
def test_a_table_stays_aligned_with_names_of_wide_characters(
    simulator: Simulator,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    *,
    at_terminal: bool,
) -> None:
    account = simulator.state()
    wide = {"name": "東京" * 40, "workspaceId": "5f0000000000000000000004"}
    account["remoteEngines"] = [wide, {**wide, "name": "etl"}]
    simulator.load(account)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: at_terminal)
    assert cli.main(["list", "engines"]) == Exit.SUCCESS
    _, first, second = capsys.readouterr().out.splitlines()
    assert columns(first.partition("NOT_PAIRED")[0]) == len(second.partition("NOT_PAIRED")[0])
    assert (columns(first) <= 100) is at_terminal


def test_get_and_list_show_no_key_and_report_missing_objects(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    place = {"workspaceId": "5f0000000000000000000004", "preAuthorizedKey": "made-up-key"}
    account = simulator.state()
    account["remoteEngines"].append({"id": "e1", "name": "one\n\x1b[2Jtwo", **place})
    simulator.load(account)
    for command in (["get", "engine", "e1"], ["list", "engines"], ["list", "engines", "--json"]):
        assert cli.main(command) == Exit.SUCCESS
        told = capsys.readouterr().out
        assert "e1" in told
        assert "preAuthorizedKey" not in told
        assert "\x1b" not in told
        assert command != ["list", "engines"] or len(told.splitlines()) == 2
    assert cli.main(["get", "engine", "0" * 24]) == Exit.NOT_FOUND
    assert "404" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "executable"), [("task", TASK), ("plan", PLAN), ("promotion", PROMOTION)])
def test_run_starts_once_and_waits(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], kind: str, executable: str
) -> None:
    assert cli.main(["run", kind, executable, "--poll-interval", "0.05", "--json"]) == Exit.SUCCESS
    told = json.loads(capsys.readouterr().out)
    assert told["exit"] == "SUCCESS"
    known = simulator.state()[f"{kind}Executions"]
    assert told["executionId"] in {one["id"] for one in known}
    again = ["run", kind, executable, "--execution-id", told["executionId"]]
    assert cli.main(again) == Exit.SUCCESS
    assert starts(simulator) == 1


def test_exit_codes_tell_how_a_run_ended(simulator: Simulator, capsys: pytest.CaptureFixture[str]) -> None:
    quick = ["--poll-interval", "0.05"]
    assert cli.main(["run", "task", FAILS, *quick]) == Exit.FAILED
    assert "no such table" in capsys.readouterr().err
    assert cli.main(["run", "task", "0" * 24]) == Exit.NOT_FOUND
    assert cli.main(["run", "plan", PLAN, "--resume-from", "0" * 8]) == Exit.NOT_FOUND
    simulator.fault("POST", START, kind="status", status=405)
    assert cli.main(["run", "task", TASK]) == Exit.REFUSED
    simulator.switch("execution_seconds", 3600)
    assert cli.main(["run", "task", TASK, "--timeout", "0.1", *quick]) == Exit.TIMEOUT
    assert "It continues: wait for it with --execution-id" in capsys.readouterr().err


@pytest.mark.parametrize("status", [401, 403])
def test_waiting_for_a_run_that_the_api_stops_showing_can_be_resumed(
    simulator: Simulator, capsys: pytest.CaptureFixture[str], status: int
) -> None:
    simulator.fault("GET", f"{START}/*", kind="status", status=status, count=None)
    quick = ["--poll-interval", "0.05"]
    assert cli.main(["run", "task", TASK, *quick]) == Exit.UNWATCHED == 10
    out, err = capsys.readouterr()
    assert str(status) in err
    assert f"continues. Correct that, then wait for it with --execution-id {out.strip()}" in err
    resume = ["run", "task", TASK, "--execution-id", out.strip(), *quick]
    assert cli.main([*resume, "--json"]) == Exit.UNWATCHED
    assert json.loads(capsys.readouterr().out) == {
        "executionId": out.strip(),
        "status": "",
        "exit": "UNWATCHED",
        "execution": {},
    }
    simulator.clear_faults()
    assert cli.main(resume) == Exit.SUCCESS
    assert starts(simulator) == 1


def test_a_lost_create_is_looked_up_and_never_repeated(
    simulator: Simulator, capsys: pytest.CaptureFixture[str]
) -> None:
    simulator.fault("POST", START, kind="drop-after")
    assert cli.main(["run", "task", TASK, "--poll-interval", "0.05"]) == Exit.SUCCESS
    simulator.fault("POST", f"{START}/promotions", kind="drop-after")
    assert cli.main(["run", "promotion", PROMOTION]) == Exit.UNKNOWN
    assert "wait for it with --execution-id" in capsys.readouterr().err
    assert starts(simulator) == 2
