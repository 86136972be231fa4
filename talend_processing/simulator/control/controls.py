"""What tests do to a simulator: read it, change it, let things go wrong, move its time."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.account.account import World
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.account.seed_files import load_seed
from talend_processing.simulator.account.seeds import read_seed
from talend_processing.simulator.control import outcome_overrides
from talend_processing.simulator.control.faults import Fault
from talend_processing.simulator.control.rule_files import Rules
from talend_processing.simulator.control.switches import SWITCHES
from talend_processing.simulator.http.service import Service
from talend_processing.simulator.resources.engines.engines import pair


class SimulatorControls:
    """The controls of a simulator in this process; safe to call from any thread."""

    _service: Service
    _seed: Mapping[str, Any]
    _report: Rules | None

    def reset(self) -> None:
        """Back to the start: its seed and switches, no faults, limits or latency, an empty journal."""
        service = self._service
        with service.lock:
            service.clock.reset()
            service.switches.reset()
            service.faults.clear()
            service.restart()
            service.journal.clear()
            service.latency, service.per_minute = 0.0, None
            service.world.clear()
            service.world.load(self._seed)

    def load(self, seed: Mapping[str, Any] | Path) -> None:
        """Hold what a seed holds, and nothing else. A seed that does not fit changes nothing."""
        service = self._service
        given = read_seed(seed)
        with service.lock:
            world = World(service.clock, service.switches)
            world.follow(service.world)
            load_seed(world, given)
            service.world = world
            service.restart()

    def state(self) -> dict[str, Any]:
        """All that the account holds, as a seed."""
        with self._service.lock:
            return self._service.world.state()

    def journal(self) -> list[dict[str, Any]]:
        """The requests seen, oldest first; control requests are not among them."""
        with self._service.lock:
            return self._service.journal.entries()

    def clear_journal(self) -> None:
        """Forget the requests seen."""
        with self._service.lock:
            self._service.journal.clear()

    def fault(  # noqa: PLR0913 - all but the kind are named, and few are given
        self,
        method: str | None = None,
        path: str | None = None,
        *,
        kind: str,
        count: int | None = 1,
        skip: int = 0,
        latency: float | None = None,
        status: int | None = None,
        retry_after: str | int | None = None,
        body: object = None,
    ) -> None:
        """Let something go wrong with the next `count` requests that fit (None: with all of them)."""
        wait = None if retry_after is None else str(retry_after)
        with self._service.lock:
            self._service.faults.add(
                Fault(
                    kind=kind,
                    method=method,
                    path=path,
                    count=count,
                    skip=skip,
                    latency=latency,
                    status=status,
                    retry_after=wait,
                    body=body,
                )
            )

    def faults(self) -> list[dict[str, Any]]:
        """The faults not used up."""
        with self._service.lock:
            return self._service.faults.waiting()

    def clear_faults(self) -> None:
        """Nothing goes wrong any more, and what was held goes on."""
        with self._service.lock:
            self._service.faults.clear()
            self._service.release()

    def release(self) -> None:
        """Let requests and answers that a fault holds go on."""
        with self._service.lock:
            self._service.release()

    def fail(  # noqa: PLR0913 - all are named, and few are given
        self,
        *,
        task: str | None = None,
        plan: str | None = None,
        step: str | int | None = None,
        promotion: str | None = None,
        artifact: str | None = None,
        outcome: str = "failure",
        error_type: str | None = None,
        message: str | None = None,
        count: int | None = 1,
    ) -> None:
        """Let the next `count` executions (None: all) of a task, a plan's step or a promotion end otherwise.

        A step is named by its number from 1, its id or its name, and its first task fails. With `artifact`,
        an id or a name, only that one of a promotion's artifacts fails.
        """
        with self._service.lock:
            outcome_overrides.fail(
                self._service.world,
                task=task,
                plan=plan,
                step=step,
                promotion=promotion,
                artifact=artifact,
                outcome=outcome,
                error_type=error_type,
                message=message,
                count=count,
            )

    def failures(self) -> list[dict[str, Any]]:
        """The failures asked for and not used up."""
        with self._service.lock:
            return outcome_overrides.waiting(self._service.world)

    def clear_failures(self) -> None:
        """No execution is asked to fail any more."""
        with self._service.lock:
            outcome_overrides.clear(self._service.world)

    def clock(self) -> dict[str, str]:
        """The simulator's time, as `now`."""
        with self._service.lock:
            return {"now": timestamp(self._service.clock.now())}

    def advance(self, seconds: float) -> None:
        """Move time forward; what becomes due happens."""
        _checked("seconds", seconds)
        with self._service.lock:
            self._service.clock.advance(seconds)
            self._service.world.settle()

    def pair(self, engine_id: str) -> None:
        """Do what a Remote or Pipeline Engine does when it starts with its key."""
        with self._service.lock:
            pair(self._service.world, engine_id)
            self._service.world.settle()

    def switch(self, name: str, value: object) -> None:
        """Set one of the rules that the API's reference leaves open."""
        with self._service.lock:
            self._service.switches.set(name, value)

    def switch_all(self, rules: Mapping[str, object]) -> None:
        """Set several rules, or none if one of them cannot be set so."""
        with self._service.lock:
            self._service.switches.set_all(rules)

    def switches(self) -> dict[str, Any]:
        """The rules as they are set."""
        with self._service.lock:
            return dict(self._service.switches.all())

    def rules(self) -> dict[str, Any]:
        """The report that the rules were taken from, and the rules that are not at their defaults."""
        report = self._report
        with self._service.lock:
            now = self._service.switches.all()
        return {
            "report": None if report is None else report.name,
            "ignored": [] if report is None else list(report.ignored),
            "differ": {name: value for name, value in now.items() if value != SWITCHES[name].default},
        }

    def rate_limit(self, per_minute: int | None) -> None:
        """Answer 429 to more requests than that in a minute of the simulator's time (None: to none)."""
        if per_minute is not None:
            _checked("per_minute", per_minute)
        with self._service.lock:
            self._service.per_minute = per_minute

    def latency(self, seconds: float) -> None:
        """Let every request wait before it takes effect."""
        if _checked("seconds", seconds) < 0:
            raise ValueError(f"seconds must be at least 0, was {seconds}")
        with self._service.lock:
            self._service.latency = seconds


def _checked(name: str, value: object) -> float:
    """A control over HTTP may bring anything."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{name} must be a number, was {value!r}")
    return value
