"""A provider that makes no call and returns the same properties as ours: the lower bound."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

_TIME = "2026-01-01T00:00:00.000Z"
_OBJECT: dict[str, Any] = {
    "description": None,
    "createDate": _TIME,
    "updateDate": _TIME,
    "drift": {},
}
_ENGINE = {
    **_OBJECT,
    "runtimeId": "16fefb53-035a-4249-af9d-f80a3b47b132",
    "status": "NOT_PAIRED",
    "availability": "NOT_AVAILABLE",
    "preAuthorizedKey": "A" * 64,
    "managed": False,
    "workspaceId": "5" * 24,
    "runProfiles": ["JOB_SERVER"],
    "workspace": {
        "id": "5" * 24,
        "name": "Shared",
        "owner": "simulated-user",
        "type": "shared",
        "protectedArtifactUpdate": False,
        "environment": {"id": "5" * 24, "name": "development", "default": True},
    },
    "__declared": ["environmentId", "name"],
    "__apiUrl": "http://127.0.0.1:8765",
}
_PROFILE = {
    **_OBJECT,
    "version": 1,
    "processorId": "5" * 24,
    "processorType": "REMOTE_ENGINE",
    "runProfileType": "JOB_SERVER",
    "scopeId": "5" * 24,
    "__environmentId": "5" * 24,
    "__workspaceId": "5" * 24,
    "__declared": ["engineId", "jvmArguments", "name", "type"],
    "__apiUrl": "http://127.0.0.1:8765",
}


class Empty(ResourceProvider):
    """A provider that returns immediately."""

    serialize_as_secret_always = False

    def __reduce__(self) -> tuple[Callable[[], Empty], tuple[()]]:
        """Pickle as a reference."""
        return make, ()

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Return the properties of our provider without a call."""
        return CreateResult(
            uuid.uuid4().hex[:24], {**(_ENGINE if "environmentId" in props else _PROFILE), **props}
        )

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        """Report no difference."""
        return DiffResult(changes=False)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Return the old properties."""
        return ReadResult(id_, {**props})

    def update(self, _id: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Accept the new properties."""
        return UpdateResult({**olds, **news})


def make() -> Empty:
    """Return the provider that a pickled reference stands for."""
    return Empty()


_EMPTY = Empty()


class Engine(Resource, module="bench", name="Engine"):
    """Represents a Remote Engine."""

    def __init__(self, name: str) -> None:
        props = {**dict.fromkeys(_ENGINE), "name": name, "environmentId": "5" * 24}
        props = {key: value for key, value in props.items() if not key.startswith("__")}
        opts = pulumi.ResourceOptions(additional_secret_outputs=["preAuthorizedKey"])
        super().__init__(_EMPTY, name, props, opts)


class Profile(Resource, module="bench", name="Profile"):
    """Represents a run profile, which is deleted with its engine like ours."""

    def __init__(self, name: str, engine: Engine) -> None:
        props = {**dict.fromkeys(_PROFILE), "name": name, "engineId": engine.id}
        props |= {"type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
        props = {key: value for key, value in props.items() if not key.startswith("__")}
        super().__init__(_EMPTY, name, props, pulumi.ResourceOptions(deleted_with=engine))
