"""A policy pack in a process of its own, asked as Pulumi's engine asks it, without an engine.

It takes a second where a preview takes ten, and shows a policy what no program can: values that are not known
yet, at any place. Needs the extra `policies`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Final

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from talend_processing.testing.policy_values import decoded, encoded

_NO_ENGINE = "TALEND_PROCESSING_NO_ENGINE"
"""Tells our own pack that there is no stack whose state it could export; see `policies/kept_state.py`."""
_SECONDS: Final = 60
_OURS: Final = "pulumi-python:dynamic/talend:"
_LEVEL: Final = "enforcementLevel"
_ALL: Final = "all"


class PackError(Exception):
    """A pack that does not start, or a policy that failed while it looked at something."""


@dataclass(frozen=True)
class Declared:
    """One resource as a policy gets to see it."""

    kind: str
    """The name of its class, such as RemoteEngine, or the type token of another provider's resource."""
    name: str
    """Pulumi's name for it."""
    values: Mapping[str, object]
    """Its properties by their names in state, such as `jvmArguments`; `UNKNOWN` and `SecretInput` may stand
    anywhere in them. For policies of a stack these are its outputs too."""
    protect: bool = False
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The names of the resources that a property is made from; only policies of a stack see them."""

    @property
    def type(self) -> str:
        """Its type token."""
        return self.kind if ":" in self.kind else _OURS + self.kind


@dataclass(frozen=True)
class Violation:
    """What a policy has found."""

    policy: str
    level: str
    """advisory or mandatory; what is to be remediated and could not be is mandatory."""
    text: str
    name: str
    """Pulumi's name of the resource; empty if it is about the stack."""


@dataclass(frozen=True)
class Remediation:
    """What a policy has put right."""

    policy: str
    values: Mapping[str, object]
    """All properties as they are then."""


class PolicyPack:
    """A running pack; `policy_pack` starts one."""

    def __init__(self, stub: analyzer_pb2_grpc.AnalyzerStub, stack: str, project: str) -> None:
        self._stub = stub
        self.stack = stack
        self.project = project
        self._info = self._call("GetAnalyzerInfo", empty_pb2.Empty())
        self.configure({})

    @property
    def policies(self) -> list[str]:
        """The names of its policies."""
        return [one.name for one in self._info.policies]

    def configure(self, config: Mapping[str, str | Mapping[str, object]]) -> None:
        """Give levels and settings as the file of `--policy-pack-config` does, instead of those before.

        Raises:
            ValueError: There is no such policy, or no such level.

        """
        if unknown := sorted(config.keys() - {_ALL, *self.policies}):
            raise ValueError(
                f"no policy is called {', '.join(unknown)}; there are {', '.join(self.policies)}"
            )
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for one in self._info.policies:
            given = {**_settings(config.get(_ALL, {})), **_settings(config.get(one.name, {}))}
            level = given.pop(_LEVEL, None)
            known = json_format.MessageToDict(one.configSchema.properties)
            defaults = {name: schema["default"] for name, schema in known.items() if "default" in schema}
            made = request.policyConfig[one.name]
            made.enforcementLevel = one.enforcementLevel if level is None else _level(level)
            json_format.ParseDict({**defaults, **given}, made.properties)
        self._call("Configure", request)

    def analyze(self, resource: Declared) -> list[Violation]:
        """What the policies of single resources find, before the resource is created or updated."""
        request = analyzer_pb2.AnalyzeRequest(**self._shown(resource))
        return _violations(self._call("Analyze", request), resource.name)

    def analyze_stack(self, resources: Sequence[Declared]) -> list[Violation]:
        """What the policies of a whole stack find."""
        by_name = {one.name: self._urn(one) for one in resources}
        shown = [
            analyzer_pb2.AnalyzerResource(
                **self._shown(one),
                propertyDependencies={
                    wire: analyzer_pb2.AnalyzerPropertyDependencies(urns=[by_name[name] for name in names])
                    for wire, names in one.references.items()
                },
            )
            for one in resources
        ]
        return _violations(self._call("AnalyzeStack", analyzer_pb2.AnalyzeStackRequest(resources=shown)), "")

    def remediate(self, resource: Declared) -> list[Remediation]:
        """What the policies at level `remediate` put right, in their order."""
        request = analyzer_pb2.AnalyzeRequest(**self._shown(resource))
        answer = self._call("Remediate", request)
        return [
            Remediation(one.policyName, decoded(json_format.MessageToDict(one.properties)))
            for one in answer.remediations
        ]

    def _urn(self, resource: Declared) -> str:
        return f"urn:pulumi:{self.stack}::{self.project}::{resource.type}::{resource.name}"

    def _shown(self, resource: Declared) -> dict[str, Any]:
        return {
            "type": resource.type,
            "name": resource.name,
            "urn": self._urn(resource),
            "properties": json_format.ParseDict(encoded(resource.values), struct_pb2.Struct()),
            "options": analyzer_pb2.AnalyzerResourceOptions(protect=resource.protect),
        }

    def _call(self, method: str, request: object) -> Any:
        try:
            return getattr(self._stub, method)(request, wait_for_ready=True, timeout=_SECONDS)
        except grpc.RpcError as error:
            raise PackError(f"{method}: {error.details()}") from None


@contextmanager
def policy_pack(folder: Path | str, *, stack: str = "test", project: str = "test") -> Iterator[PolicyPack]:
    """Start the pack of a folder; it ends with the `with`.

    Args:
        folder: What `--policy-pack` takes: it holds `PulumiPolicy.yaml` and `__main__.py`.
        stack: The name of the stack, which policies can ask for.
        project: The name of the project.

    Raises:
        PackError: The pack does not start; the error holds what it said.

    Example:
        >>> from talend_processing.testing import Declared, policy_pack
        >>> def test_my_pack():
        ...     with policy_pack("my-pack", stack="prod") as pack:
        ...         assert pack.analyze(Declared("RemoteEngine", "etl-1", {"description": "for tests"}))

    """
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    facts = {"PULUMI_PROJECT": project, "PULUMI_STACK": stack, "PULUMI_DRY_RUN": "true", _NO_ENGINE: "true"}
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **facts},
            stdout=subprocess.PIPE,
            stderr=said,
            encoding="utf-8",
        )
        with process:
            try:
                port = _port(process)
                if port is None:
                    process.wait(_SECONDS)
                    said.seek(0)
                    raise PackError(f"the pack in {folder} does not start:\n{said.read()}")
                # Read what policies print: a full pipe would stop them.
                reader = Thread(target=_drain, args=[process], daemon=True)
                reader.start()
                try:
                    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                        yield PolicyPack(analyzer_pb2_grpc.AnalyzerStub(channel), stack, project)
                finally:
                    process.kill()
                    reader.join()
            finally:
                process.kill()


def _port(process: subprocess.Popen[str]) -> int | None:
    """The line with nothing but a number; a pack may print before it."""
    assert process.stdout is not None  # noqa: S101 - it is a pipe
    return next((int(line) for line in process.stdout if line.strip().isdecimal()), None)


def _drain(process: subprocess.Popen[str]) -> None:
    for _ in process.stdout or ():
        pass


def _settings(given: str | Mapping[str, object]) -> dict[str, object]:
    return {_LEVEL: given} if isinstance(given, str) else dict(given)


def _level(name: object) -> analyzer_pb2.EnforcementLevel.ValueType:
    try:
        return analyzer_pb2.EnforcementLevel.Value(str(name).upper())
    except ValueError:
        levels = ", ".join(analyzer_pb2.EnforcementLevel.keys()).lower()
        raise ValueError(f"{name!r} is no level; there are {levels}") from None


def _violations(answer: analyzer_pb2.AnalyzeResponse, name: str) -> list[Violation]:
    return [
        Violation(
            one.policyName,
            analyzer_pb2.EnforcementLevel.Name(one.enforcementLevel).lower(),
            one.message.removeprefix(one.description).strip(),
            one.urn.rpartition("::")[2] or name,
        )
        for one in answer.diagnostics
    ]
