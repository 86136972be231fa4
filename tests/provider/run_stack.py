"""A small engine in this process for one run. It keeps the three parts of the run in state, as Pulumi does.

Each `up` acts as a separate process. If it is killed, its state contains what was created before. The
response to the current call is lost, and its object is not in state.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
from fleet import Kept
from plain_http import NO_CERTIFICATES

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken, ServiceAccount, Settings
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

EXECUTIONS = "/processing/executions"
EXECUTABLES = {
    "task": "5a0000000000000000000001",
    "plan": "9f0b1c5e-0000-4000-8000-000000000001",
    "promotion": "5b0000000000000000000001",
}
STARTS = {"task": EXECUTIONS, "plan": f"{EXECUTIONS}/plans", "promotion": f"{EXECUTIONS}/promotions"}
PARTS = ("Intent", "Execution", "Completion")
_CLASSES = {"task": "TaskRun", "plan": "PlanRun", "promotion": "PromotionRun"}
_FROM_INTENT = ("token", "intendedAt", "intendedBy", "generation")
_LIST_DELAY = 20.0
_TOKEN = AccessToken("made-up-token")


def arguments(kind: str, **more: Any) -> dict[str, Any]:
    """Return the inputs of a run that `up` waits for."""
    waits = {"waitTimeout": 60, "pollInterval": 10, "onFailure": "fail"}
    return {"executable": EXECUTABLES[kind], "triggers": "1", **waits, **more}


@dataclass(frozen=True)
class Kill:
    """The call, counted from 0, at which a process is killed."""

    call: int
    sent: bool
    """Whether the call takes effect. Then only its response is lost."""

    def __str__(self) -> str:
        return f"{'at' if self.sent else 'before'}{self.call}"


class KilledError(BaseException):
    """The process has been killed. No code in it may catch this."""


@dataclass
class RunStack:
    """A stack with one run: its state, and what its `up`s reported."""

    simulator: Simulator
    kind: str
    state: dict[str, Kept] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    """The error of the last `up`, if it failed."""
    warned: list[str] = field(default_factory=list)
    """The warnings of all `up`s."""
    credentials: AccessToken | ServiceAccount = _TOKEN
    reachable: bool = True
    """Whether connections to the API can be made."""
    _now: float = 0.0

    def up(self, sent: Mapping[str, Any], *, timeout: float = 30.0, kill: Kill | None = None) -> None:
        """Apply the run in a process that `kill` may end.

        Record the first error and stop, as the parts depend on each other.
        """
        self.errors.clear()
        with suppress(KilledError), self._process(timeout, kill) as session:
            try:
                for part in PARTS:
                    self._apply(session, part, sent)
            except TalendError as error:
                self.errors.append(str(error))

    def started(self) -> list[str]:
        """Return the ids of all executions of this kind in the account."""
        return [str(one["id"]) for one in self.simulator.state()[f"{self.kind}Executions"] if _own(one)]

    def recorded(self) -> str:
        """Return the execution id in state, or an empty string."""
        execution = self.state.get("Execution")
        return str(execution.outputs.get("startedId") or "") if execution else ""

    @contextmanager
    def _process(self, timeout: float, kill: Kill | None) -> Iterator[Session]:
        settings = Settings(
            self.simulator.url,
            self.credentials,
            request_timeout=timeout,
            max_retries=2,
            requests_per_minute=1_000_000,
        )
        transport = _KillingTransport(kill) if self.reachable else httpx.MockTransport(_refuse_connection)
        with TalendClient(
            settings,
            transport=transport,
            sleep=lambda _: None,
            randomness=lambda: 0.0,
            clock=lambda: self._now,
            wall_clock=self._wall_clock,
        ) as client:
            yield Session(
                client,
                api_url=self.simulator.url,
                clock=lambda: self._now,
                wall_clock=self._wall_clock,
                wait=self._wait,
                warn=self.warned.append,
                list_delay=_LIST_DELAY,
            )

    def _wait(self, seconds: float) -> None:
        """Advance the clocks of this process and of the API."""
        self._now += seconds
        if seconds:
            self.simulator.advance(seconds)

    def _wall_clock(self) -> float:
        """Return the time of this machine, which advances like that of the API."""
        return time.time() + self._now

    def _apply(self, session: Session, part: str, sent: Mapping[str, Any]) -> None:
        spec = find(f"{_CLASSES[self.kind]}{part}")
        lifecycle = lifecycle_of(spec)
        names = {prop.wire for prop in spec.arguments}
        given = {name: value for name, value in (*sent.items(), *self._links(part)) if name in names}
        checked = check(spec, given)
        assert checked.failures == []
        old = self.state.get(part)
        difference = diff(spec, old.outputs, checked.inputs) if old else None
        if old is not None and difference and difference.replaces:
            if difference.delete_first:
                del self.state[part]
                lifecycle.delete(session, old.id, old.outputs)
            self.state[part] = Kept(spec.kind, *lifecycle.create(session, checked.inputs))
            if not difference.delete_first:
                lifecycle.delete(session, old.id, old.outputs)
        elif old is None:
            self.state[part] = Kept(spec.kind, *lifecycle.create(session, checked.inputs))
        elif difference:
            old.outputs = lifecycle.update(session, old.id, old.outputs, checked.inputs)

    def _links(self, part: str) -> list[tuple[str, Any]]:
        """Return the inputs of a part that are outputs of earlier parts."""
        found: list[tuple[str, Any]] = []
        if part != "Intent":
            intent = self.state["Intent"].outputs
            found += [(name, intent[name]) for name in _FROM_INTENT]
        if part == "Completion":
            execution = self.state["Execution"].outputs
            found += [(name, execution.get(name)) for name in ("startStatus", "message")]
            found += [("executionId", execution.get("startedId") or "")]
        return found


def _own(execution: Mapping[str, Any]) -> bool:
    """Return whether an execution was started by itself and not by a plan."""
    return execution.get("type") != "PLAN"


def _refuse_connection(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("[Errno 111] Connection refused", request=request)


class _KillingTransport(httpx.BaseTransport):
    """A transport that kills the process at one of its calls."""

    def __init__(self, kill: Kill | None) -> None:
        self._transport = httpx.HTTPTransport(verify=NO_CERTIFICATES)
        self._kill = kill
        self._made = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        dies = self._kill is not None and self._made == self._kill.call
        self._made += 1
        if dies and self._kill is not None and not self._kill.sent:
            raise KilledError
        answer = self._transport.handle_request(request)
        if dies:
            answer.read()
            raise KilledError
        return answer

    def close(self) -> None:
        self._transport.close()
