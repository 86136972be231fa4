"""The stand-in language host, asked over gRPC as the engine does, with no engine."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import fake_commands
import grpc
import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import language_pb2 as messages
from pulumi.runtime.proto.language_pb2_grpc import LanguageRuntimeStub

from tools.toolchain import recipe
from tools.toolchain.language_host import Children, UnsupportedError, interpreter
from tools.toolchain.stand_in import put_stand_in

ENDS_IN_SECONDS = 10


@pytest.fixture
def binaries(tmp_path: Path) -> Path:
    folder = tmp_path / "bin"
    fake_commands.script(folder / recipe.EXEC_SCRIPT, "")
    put_stand_in(folder)
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
def asked(host: "subprocess.Popen[str]") -> Iterator[LanguageRuntimeStub]:
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


def test_a_plugin_gets_its_arguments_and_its_output_is_streamed(
    asked: LanguageRuntimeStub, tmp_path: Path
) -> None:
    text = (
        "import os, sys\nprint(sys.argv[1], os.environ['X'])\nprint('aside', file=sys.stderr)\nsys.exit(3)\n"
    )
    info = program(tmp_path / "plugin", text)
    request = messages.RunPluginRequest(info=info, args=["one"], env=["X=a=b"], kind="resource")
    answers = list(asked.RunPlugin(request))
    assert b"".join(answer.stdout for answer in answers) == b"one a=b\n"
    assert b"".join(answer.stderr for answer in answers) == b"aside\n"
    assert answers[-1].exitcode == 3


class Sleeper:
    """A plugin that sleeps, and a pipe that is open for as long as it lives."""

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


def test_the_end_of_a_call_ends_its_process(asked: LanguageRuntimeStub, sleeper: Sleeper) -> None:
    call = asked.RunPlugin(sleeper.request)
    assert next(call).stdout.startswith(b"up")
    call.cancel()
    assert sleeper.ended()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_process_is_asked_to_end_by_the_signal_that_it_was_started_with(number: signal.Signals) -> None:
    text = (
        "import signal, sys, time\nfor number in (signal.SIGINT, signal.SIGTERM):\n"
        "    signal.signal(number, lambda got, _: sys.exit(got))\nprint('up', flush=True)\ntime.sleep(600)\n"
    )
    children = Children()
    process = children.start([sys.executable, "-c", text], number, stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as printed:
        assert printed.readline() == b"up\n"
        children.stop(process)
        assert children.ended(process) == number


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_without_a_word_and_takes_its_processes_along(
    host: "subprocess.Popen[str]", asked: LanguageRuntimeStub, sleeper: Sleeper, number: signal.Signals
) -> None:
    call = asked.RunPlugin(sleeper.request)
    assert next(call).stdout.startswith(b"up")
    host.send_signal(number)
    _, said = host.communicate(timeout=ENDS_IN_SECONDS)
    assert (host.returncode, said) == (0, "")
    assert sleeper.ended()


def test_a_missing_sdk_says_what_to_do(binaries: Path, tmp_path: Path) -> None:
    bare = fake_commands.script(tmp_path / "bare-python", f'exec "{sys.executable}" -I -S "$@"\n')
    done = subprocess.run(
        [binaries / recipe.LANGUAGE_HOST, "127.0.0.1:1"],
        env={**os.environ, "PULUMI_PYTHON_CMD": str(bare)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "cannot import Pulumi's SDK" in done.stderr
    assert "PULUMI_PYTHON_CMD" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_interpreter_is_the_one_the_project_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "project"
    python = fake_commands.script(root / "env" / "bin" / "python", "")
    uv = fake_commands.script(root / ".venv" / "bin" / "python", "")
    assert interpreter(program(root, "", virtualenv="env")) == str(python)
    assert interpreter(program(root, "", virtualenv=str(root / "env"))) == str(python)
    assert interpreter(program(root, "", toolchain="uv")) == str(uv)
    monkeypatch.setenv("PULUMI_PYTHON_CMD", "/some/python")
    assert interpreter(program(root, "")) == "/some/python"
    monkeypatch.delenv("PULUMI_PYTHON_CMD")
    assert interpreter(program(root, "")) == "python3"


def test_what_the_stand_in_does_not_do_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="`toolchain: poetry` needs Pulumi's own language host"):
        interpreter(program(tmp_path / "project", "", toolchain="poetry"))
    with pytest.raises(
        UnsupportedError, match=r"`virtualenv: nowhere` names .*, which is no virtual environment"
    ):
        interpreter(program(tmp_path / "project", "", virtualenv="nowhere"))
