"""Calls the controls of a simulator in another process, over HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from talend_processing.simulator.account.seeds import read_seed


class SimulatorControlError(RuntimeError):
    """The simulator rejected a control request or did not respond."""


class SimulatorControl:
    """The controls of the simulator at `url`. `Simulator` has the same methods.

    Every method raises SimulatorControlError if the simulator rejects the call or does not respond.
    """

    def __init__(self, url: str) -> None:
        if not url.startswith("http://"):
            raise ValueError(f"the URL of a simulator must begin with http://, but is {url}")
        self.url = url.rstrip("/")
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # without a proxy

    def reset(self) -> None:
        """Restore the initial contents, switches and time. Remove faults, latency, rate limit and journal."""
        self._call("POST", "reset")

    def load(self, seed: Mapping[str, Any] | Path) -> None:
        """Replace the contents of the account with a seed. If the seed is a file, this process reads it."""
        self._call("POST", "seed", dict(read_seed(seed)))

    def state(self) -> dict[str, Any]:
        """Return the contents of the account, as a seed."""
        return dict(self._call("GET", "state"))

    def journal(self) -> list[dict[str, Any]]:
        """Return the received requests, oldest first, without control requests."""
        return list(self._call("GET", "journal"))

    def clear_journal(self) -> None:
        """Remove all requests from the journal."""
        self._call("DELETE", "journal")

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
        """Inject a fault into the next `count` matching requests (None: all). See `Simulator.fault`."""
        arguments: dict[str, object] = {
            "method": method,
            "path": path,
            "kind": kind,
            "count": count,
            "skip": skip,
        }
        arguments |= {"latency": latency, "status": status, "retry_after": retry_after, "body": body}
        self._call("POST", "faults", arguments)

    def faults(self) -> list[dict[str, Any]]:
        """Return the pending faults, each with its remaining `count` and `skip`."""
        return list(self._call("GET", "faults"))

    def clear_faults(self) -> None:
        """Remove all faults and release the requests and responses that they hold."""
        self._call("DELETE", "faults")

    def release(self) -> None:
        """Release the requests and responses that faults hold."""
        self._call("POST", "release")

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
        """Override the outcome of the next `count` executions (None: all). See `Simulator.fail`."""
        arguments = {"task": task, "plan": plan, "step": step, "promotion": promotion, "artifact": artifact}
        arguments |= {"outcome": outcome, "error_type": error_type, "message": message, "count": count}
        self._call("POST", "failures", arguments)

    def failures(self) -> list[dict[str, Any]]:
        """Return the pending failures, which `fail` or the seed requested for the next executions."""
        return list(self._call("GET", "failures"))

    def clear_failures(self) -> None:
        """Remove all pending failures."""
        self._call("DELETE", "failures")

    def clock(self) -> dict[str, str]:
        """Return the simulator's time under the key `now`."""
        return dict(self._call("GET", "clock"))

    def advance(self, seconds: float) -> None:
        """Move the clock forward and run the events that become due."""
        self._call("POST", "clock", {"seconds": seconds})

    def pair(self, engine_id: str) -> None:
        """Pair a Remote Engine or Pipeline Engine, as if it had started with its pairing key."""
        self._call("POST", f"pair/{quote(engine_id, safe='')}")

    def switch(self, name: str, value: object) -> None:
        """Set a switch, that is, a rule that the API reference leaves open."""
        self._call("PUT", "switches", {name: value})

    def switch_all(self, rules: Mapping[str, object]) -> None:
        """Set several switches. If a name or value is invalid, set none of them."""
        self._call("PUT", "switches", dict(rules))

    def switches(self) -> dict[str, Any]:
        """Return the values of all switches."""
        return dict(self._call("GET", "switches"))

    def rules(self) -> dict[str, Any]:
        """Return the source of the initial switch values, and the switches that differ from their defaults.

        `Simulator.rules` describes the keys of the result.
        """
        return dict(self._call("GET", "rules"))

    def rate_limit(self, per_minute: int | None) -> None:
        """Answer 429 beyond `per_minute` requests in a minute of the simulator's clock (None: no limit)."""
        self._call("PUT", "rate-limit", {"per_minute": per_minute})

    def latency(self, seconds: float) -> None:
        """Delay each request by `seconds` before it takes effect."""
        self._call("PUT", "latency", {"seconds": seconds})

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - http only, see __init__
            f"{self.url}/_simulator/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        try:
            with self._opener.open(request, timeout=30) as response:
                content = response.read()
        except urllib.error.HTTPError as error:
            with error:
                reason = _reason(error)
            raise SimulatorControlError(f"{method} {path} at {self.url}: {reason}") from None
        except OSError as error:  # the `reason` of a URLError is its cause
            reason = str(getattr(error, "reason", error))
            raise SimulatorControlError(f"{method} {path} at {self.url}: no response: {reason}") from None
        return json.loads(content) if content else None


def _reason(error: urllib.error.HTTPError) -> str:
    """Return the simulator's message, or else the status and the advice to check the URL."""
    try:
        return str(json.loads(error.read())["message"])
    except (ValueError, KeyError, TypeError):
        return f"status {error.code} without a simulator's message: check that this is the URL of a simulator"
