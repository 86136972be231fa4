"""Runs a policy pack in a separate process, for tests that call its policies as Pulumi's engine would.

A test needs no program and no preview, and can pass any value, including `UNKNOWN`. The pack needs the policy
SDK, which the extra `policies` installs.
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

from talend_processing.stack.export import SKIP_EXPORT
from talend_processing.stack.step import TYPE_PREFIX
from talend_processing.testing.policy_values import decoded, encoded

_TIMEOUT_SECONDS: Final = 60
_LEVEL_KEY: Final = "enforcementLevel"
_ALL_POLICIES: Final = "all"
"""The key of settings for all policies."""


class PackError(Exception):
    """A policy pack did not start, or a policy raised an exception."""


@dataclass(frozen=True)
class Declared:
    """One resource as a policy sees it."""

    kind: str
    """The name of its class, such as RemoteEngine, or the type token of another provider's resource."""
    name: str
    """Pulumi's name for it."""
    values: Mapping[str, object]
    """Its properties by their names in state, such as `jvmArguments`. They may contain `UNKNOWN` and
    `SecretInput` anywhere. Policies for the whole stack see these values instead of outputs."""
    protect: bool = False
    references: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """For each property, the names of the resources that it refers to. Only `analyze_stack` uses them."""

    @property
    def type(self) -> str:
        """Its type token."""
        return self.kind if ":" in self.kind else TYPE_PREFIX + self.kind


@dataclass(frozen=True)
class Violation:
    """A violation of a policy."""

    policy: str
    level: str
    """advisory or mandatory. A violation at level remediate counts as mandatory."""
    text: str
    name: str
    """The Pulumi name of the resource. Empty for a violation of the whole stack."""


@dataclass(frozen=True)
class Remediation:
    """A correction of a resource by a policy."""

    policy: str
    values: Mapping[str, object]
    """All properties after the correction."""


class PolicyPack:
    """A running policy pack. `policy_pack` starts it.

    Raises:
        PackError: A policy raised an exception.

    """

    def __init__(self, stub: analyzer_pb2_grpc.AnalyzerStub, stack: str, project: str) -> None:
        self._stub = stub
        self.stack = stack
        self.project = project
        self._info = self._call("GetAnalyzerInfo", empty_pb2.Empty())
        self.configure({})

    @property
    def policies(self) -> list[str]:
        """The names of the pack's policies."""
        return [policy.name for policy in self._info.policies]

    def configure(self, config: Mapping[str, str | Mapping[str, object]]) -> None:
        """Replace all levels and settings. `config` has the form of the file for `--policy-pack-config`.

        Raises:
            ValueError: A policy or a level does not exist.

        """
        if unknown := sorted(config.keys() - {_ALL_POLICIES, *self.policies}):
            raise ValueError(
                f"unknown policy {', '.join(unknown)}; the policies are {', '.join(self.policies)}"
            )
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for policy in self._info.policies:
            settings = {**_settings(config.get(_ALL_POLICIES, {})), **_settings(config.get(policy.name, {}))}
            level = settings.pop(_LEVEL_KEY, None)
            schemas = json_format.MessageToDict(policy.configSchema.properties)
            defaults = {name: schema["default"] for name, schema in schemas.items() if "default" in schema}
            policy_config = request.policyConfig[policy.name]
            policy_config.enforcementLevel = policy.enforcementLevel if level is None else _level(level)
            json_format.ParseDict({**defaults, **settings}, policy_config.properties)
        self._call("Configure", request)

    def analyze(self, resource: Declared) -> list[Violation]:
        """Return the violations that the policies for single resources find.

        A policy that reads an `UNKNOWN` value cannot run. Pulumi reports that as an advisory violation.
        """
        request = analyzer_pb2.AnalyzeRequest(**self._message_fields(resource))
        return _violations(self._call("Analyze", request), resource.name)

    def analyze_stack(self, resources: Sequence[Declared]) -> list[Violation]:
        """Return the violations that the policies for the whole stack find."""
        urns = {resource.name: self._urn(resource) for resource in resources}
        analyzed = [
            analyzer_pb2.AnalyzerResource(
                **self._message_fields(resource),
                propertyDependencies={
                    key: analyzer_pb2.AnalyzerPropertyDependencies(urns=[urns[name] for name in names])
                    for key, names in resource.references.items()
                },
            )
            for resource in resources
        ]
        return _violations(
            self._call("AnalyzeStack", analyzer_pb2.AnalyzeStackRequest(resources=analyzed)), ""
        )

    def remediate(self, resource: Declared) -> list[Remediation]:
        """Return the corrections of the policies at level `remediate`, in the order of the pack."""
        request = analyzer_pb2.AnalyzeRequest(**self._message_fields(resource))
        response = self._call("Remediate", request)
        return [
            Remediation(correction.policyName, decoded(json_format.MessageToDict(correction.properties)))
            for correction in response.remediations
        ]

    def _urn(self, resource: Declared) -> str:
        return f"urn:pulumi:{self.stack}::{self.project}::{resource.type}::{resource.name}"

    def _message_fields(self, resource: Declared) -> dict[str, Any]:
        return {
            "type": resource.type,
            "name": resource.name,
            "urn": self._urn(resource),
            "properties": json_format.ParseDict(encoded(resource.values), struct_pb2.Struct()),
            "options": analyzer_pb2.AnalyzerResourceOptions(protect=resource.protect),
        }

    def _call(self, method: str, request: object) -> Any:
        try:
            return getattr(self._stub, method)(request, wait_for_ready=True, timeout=_TIMEOUT_SECONDS)
        except grpc.RpcError as error:
            raise PackError(f"{method}: {error.details()}") from None


@contextmanager
def policy_pack(folder: Path | str, *, stack: str = "test", project: str = "test") -> Iterator[PolicyPack]:
    """Start the policy pack in a folder, and stop it at the end of the `with` block.

    Args:
        folder: The folder of the pack, with `PulumiPolicy.yaml` and `__main__.py`.
        stack: The name of the stack, which policies can read.
        project: The name of the project.

    Raises:
        PackError: The pack did not start. The error contains its output.

    Example:
        >>> from talend_processing.testing import Declared, policy_pack
        >>> def test_my_pack():
        ...     with policy_pack("my-pack", stack="prod") as pack:
        ...         assert pack.analyze(Declared("RemoteEngine", "etl-1", {"description": "for tests"}))

    """
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    variables = {
        "PULUMI_PROJECT": project,
        "PULUMI_STACK": stack,
        "PULUMI_DRY_RUN": "true",
        SKIP_EXPORT: "true",
    }
    with tempfile.TemporaryFile("w+", encoding="utf-8") as stderr:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **variables},
            stdout=subprocess.PIPE,
            stderr=stderr,
            encoding="utf-8",
        )
        with process:
            try:
                port = _port(process)
                if port is None:
                    process.wait(_TIMEOUT_SECONDS)
                    stderr.seek(0)
                    raise PackError(f"the pack in {folder} did not start:\n{stderr.read()}")
                # Read the output of the policies, because a full pipe would block them.
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
    """Return the port, the first line that is only a number. Return None if the pack prints no such line."""
    assert process.stdout is not None  # noqa: S101 - narrows the type
    return next((int(line) for line in process.stdout if line.strip().isdecimal()), None)


def _drain(process: subprocess.Popen[str]) -> None:
    for _ in process.stdout or ():
        pass


def _settings(level_or_settings: str | Mapping[str, object]) -> dict[str, object]:
    if isinstance(level_or_settings, str):
        return {_LEVEL_KEY: level_or_settings}
    return dict(level_or_settings)


def _level(name: object) -> analyzer_pb2.EnforcementLevel.ValueType:
    try:
        return analyzer_pb2.EnforcementLevel.Value(str(name).upper())
    except ValueError:
        levels = ", ".join(analyzer_pb2.EnforcementLevel.keys()).lower()
        raise ValueError(f"{name!r} is not a level; the levels are {levels}") from None


def _violations(response: analyzer_pb2.AnalyzeResponse, name: str) -> list[Violation]:
    return [
        Violation(
            diagnostic.policyName,
            analyzer_pb2.EnforcementLevel.Name(diagnostic.enforcementLevel).lower(),
            diagnostic.message.removeprefix(diagnostic.description).strip(),
            diagnostic.urn.rpartition("::")[2] or name,
        )
        for diagnostic in response.diagnostics
    ]
