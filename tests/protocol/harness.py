"""A client that calls the real `python -m pulumi.dynamic` host in the order in which the engine does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime import rpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, provider_pb2, provider_pb2_grpc

from talend_processing.provider import provider_for
from talend_processing.provider.host.sdk_internals import pickled


def payload(kind: str) -> str:
    """Return the pickled provider of a kind, which a program sends with each resource."""
    return pickled(provider_for(kind)) or ""


class Engine(engine_pb2_grpc.EngineServicer):
    """Records the messages of the host to the engine."""

    def __init__(self) -> None:
        self.messages: list[engine_pb2.LogRequest] = []

    def Log(self, request: engine_pb2.LogRequest, context: object) -> empty_pb2.Empty:  # noqa: N802, ARG002 - gRPC's
        self.messages.append(request)
        return empty_pb2.Empty()


@dataclass
class State:
    """One resource in the engine's state."""

    kind: str
    id: str
    outputs: dict[str, Any]
    inputs: dict[str, Any] = field(default_factory=dict)


class Refused(Exception):  # noqa: N818 - not always an error: check failures are a normal response
    """The host refused a call. The text is that of the error or of the check failures."""


class Host:
    """A connection to a host, with the calls that the engine makes for a resource."""

    def __init__(self, stub: provider_pb2_grpc.ResourceProviderStub, engine: Engine) -> None:
        self.stub = stub
        self.engine = engine

    def check(
        self, kind: str, inputs: Mapping[str, Any], olds: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        request = provider_pb2.CheckRequest(
            urn=f"urn::{kind}",
            olds=outgoing({**(olds or {}), "__provider": payload(kind)}),
            news=outgoing({**inputs, "__provider": payload(kind)}),
        )
        answer = self._call(self.stub.Check, request)
        if answer.failures:
            raise Refused("; ".join(failure.reason for failure in answer.failures))
        return _incoming(answer.inputs)

    def up(self, kind: str, inputs: Mapping[str, Any], old: State | None = None) -> State:
        """Create the resource, or update `old` if its inputs have changed. Return its state."""
        checked = self.check(kind, inputs)
        if old is None:
            request = provider_pb2.CreateRequest(urn=f"urn::{kind}", properties=outgoing(checked))
            answer = self._call(self.stub.Create, request)
            return State(kind, answer.id, _incoming(answer.properties), checked)
        changes, replaces, _ = self.diff(old, checked)
        if replaces:
            raise Refused(f"would replace for {replaces}")
        if not changes:
            return old
        update = provider_pb2.UpdateRequest(
            urn=f"urn::{kind}", id=old.id, olds=outgoing(old.outputs), news=outgoing(checked)
        )
        return State(kind, old.id, _incoming(self._call(self.stub.Update, update).properties), checked)

    def diff(self, old: State, inputs: Mapping[str, Any]) -> tuple[bool, list[str], bool]:
        """Return if there is a change, the inputs that replace, and if a replacement deletes first."""
        request = provider_pb2.DiffRequest(
            urn=f"urn::{old.kind}",
            id=old.id,
            olds=outgoing(old.outputs),
            news=outgoing({**inputs, "__provider": payload(old.kind)}),
        )
        answer = self._call(self.stub.Diff, request)
        if answer.changes == provider_pb2.DiffResponse.DIFF_NONE:
            return False, [], False
        # If the provider leaves the decision to the engine, the engine compares the inputs.
        is_changed = answer.changes == provider_pb2.DiffResponse.DIFF_SOME or {
            k: v for k, v in inputs.items() if k != "__provider"
        } != {k: v for k, v in old.inputs.items() if k != "__provider"}
        return is_changed, list(answer.replaces), answer.deleteBeforeReplace

    def refresh(self, old: State) -> State | None:
        """Read the resource, and return its new state, or None if the object is gone."""
        request = provider_pb2.ReadRequest(
            urn=f"urn::{old.kind}", id=old.id, properties=outgoing(old.outputs)
        )
        answer = self._call(self.stub.Read, request)
        if not answer.id:
            return None
        inputs = _incoming(answer.inputs) if answer.HasField("inputs") else old.inputs
        return State(old.kind, answer.id, _incoming(answer.properties), inputs)

    def destroy(self, old: State) -> None:
        request = provider_pb2.DeleteRequest(
            urn=f"urn::{old.kind}", id=old.id, properties=outgoing(old.outputs)
        )
        self._call(self.stub.Delete, request)

    def cancel(self) -> None:
        self.stub.Cancel(empty_pb2.Empty(), timeout=10)

    def _call(self, method: Any, request: Any) -> Any:
        try:
            return method(request, timeout=60)
        except grpc.RpcError as error:
            raise Refused(error.details()) from None  # type: ignore[attr-defined]


def outgoing(values: Mapping[str, Any]) -> Any:
    # Unlike `asyncio.run` this leaves the thread's current loop, which Pulumi's mocks need, alone.
    with closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(rpc.serialize_properties(dict(values), {}))


def _incoming(values: Any) -> dict[str, Any]:
    return dict(rpc.deserialize_properties(values, keep_unknowns=True))
