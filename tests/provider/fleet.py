"""A small engine in this process that applies programs with the lifecycles, against a simulator.

Every `up` has its own session, as each `pulumi up` has a new host process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from profile_samples import HEAP

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

TOKEN = "made-up-token"
_HASTE = 0.005
"""The fraction of each pause between retries that tests wait."""
_TABLES = ("remoteEngines", "clusters", "runProfiles")


@dataclass(frozen=True)
class Ref:
    """The id of another resource of the program."""

    name: str


@dataclass(frozen=True)
class Declared:
    """One resource of a program."""

    kind: str
    inputs: Mapping[str, Any]


Program = dict[str, Declared]


def remote_program(place: Mapping[str, str]) -> Program:
    """Return a program with a Remote Engine in a cluster, and a run profile of each."""
    return {
        "engine": Declared("RemoteEngine", place),
        "cluster": Declared("EngineCluster", place),
        "member": Declared("ClusterMembership", {"clusterId": Ref("cluster"), "engineId": Ref("engine")}),
        "of-engine": Declared("RemoteEngineRunProfile", {"engineId": Ref("engine"), **HEAP}),
        "of-cluster": Declared("EngineClusterRunProfile", {"clusterId": Ref("cluster"), **HEAP}),
    }


@dataclass
class Kept:
    """One resource in state."""

    kind: str
    id: str
    outputs: dict[str, Any]


class _SkippedError(Exception):
    """A resource that this one needs was not created."""


@dataclass
class Fleet:
    """A stack: its state, and the errors of the last `up` or refresh."""

    simulator: Simulator
    state: dict[str, Kept] = field(default_factory=dict)
    pending_deletes: list[Kept] = field(default_factory=list)
    """Replaced objects that are still to be deleted."""
    errors: list[str] = field(default_factory=list)
    changes: int = 0
    """How many creates, updates and deletes of resources the last `up` tried."""

    def up(self, program: Program, *, timeout: float = 30.0) -> None:
        """Apply a program. Record the errors and continue with the other resources."""
        with self._session(timeout) as session:
            for name, resource in program.items():
                with self._recording_errors():
                    self._apply(session, name, resource)
            for name in reversed([name for name in self.state if name not in program]):
                with self._recording_errors():
                    self._delete(session, self.state[name])
                    del self.state[name]
            for kept in list(self.pending_deletes):
                with self._recording_errors():
                    self._delete(session, kept)
                    self.pending_deletes.remove(kept)

    def refresh(self) -> None:
        """Read every resource."""
        with self._session(30.0) as session:
            for name, kept in list(self.state.items()):
                with self._recording_errors():
                    spec = find(kept.kind)
                    found = lifecycle_of(spec).read(session, kept.id, kept.outputs)
                    if found is None:
                        del self.state[name]
                    else:
                        kept.outputs = found.outputs

    def objects(self) -> dict[str, dict[str, Any]]:
        """Return the engines, clusters and run profiles of the account, by id."""
        account = self.simulator.state()
        return {each["id"]: each for table in _TABLES for each in account[table]}

    def unreported(self) -> set[str]:
        """Return the ids of objects that are neither in state nor in an error."""
        known = {kept.id for kept in (*self.state.values(), *self.pending_deletes)}
        return {one for one in self.objects() if one not in known and not any(one in t for t in self.errors)}

    def duplicates(self) -> list[tuple[str, str, str]]:
        """Return the names that two objects of one kind and parent share."""
        seen: set[tuple[str, str, str]] = set()
        found = []
        for each in self.objects().values():
            kind = "profile" if "jvmArguments" in each else "cluster" if "managed" in each else "engine"
            place = str(each.get("processorId") or each.get("workspaceId"))
            key = kind, place, str(each["name"])
            found += [key] if key in seen else []
            seen.add(key)
        return found

    def leaks(self) -> list[str]:
        """Return the errors and outputs that contain a secret."""
        keys = [str(e["preAuthorizedKey"]) for e in self.objects().values() if "preAuthorizedKey" in e]
        outs = [
            json.dumps({k: v for k, v in kept.outputs.items() if k != "preAuthorizedKey"})
            for kept in self.state.values()
        ]
        return [text for text in (*self.errors, *outs) if any(secret in text for secret in (TOKEN, *keys))]

    @contextmanager
    def _session(self, timeout: float) -> Iterator[Session]:
        self.errors.clear()
        self.changes = 0
        settings = Settings(self.simulator.url, AccessToken(TOKEN), request_timeout=timeout)
        hurry = {"sleep": lambda seconds: time.sleep(seconds * _HASTE), "randomness": lambda: 0.0}
        with TalendClient(settings, **hurry) as client:  # type: ignore[arg-type]
            yield Session(client, api_url=self.simulator.url, wait=client.wait)

    @contextmanager
    def _recording_errors(self) -> Iterator[None]:
        try:
            yield
        except TalendError as error:
            self.errors.append(str(error))
        except _SkippedError:
            return

    def _apply(self, session: Session, name: str, resource: Declared) -> None:
        spec, lifecycle = find(resource.kind), lifecycle_of(find(resource.kind))
        checked = check(
            spec,
            {"name": name, **self._resolved(resource)} if _named(spec.kind) else self._resolved(resource),
        )
        assert not checked.failures, checked.failures
        old = self.state.get(name)
        if old is None:
            self.changes += 1
            self.state[name] = Kept(spec.kind, *lifecycle.create(session, checked.inputs))
            return
        difference = diff(spec, old.outputs, checked.inputs)
        if not difference:
            return
        self.changes += 1
        if not difference.replaces:
            old.outputs = lifecycle.update(session, old.id, old.outputs, checked.inputs)
            return
        if difference.delete_first:
            self._delete(session, old)
            del self.state[name]
            self.state[name] = Kept(spec.kind, *lifecycle.create(session, checked.inputs))
        else:
            self.state[name] = Kept(spec.kind, *lifecycle.create(session, checked.inputs))
            self.pending_deletes.append(old)

    def _resolved(self, resource: Declared) -> dict[str, Any]:
        return {key: self._value(value) for key, value in resource.inputs.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(part) for part in value]
        if not isinstance(value, Ref):
            return value
        if value.name not in self.state:
            raise _SkippedError
        return self.state[value.name].id

    def _delete(self, session: Session, kept: Kept) -> None:
        self.changes += 1
        lifecycle_of(find(kept.kind)).delete(session, kept.id, kept.outputs)


def _named(kind: str) -> bool:
    return any(prop.wire == "name" for prop in find(kind).arguments)
