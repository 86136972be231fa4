"""A small engine in this process that applies programs with the adaptor, as Pulumi does.

Use `fleet.Fleet` for tests that call the lifecycles without the adaptor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from fleet import TOKEN, Kept

from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider import provider_for
from talend_processing.provider.host import adaptor
from talend_processing.provider.host.process import Process
from talend_processing.provider.host.user_errors import UserError
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

LEVELS = (("RemoteEngine",), ("EngineCluster",), ("ClusterMembership",))
"""Kinds in the order in which Pulumi calls them: later kinds need the ids of earlier ones."""


@dataclass
class Interrupt:
    """Ends an `up` after some calls, like a failure of another resource."""

    calls: int

    def __call__(self) -> None:
        self.calls -= 1
        if self.calls < 0:
            raise UserError("something else failed")


class Stack:
    """Calls the provider in this process as Pulumi does. Names of resources replace URNs."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.client = TalendClient(Settings(simulator.url, AccessToken(TOKEN)))
        self.state: dict[str, Kept] = {}
        self.pending_deletes: list[tuple[str, Kept]] = []
        """Replaced objects that are still to be deleted."""
        self._urn = ""

    @contextmanager
    def _run(self) -> Iterator[None]:
        session = Session(
            self.client, api_url=self.simulator.url, wait=lambda _: None, current_urn=lambda: self._urn
        )
        before, adaptor.PROCESS = adaptor.PROCESS, Process()
        adaptor.PROCESS.session = session
        try:
            yield
        finally:
            adaptor.PROCESS = before

    def up(
        self,
        program: Mapping[str, tuple[str, dict[str, Any]]],
        *,
        replace: str = "",
        refresh: bool = False,
        interrupt: Interrupt | None = None,
    ) -> None:
        """Apply a program. An error ends it, and pending deletes stay pending."""
        self._interrupt = interrupt or Interrupt(1000)
        with self._run():
            for name in list(self.state) if refresh else ():
                self._refresh(name)
            for kinds in LEVELS:
                self._apply({name: one for name, one in program.items() if one[0] in kinds}, replace)
            for name in [name for name in reversed(self.state) if name not in program]:
                self._delete(name, self.state[name])
                del self.state[name]
            for name, kept in list(self.pending_deletes):
                self._delete(name, kept)
                self.pending_deletes.remove((name, kept))

    def _apply(self, program: Mapping[str, tuple[str, dict[str, Any]]], replace: str) -> None:
        """Compare all resources first, as Pulumi does while other calls are in progress."""
        plan = []
        for name, (kind, arguments) in program.items():
            provider = self._provider(name, kind)
            checked = provider.check({}, self._resolved(arguments))
            assert not checked.failures
            old = self.state.get(name)
            plan.append((name, checked.inputs, old and provider.diff(old.id, old.outputs, checked.inputs)))
        for name, inputs, difference in plan:
            kind, old = program[name][0], self.state.get(name)
            if old is None or difference is None:
                self._create(name, kind, inputs)
            elif difference.replaces or name == replace:
                if difference.delete_before_replace:
                    self._delete(name, old)
                    del self.state[name]
                self._create(name, kind, inputs)
                if not difference.delete_before_replace:
                    self.pending_deletes.append((name, old))
            elif difference.changes is not False:
                self._interrupt()
                old.outputs = self._provider(name, kind).update(old.id, old.outputs, inputs).outs or {}

    def _resolved(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        def value(one: Any) -> Any:
            if isinstance(one, list):
                return [value(part) for part in one]
            return self.state[one[1:]].id if isinstance(one, str) and one.startswith("@") else one

        return {key: value(one) for key, one in arguments.items()}

    def _provider(self, name: str, kind: str) -> adaptor.TalendProvider:
        self._urn = name
        return provider_for(kind)

    def _create(self, name: str, kind: str, inputs: dict[str, Any]) -> None:
        self._interrupt()
        made = self._provider(name, kind).create(inputs)
        self.state[name] = Kept(kind, made.id, made.outs or {})

    def _refresh(self, name: str) -> None:
        kept = self.state[name]
        provider = self._provider(name, kept.kind)
        found = provider.read(kept.id, kept.outputs)
        assert found.id == kept.id, f"{name} is gone"
        kept.outputs = found.outs or {}
        provider.diff(kept.id, kept.outputs, found.inputs or kept.outputs)  # as a refresh does

    def _delete(self, name: str, kept: Kept) -> None:
        self._interrupt()
        self._provider(name, kept.kind).delete(kept.id, kept.outputs)
