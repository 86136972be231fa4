"""The host's server gets more workers and obeys Cancel, or reports that it could not be changed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2_grpc

from talend_processing.provider.host.grpc_server import adjust
from talend_processing.provider.host.sdk_internals import SWITCH


def main(server: grpc.Server, cancelled: threading.Event) -> bool:
    """Adjust a server as the host does: it is a local variable of a function with this name."""
    return adjust(96, cancelled.set)


def test_the_server_gets_workers_and_obeys_cancel() -> None:
    pool, cancelled = ThreadPoolExecutor(4), threading.Event()
    server = grpc.server(pool)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(  # type: ignore[no-untyped-call]
        provider_pb2_grpc.ResourceProviderServicer(), server
    )
    assert main(server, cancelled)
    assert pool._max_workers == 96
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        provider_pb2_grpc.ResourceProviderStub(channel).Cancel(empty_pb2.Empty())  # type: ignore[no-untyped-call]
    server.stop(None)
    assert cancelled.is_set()


def test_a_server_without_cancel_is_reported() -> None:
    assert not main(grpc.server(ThreadPoolExecutor(4)), threading.Event())


def test_a_host_without_a_server_is_reported() -> None:
    assert not adjust(96, threading.Event().set)


def test_nothing_changes_if_the_user_switched_internals_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    pool = ThreadPoolExecutor(4)
    assert not main(grpc.server(pool), threading.Event())
    assert pool._max_workers == 4
