"""The language host that is built if Pulumi's own is not available, called over gRPC as by the engine."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2 as messages
from pulumi.runtime.proto.language_pb2_grpc import LanguageRuntimeStub
from shell_scripts import write_script

from tools.toolchain import cache, recipe

pytestmark = pytest.mark.slow

ENDS_IN_SECONDS = 10

TELLS_ITS_SIGNAL = """\
import os, signal
if os.fork():
    os.wait()
    os._exit(0)
ready, tell = os.pipe()
program = os.fork()
if program == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.write(tell, b".")
    while True:
        signal.pause()
os.setsid()
os.read(ready, 1)
print("up")
print(os.WTERMSIG(os.waitpid(program, 0)[1]))
"""
"""A program whose second process prints the signal that ended the third.

The second has left the process group, so the result does not depend on how fast a process handles a signal.
"""


@pytest.fixture
def binaries(engine: Path, tmp_path: Path) -> Path:
    """Return a folder with the built host alone."""
    note = engine.parent / cache.MARKER
    if not note.exists() or json.loads(note.read_text())["source"] != "build":
        pytest.skip("this machine has Pulumi's own language host, so none was built")
    folder = tmp_path / "bin"
    folder.mkdir()
    shutil.copy2(engine / recipe.LANGUAGE_HOST, folder)
    return folder


@pytest.fixture
def host(binaries: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = {**os.environ, "PULUMI_PYTHON_CMD": sys.executable}
    command = [str(binaries / recipe.LANGUAGE_HOST), "127.0.0.1:1"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as started:
        yield started
        started.kill()


@pytest.fixture
def runtime(host: "subprocess.Popen[str]") -> Iterator[LanguageRuntimeStub]:
    assert host.stdout is not None
    with grpc.insecure_channel(f"127.0.0.1:{host.stdout.readline().strip()}") as channel:
        yield LanguageRuntimeStub(channel)


def program(folder: Path, text: str, **options: str) -> messages.ProgramInfo:
    folder.mkdir(exist_ok=True)
    (folder / "__main__.py").write_text(text)
    chosen = Struct()
    chosen.update(options)
    return messages.ProgramInfo(
        root_directory=str(folder), program_directory=str(folder), entry_point=".", options=chosen
    )


def test_a_program_runs_with_its_configuration_in_its_folder(
    runtime: LanguageRuntimeStub, binaries: Path, host: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    (binaries / recipe.EXEC_SCRIPT).write_text(
        "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.environ['PULUMI_CONFIG'], os.getcwd()]))\n"
    )
    info = program(tmp_path / "project", "")
    request = messages.RunRequest(
        project="p",
        stack="s",
        pwd=str(tmp_path / "project"),
        monitor_address="127.0.0.1:2",
        dryRun=True,
        parallel=4,
        organization="o",
        config={"p:size": "3"},
        args=["--flag"],
        info=info,
    )
    assert runtime.Run(request) == messages.RunResponse()
    assert host.stdout is not None
    arguments, config, folder = json.loads(host.stdout.readline())
    given = dict(zip(arguments[:-2:2], arguments[1:-2:2], strict=True))
    assert given == {
        "--monitor": "127.0.0.1:2",
        "--engine": "127.0.0.1:1",
        "--project": "p",
        "--stack": "s",
        "--pwd": str(tmp_path / "project"),
        "--dry_run": "true",
        "--parallel": "4",
        "--organization": "o",
        "--root_directory": str(tmp_path / "project"),
    }
    assert arguments[-2:] == [str(tmp_path / "project"), "--flag"]
    assert (json.loads(config), folder) == ({"p:size": "3"}, str(tmp_path / "project"))


def test_a_program_without_configuration_gets_empty_settings(
    runtime: LanguageRuntimeStub, binaries: Path, host: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    (binaries / recipe.EXEC_SCRIPT).write_text(
        "import os\nprint(os.environ['PULUMI_CONFIG'], os.environ['PULUMI_CONFIG_SECRET_KEYS'])\n"
    )
    runtime.Run(messages.RunRequest(pwd=str(tmp_path), info=program(tmp_path / "project", "")))
    assert host.stdout is not None
    assert host.stdout.readline() == "{} []\n"


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        (7, messages.RunResponse(error="program exited with non-zero exit code: 7")),
        (32, messages.RunResponse(bail=True)),
    ],
)
def test_the_exit_code_of_a_program_decides_the_response(
    runtime: LanguageRuntimeStub, binaries: Path, tmp_path: Path, code: int, answer: messages.RunResponse
) -> None:
    (binaries / recipe.EXEC_SCRIPT).write_text(f"raise SystemExit({code})\n")
    request = messages.RunRequest(pwd=str(tmp_path), info=program(tmp_path / "project", ""))
    assert runtime.Run(request) == answer


def test_a_plugin_gets_its_arguments_and_its_output_is_streamed(
    runtime: LanguageRuntimeStub, tmp_path: Path
) -> None:
    text = (
        "import os, sys\nprint(sys.argv[1], os.environ['X'])\nprint('aside', file=sys.stderr)\nsys.exit(3)\n"
    )
    info = program(tmp_path / "plugin", text)
    request = messages.RunPluginRequest(info=info, args=["one"], env=["X=a=b"], kind="resource")
    answers = list(runtime.RunPlugin(request))
    assert b"".join(answer.stdout for answer in answers) == b"one a=b\n"
    assert b"".join(answer.stderr for answer in answers) == b"aside\n"
    assert answers[-1].exitcode == 3


class Sleeper:
    """A plugin that sleeps, and a pipe that is open while it runs."""

    def __init__(self, folder: Path) -> None:
        pipe = folder / "alive"
        os.mkfifo(pipe)
        self.reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        text = f"import time\nwith open({str(pipe)!r}, 'w'):\n    print('up')\n    time.sleep(600)\n"
        self.request = messages.RunPluginRequest(info=program(folder / "plugin", text), kind="resource")

    def ended(self) -> bool:
        return self.reader in select.select([self.reader], [], [], ENDS_IN_SECONDS)[0]


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Sleeper]:
    made = Sleeper(tmp_path)
    yield made
    os.close(made.reader)


def test_a_cancelled_call_ends_its_process(runtime: LanguageRuntimeStub, sleeper: Sleeper) -> None:
    call = runtime.RunPlugin(sleeper.request)
    assert next(call).stdout.startswith(b"up")
    call.cancel()
    assert sleeper.ended()


def test_a_cancelled_call_interrupts_its_program(
    runtime: LanguageRuntimeStub, binaries: Path, host: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    (binaries / recipe.EXEC_SCRIPT).write_text(TELLS_ITS_SIGNAL)
    call = runtime.Run.future(messages.RunRequest(pwd=str(tmp_path), info=program(tmp_path / "project", "")))
    assert host.stdout is not None
    assert host.stdout.readline() == "up\n"
    call.cancel()
    assert host.stdout.readline() == f"{signal.SIGINT:d}\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_host_and_its_processes_silently(
    host: "subprocess.Popen[str]", runtime: LanguageRuntimeStub, sleeper: Sleeper, number: signal.Signals
) -> None:
    call = runtime.RunPlugin(sleeper.request)
    assert next(call).stdout.startswith(b"up")
    host.send_signal(number)
    _, printed = host.communicate(timeout=ENDS_IN_SECONDS)
    assert (host.returncode, printed) == (0, "")
    assert sleeper.ended()


def test_a_host_whose_engine_was_killed_ends(binaries: Path) -> None:
    engine = write_script(
        binaries / "engine", f'"{binaries / recipe.LANGUAGE_HOST}" 127.0.0.1:1 &\nexec sleep 600'
    )
    with subprocess.Popen([engine], stdout=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stdout.readline().strip().isdigit()
        started.kill()
        assert started.stdout.read() == b"", "the pipe closes when the host has ended too"


def test_the_interpreter_of_the_project_is_used(runtime: LanguageRuntimeStub, tmp_path: Path) -> None:
    root = tmp_path / "project"
    write_script(root / "env" / "bin" / "python", "echo of the project")
    for virtualenv in ("env", str(root / "env")):
        request = messages.RunPluginRequest(info=program(root, "", virtualenv=virtualenv))
        assert next(runtime.RunPlugin(request)).stdout == b"of the project\n"
    about = runtime.About(messages.AboutRequest(info=program(root, "")))
    assert Path(about.executable) == Path(sys.executable)
    assert about.version == ".".join(map(str, sys.version_info[:3]))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"virtualenv": "nowhere"}, "nowhere"),
        ({"toolchain": "conda"}, "`toolchain: conda` is unknown; known are pip, poetry and uv"),
    ],
)
def test_options_that_name_no_interpreter_are_refused(
    runtime: LanguageRuntimeStub, tmp_path: Path, options: dict[str, str], expected: str
) -> None:
    info = program(tmp_path / "project", "", **options)
    assert expected in runtime.Run(messages.RunRequest(info=info)).error
    with pytest.raises(grpc.RpcError, match=expected):
        list(runtime.RunPlugin(messages.RunPluginRequest(info=info)))


def test_the_host_reports_no_version_of_pulumi(runtime: LanguageRuntimeStub) -> None:
    assert runtime.GetPluginInfo(Empty()).version == ""


def test_a_host_that_is_started_by_hand_says_what_is_missing(binaries: Path) -> None:
    done = subprocess.run([binaries / recipe.LANGUAGE_HOST], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("pulumi-language-python: the address of the engine is missing")
