"""A language host for Python programs and policy packs, for machines without Pulumi's own.

The engine starts it with its own address as the last argument, and reads the port from the first line.
"""

# ruff: noqa: N802, ARG002  (the names and parameters are gRPC's)
import contextlib
import importlib.util
import json
import os
import signal
import subprocess
import sys
import threading
import types
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO


def bypass_package(name: str) -> None:
    """Make the modules of a package importable without running its `__init__`.

    `import pulumi` takes a quarter of a second of processor time, and the engine starts a language host twice
    for every `up`. This process needs nothing of the SDK but its gRPC messages.
    """
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    package = types.ModuleType(name)
    package.__path__ = list(spec.submodule_search_locations or ())
    sys.modules[name] = package


try:
    import grpc
    from google.protobuf.empty_pb2 import Empty

    if __name__ == "__main__":
        for package in ("pulumi", "pulumi.runtime", "pulumi.runtime.proto"):
            bypass_package(package)
    from pulumi.runtime.proto import language_pb2 as messages
    from pulumi.runtime.proto import plugin_pb2
    from pulumi.runtime.proto.language_pb2_grpc import (
        LanguageRuntimeServicer,
        add_LanguageRuntimeServicer_to_server,
    )
except ImportError as error:
    sys.exit(
        f"pulumi-language-python: {sys.executable} cannot import Pulumi's SDK ({error}); put the virtual "
        "environment that has it first on PATH, or name its interpreter in PULUMI_PYTHON_CMD"
    )

TOLD_ALREADY = 32
"""How `pulumi-language-python-exec` ends after it has shown the user's error itself."""

GRACE_SECONDS = 2.0
"""The engine kills a host 5 s after it asked it to end; twice this has to fit in."""

PARENT_SECONDS = 1.0


class UnsupportedError(Exception):
    """The project asks for what this stand-in doesn't do."""


class Children:
    """The processes that run for the engine; they end with the host."""

    def __init__(self) -> None:
        self._running: dict[subprocess.Popen[bytes], signal.Signals] = {}
        self._lock = threading.Lock()

    def start(
        self, command: list[str], end: signal.Signals = signal.SIGTERM, /, **options: object
    ) -> subprocess.Popen[bytes]:
        """Start a process in a group of its own, which a Ctrl-C doesn't reach; `end` asks it to end."""
        process: subprocess.Popen[bytes] = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,  # type: ignore[call-overload]
        )
        with self._lock:
            self._running[process] = end
        return process

    def ended(self, process: subprocess.Popen[bytes]) -> int:
        """Wait for a process, and forget it."""
        code = process.wait()
        with self._lock:
            self._running.pop(process, None)
        return code

    def stop(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and what it started: politely, then not."""
        with self._lock:
            end = self._running.get(process, signal.SIGTERM)
        for number in (end, signal.SIGKILL):
            if process.poll() is not None:
                return
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                os.killpg(process.pid, number)
                process.wait(GRACE_SECONDS)

    def stop_with(self, context: grpc.ServicerContext, process: subprocess.Popen[bytes]) -> None:
        """End a process when the call it serves is over, which it may be already."""
        if not context.add_callback(lambda: self.stop(process)):
            self.stop(process)

    def stop_all(self) -> None:
        """End every process that still runs."""
        with self._lock:
            running = list(self._running)
        for process in running:
            self.stop(process)


def interpreter(info: messages.ProgramInfo) -> str:
    """Return the Python a project asks for: its virtual environment's, else the one Pulumi's shim takes."""
    options = dict(info.options)
    toolchain = str(options.get("toolchain") or "pip")
    if toolchain not in {"pip", "uv"}:
        raise UnsupportedError(
            f"the project's runtime option `toolchain: {toolchain}` needs Pulumi's own language host; "
            "use `toolchain: pip` with `virtualenv`"
        )
    virtualenv = options.get("virtualenv") or (".venv" if toolchain == "uv" else None)
    if not virtualenv:
        return os.environ.get("PULUMI_PYTHON_CMD") or "python3"
    root = Path(info.root_directory, str(virtualenv))
    if (root / "bin" / "python").exists():
        return str(root / "bin" / "python")
    raise UnsupportedError(
        f"the project's runtime option `virtualenv: {virtualenv}` names {root}, which is no virtual "
        "environment; make one there with Pulumi's SDK in it (pulumi install), or take the option out"
    )


class LanguageHost(LanguageRuntimeServicer):
    """What the engine asks of a language."""

    def __init__(self, engine: str, children: Children) -> None:
        self.engine = engine
        self.children = children

    def Handshake(
        self, request: messages.LanguageHandshakeRequest, context: grpc.ServicerContext
    ) -> messages.LanguageHandshakeResponse:
        """Take the engine's address."""
        self.engine = request.engine_address or self.engine
        return messages.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Empty, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Claim no version: this is no release."""
        return plugin_pb2.PluginInfo()

    def GetRequiredPackages(
        self, request: messages.GetRequiredPackagesRequest, context: grpc.ServicerContext
    ) -> messages.GetRequiredPackagesResponse:
        """Name none: the engine fetches a plugin when the first of its resources is registered."""
        return messages.GetRequiredPackagesResponse()

    def GetProgramDependencies(
        self, request: messages.GetProgramDependenciesRequest, context: grpc.ServicerContext
    ) -> messages.GetProgramDependenciesResponse:
        """Tell `pulumi about` which packages the program's interpreter has."""
        script = (
            "import json, importlib.metadata as m; "
            "print(json.dumps(sorted((d.name, d.version) for d in m.distributions())))"
        )
        found = json.loads(self.answer(request.info, context, script))
        return messages.GetProgramDependenciesResponse(
            dependencies=[messages.DependencyInfo(name=name, version=version) for name, version in found]
        )

    def About(self, request: messages.AboutRequest, context: grpc.ServicerContext) -> messages.AboutResponse:
        """Tell `pulumi about` which interpreter runs programs."""
        script = "import platform, sys; print(sys.executable, platform.python_version(), sep='\\n')"
        executable, version = self.answer(request.info, context, script).splitlines()
        return messages.AboutResponse(executable=executable, version=version, metadata={"host": "stand-in"})

    def answer(self, info: messages.ProgramInfo, context: grpc.ServicerContext, script: str) -> str:
        """Run a line of Python in the project's interpreter."""
        try:
            return subprocess.run(
                [interpreter(info), "-c", script], capture_output=True, encoding="utf-8", check=True
            ).stdout
        except (OSError, subprocess.CalledProcessError, UnsupportedError) as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
            raise

    def InstallDependencies(
        self, request: messages.InstallDependenciesRequest, context: grpc.ServicerContext
    ) -> Iterator[messages.InstallDependenciesResponse]:
        """Make the virtual environment a project names; an interpreter that is there is left alone."""
        virtualenv = dict(request.info.options).get("virtualenv")
        if not virtualenv:
            text = "No `virtualenv` is named under `runtime: options:`, so nothing is installed.\n"
            yield messages.InstallDependenciesResponse(stdout=text.encode())
            return
        root = Path(request.info.root_directory, str(virtualenv))
        steps = [[sys.executable, "-m", "venv", str(root)]]
        requirements = Path(request.info.program_directory, "requirements.txt")
        if requirements.is_file():
            pip = [str(root / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
            steps.append([*pip, "install", "-r", str(requirements)])
        for step in steps:
            for stdout, stderr, code in self.streamed(context, step, {}):
                if code is None:
                    yield messages.InstallDependenciesResponse(stdout=stdout, stderr=stderr)
                elif code:
                    context.abort(grpc.StatusCode.ABORTED, f"{' '.join(step)} ended with {code}")

    def Run(self, request: messages.RunRequest, context: grpc.ServicerContext) -> messages.RunResponse:
        """Run a program; the engine hears of its resources from the program itself."""
        info = request.info
        arguments = {
            "monitor": request.monitor_address,
            "engine": self.engine,
            "project": request.project,
            "stack": request.stack,
            "pwd": request.pwd,
            "dry_run": "true" if request.dryRun else "false",
            "parallel": str(request.parallel),
            "organization": request.organization,
            "root_directory": info.root_directory,
        }
        try:
            command = [interpreter(info), "-u", str(Path(__file__).with_name("pulumi-language-python-exec"))]
        except UnsupportedError as error:
            return messages.RunResponse(error=str(error))
        for name, value in arguments.items():
            command += [f"--{name}", value]
        command.append(os.path.normpath(Path(info.program_directory, info.entry_point)))
        environment = {
            **os.environ,
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        try:
            # The official host interrupts programs too, as soon as a resource of theirs has failed.
            process = self.children.start(
                [*command, *request.args], signal.SIGINT, env=environment, cwd=request.pwd
            )
        except OSError as error:
            return messages.RunResponse(error=f"{command[0]} does not start: {error.strerror}")
        self.children.stop_with(context, process)
        code = self.children.ended(process)
        if code == 0:
            return messages.RunResponse()
        if code == TOLD_ALREADY:
            return messages.RunResponse(bail=True)
        return messages.RunResponse(error=f"program exited with non-zero exit code: {code}")

    def RunPlugin(
        self, request: messages.RunPluginRequest, context: grpc.ServicerContext
    ) -> Iterator[messages.RunPluginResponse]:
        """Run a policy pack, or a plugin written in Python."""
        module = ["-m", "pulumi.policy"] if request.kind == "analyzer" else []
        environment = os.environ | dict(entry.split("=", 1) for entry in request.env if "=" in entry)
        try:
            python = interpreter(request.info)
        except UnsupportedError as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(error))
            raise
        program = request.info.program_directory
        ordered = [*request.args, program] if module else [program, *request.args]
        options: dict[str, object] = {"env": environment, "cwd": request.pwd or program}
        for stdout, stderr, code in self.streamed(context, [python, "-u", *module, *ordered], options):
            if code is not None:
                yield messages.RunPluginResponse(exitcode=code)
            elif stdout:
                yield messages.RunPluginResponse(stdout=stdout)
            else:
                yield messages.RunPluginResponse(stderr=stderr)

    def streamed(
        self, context: grpc.ServicerContext, command: list[str], options: dict[str, object]
    ) -> Iterator[tuple[bytes, bytes, int | None]]:
        """Yield what a process writes as it writes it, stdout and stderr apart, and at last its exit code."""
        try:
            process = self.children.start(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
        except OSError as error:
            context.abort(
                grpc.StatusCode.FAILED_PRECONDITION, f"{command[0]} does not start: {error.strerror}"
            )
            raise
        self.children.stop_with(context, process)
        written: SimpleQueue[tuple[bytes, bytes] | None] = SimpleQueue()

        def read(stream: IO[bytes], name: str) -> None:
            while chunk := os.read(stream.fileno(), 65536):
                written.put((chunk, b"") if name == "stdout" else (b"", chunk))
            written.put(None)

        streams = ((process.stdout, "stdout"), (process.stderr, "stderr"))
        for pair in streams:
            threading.Thread(target=read, args=pair, daemon=True).start()
        for _ in streams:
            while (chunks := written.get()) is not None:
                yield *chunks, None
        yield b"", b"", self.children.ended(process)


def serve(engine: str) -> None:
    """Serve on a free port until the engine sends a signal or is gone itself; end without a word."""
    parent = os.getppid()
    children = Children()
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    unlimited = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    server = grpc.server(ThreadPoolExecutor(max_workers=16), options=unlimited)
    add_LanguageRuntimeServicer_to_server(LanguageHost(engine, children), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    while not stopped.wait(PARENT_SECONDS) and os.getppid() == parent:
        pass
    children.stop_all()
    server.stop(grace=None).wait()


if __name__ == "__main__":
    serve(sys.argv[-1])
