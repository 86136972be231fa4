"""Controls of a simulator: methods that change its contents, HTTP faults, outcomes, switches and clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from talend_processing.simulator.account.account import Account
from talend_processing.simulator.account.clock import timestamp
from talend_processing.simulator.account.seed_files import load_seed
from talend_processing.simulator.account.seeds import read_seed
from talend_processing.simulator.control import outcome_overrides
from talend_processing.simulator.control.faults import Fault
from talend_processing.simulator.control.initial_rules import Rules
from talend_processing.simulator.control.open_rules import SWITCHES
from talend_processing.simulator.http.service import Service
from talend_processing.simulator.resources.engines.engines import pair


class SimulatorControls:
    """The controls of a simulator in this process. They may be called from any thread."""

    _service: Service
    _seed: Mapping[str, Any]
    _rules: Rules | None
    """The source of the initial switch values: a report or `least-friendly`. None: the defaults."""

    def reset(self) -> None:
        """Restore the initial contents, switches and time. Remove faults, latency, rate limit and journal."""
        service = self._service
        with service.lock:
            service.clock.reset()
            service.switches.reset()
            service.faults.clear()
            service.restart()
            service.journal.clear()
            service.latency, service.per_minute = 0.0, None
            service.account = Account(service.clock, service.switches)
            service.account.load(self._seed)

    def load(self, seed: Mapping[str, Any] | Path) -> None:
        """Replace the contents of the account with a seed. An invalid seed changes nothing."""
        service = self._service
        contents = read_seed(seed)
        with service.lock:
            account = Account(service.clock, service.switches)
            account.continue_ids(service.account)
            load_seed(account, contents)
            service.account = account
            service.restart()

    def state(self) -> dict[str, Any]:
        """Return the contents of the account, as a seed."""
        with self._service.lock:
            return self._service.account.state()

    def journal(self) -> list[dict[str, Any]]:
        """Return the received requests, oldest first, without control requests."""
        with self._service.lock:
            return self._service.journal.entries()

    def clear_journal(self) -> None:
        """Remove all requests from the journal."""
        with self._service.lock:
            self._service.journal.clear()

    def fault(  # noqa: PLR0913 - keyword arguments, mostly omitted
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
        """Inject a fault into the next `count` matching requests (None: all).

        `kind` is one of `KINDS`, which describes the arguments that belong to each kind. In `path`, `*` and
        `{name}` match one segment, and `**` matches any number of segments. The fault ignores the first
        `skip` matching requests.

        Raises:
            ValueError: An argument is invalid.

        """
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
                    retry_after=None if retry_after is None else str(retry_after),
                    body=body,
                )
            )

    def faults(self) -> list[dict[str, Any]]:
        """Return the pending faults, each with its remaining `count` and `skip`."""
        with self._service.lock:
            return self._service.faults.pending()

    def clear_faults(self) -> None:
        """Remove all faults and release the requests and responses that they hold."""
        with self._service.lock:
            self._service.faults.clear()
            self._service.release()

    def release(self) -> None:
        """Release the requests and responses that faults hold."""
        with self._service.lock:
            self._service.release()

    def fail(  # noqa: PLR0913 - keyword arguments, mostly omitted
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
        """Override the outcome of the next `count` executions (None: all) of a task, plan step or promotion.

        `step` selects a step of the plan by its number (from 1), id or name. The first task of this step gets
        the outcome. For a promotion, `artifact` is the id or name of the artifact whose report contains the
        failure or warning. Without `artifact`, the report of every task contains it.

        Raises:
            ValueError: An argument is invalid, or the task, plan, step or promotion does not exist.

        """
        with self._service.lock:
            outcome_overrides.fail(
                self._service.account,
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
        """Return the pending failures, which `fail` or the seed requested for the next executions."""
        with self._service.lock:
            return outcome_overrides.pending(self._service.account)

    def clear_failures(self) -> None:
        """Remove all pending failures."""
        with self._service.lock:
            outcome_overrides.clear(self._service.account)

    def clock(self) -> dict[str, str]:
        """Return the simulator's time under the key `now`."""
        with self._service.lock:
            return {"now": timestamp(self._service.clock.now())}

    def advance(self, seconds: float) -> None:
        """Move the clock forward and run the events that become due.

        Raises:
            ValueError: `seconds` is negative, or all calls together would exceed a century.

        """
        _finite("seconds", seconds)
        with self._service.lock:
            self._service.clock.advance(seconds)
            self._service.account.settle()

    def pair(self, engine_id: str) -> None:
        """Pair a Remote Engine or Pipeline Engine, as if it had started with its pairing key.

        Raises:
            KeyError: No engine has the id.

        """
        with self._service.lock:
            pair(self._service.account, engine_id)
            self._service.account.settle()

    def switch(self, name: str, value: object) -> None:
        """Set a switch, that is, a rule that the API reference leaves open.

        Raises:
            ValueError: No switch has the name, or it does not accept the value.

        """
        with self._service.lock:
            self._service.switches.set(name, value)

    def switch_all(self, rules: Mapping[str, object]) -> None:
        """Set several switches. If a name or value is invalid, set none of them."""
        with self._service.lock:
            self._service.switches.set_all(rules)

    def switches(self) -> dict[str, Any]:
        """Return the values of all switches."""
        with self._service.lock:
            return dict(self._service.switches.all())

    def rules(self) -> dict[str, Any]:
        """Return the source of the initial switch values, and the switches that differ from their defaults.

        `report` is the file name of the probe's report, `least-friendly` or None. `ignored` has a
        message for each value of the report that is not applied. `differ` maps switches to their values.
        """
        rules = self._rules
        with self._service.lock:
            current_values = self._service.switches.all()
        return {
            "report": None if rules is None else rules.name,
            "ignored": [] if rules is None else list(rules.ignored),
            "differ": {
                name: value for name, value in current_values.items() if value != SWITCHES[name].default
            },
        }

    def rate_limit(self, per_minute: int | None) -> None:
        """Answer 429 beyond `per_minute` requests in a minute of the simulator's clock (None: no limit)."""
        if per_minute is not None:
            _finite("per_minute", per_minute)
        with self._service.lock:
            self._service.per_minute = per_minute

    def latency(self, seconds: float) -> None:
        """Delay each request by `seconds` before it takes effect."""
        if _finite("seconds", seconds) < 0:
            raise ValueError(f"seconds must be at least 0, was {seconds}")
        with self._service.lock:
            self._service.latency = seconds


def _finite(name: str, value: object) -> float:
    """Return the value if it is a finite number, or raise a TypeError. Over HTTP, it may be of any type."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(f"{name} must be a number, was {value!r}")
    return value
