"""A running host and its simulator, shared by the tests of a module."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import grpc
import pytest
from harness import Engine, Host, outgoing
from pulumi.runtime.proto import engine_pb2_grpc, provider_pb2, provider_pb2_grpc

from talend_processing.simulator import Simulator


@pytest.fixture(scope="session")
def engine_log() -> Iterator[tuple[Engine, str]]:
    """Serve the engine that records the messages of hosts, and return it with its address."""
    engine = Engine()
    server = grpc.server(ThreadPoolExecutor(max_workers=4))
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield engine, f"127.0.0.1:{port}"
    server.stop(0).wait()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@contextmanager
def run_of(engine_log: tuple[Engine, str], api_url: str, **environ: str) -> Iterator[Host]:
    """Run a host process as `pulumi up` does."""
    engine, address = engine_log
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "PATH": os.environ["PATH"],
            "PULUMI_PROJECT": "protocol",
            "TALEND_ACCESS_TOKEN": "made-up-token",
            **environ,
        }
        process = subprocess.Popen(
            [sys.executable, "-u", "-m", "pulumi.dynamic", address],
            stdout=subprocess.PIPE,
            env=variables,
            cwd=folder,
        )
        assert process.stdout is not None
        port = int(process.stdout.readline())
        with process, grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            stub = provider_pb2_grpc.ResourceProviderStub(channel)
            arguments = outgoing({"talend:apiUrl": api_url})
            stub.Configure(provider_pb2.ConfigureRequest(args=arguments), wait_for_ready=True, timeout=30)
            try:
                yield Host(stub, engine)
            finally:
                process.terminate()


@pytest.fixture(scope="module")
def running_host(engine_log: tuple[Engine, str], simulator: Simulator) -> Iterator[Host]:
    with run_of(engine_log, simulator.url) as host:
        yield host


@pytest.fixture
def host(running_host: Host) -> Host:
    """Return the host that the tests of a module share, without the messages of earlier tests."""
    running_host.engine.messages.clear()
    return running_host


@pytest.fixture
def next_run(engine_log: tuple[Engine, str], simulator: Simulator) -> Iterator[Callable[..., Host]]:
    """Return a function that starts another host on the same account, as the next `pulumi up` does."""
    with ExitStack() as runs:
        yield lambda **environ: runs.enter_context(run_of(engine_log, simulator.url, **environ))
