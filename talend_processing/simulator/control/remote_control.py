"""The controls of a simulator in another process."""

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
    """The simulator refused a control or did not answer, and why."""


class SimulatorControl:
    """Calls `/_simulator/` of the simulator at `url`; the methods mean what `Simulator`'s mean."""

    def __init__(self, url: str) -> None:
        if not url.startswith("http://"):
            raise ValueError(f"a simulator's address begins with http://, this does not: {url}")
        self.url = url.rstrip("/")
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def reset(self) -> None:
        """Back to the start."""
        self._call("POST", "reset")

    def load(self, seed: Mapping[str, Any] | Path) -> None:
        """Hold what a seed holds, and nothing else; a file is read here, not by the simulator."""
        self._call("POST", "seed", dict(read_seed(seed)))

    def state(self) -> dict[str, Any]:
        """All that the account holds, as a seed."""
        return dict(self._call("GET", "state"))

    def journal(self) -> list[dict[str, Any]]:
        """The requests seen, oldest first."""
        return list(self._call("GET", "journal"))

    def clear_journal(self) -> None:
        """Forget the requests seen."""
        self._call("DELETE", "journal")

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
        asked: dict[str, object] = {
            "method": method,
            "path": path,
            "kind": kind,
            "count": count,
            "skip": skip,
        }
        asked |= {"latency": latency, "status": status, "retry_after": retry_after, "body": body}
        self._call("POST", "faults", asked)

    def faults(self) -> list[dict[str, Any]]:
        """The faults not used up."""
        return list(self._call("GET", "faults"))

    def clear_faults(self) -> None:
        """Nothing goes wrong any more, and what was held goes on."""
        self._call("DELETE", "faults")

    def release(self) -> None:
        """Let requests and answers that a fault holds go on."""
        self._call("POST", "release")

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
        """Let the next executions of a task, a plan's step or a promotion end otherwise."""
        asked = {"task": task, "plan": plan, "step": step, "promotion": promotion, "artifact": artifact}
        asked |= {"outcome": outcome, "error_type": error_type, "message": message, "count": count}
        self._call("POST", "failures", asked)

    def failures(self) -> list[dict[str, Any]]:
        """The failures asked for and not used up."""
        return list(self._call("GET", "failures"))

    def clear_failures(self) -> None:
        """No execution is asked to fail any more."""
        self._call("DELETE", "failures")

    def clock(self) -> dict[str, str]:
        """The simulator's time, as `now`."""
        return dict(self._call("GET", "clock"))

    def advance(self, seconds: float) -> None:
        """Move time forward."""
        self._call("POST", "clock", {"seconds": seconds})

    def pair(self, engine_id: str) -> None:
        """Do what an engine does when it starts with its key."""
        self._call("POST", f"pair/{quote(engine_id, safe='')}")

    def switch(self, name: str, value: object) -> None:
        """Set one of the rules that the API's reference leaves open."""
        self._call("PUT", "switches", {name: value})

    def switch_all(self, rules: Mapping[str, object]) -> None:
        """Set several rules, or none if one of them cannot be set so."""
        self._call("PUT", "switches", dict(rules))

    def switches(self) -> dict[str, Any]:
        """The rules as they are set."""
        return dict(self._call("GET", "switches"))

    def rules(self) -> dict[str, Any]:
        """The report that the rules were taken from, and the rules that are not at their defaults."""
        return dict(self._call("GET", "rules"))

    def rate_limit(self, per_minute: int | None) -> None:
        """Answer 429 to more requests than that in a minute."""
        self._call("PUT", "rate-limit", {"per_minute": per_minute})

    def latency(self, seconds: float) -> None:
        """Let every request wait."""
        self._call("PUT", "latency", {"seconds": seconds})

    def _call(self, method: str, name: str, body: Mapping[str, Any] | None = None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - http only, see __init__
            f"{self.url}/_simulator/{name}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
            method=method,
        )
        try:
            with self._opener.open(request, timeout=30) as answer:
                content = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                reason = _reason(error)
            raise SimulatorControlError(f"{method} {name} at {self.url}: {reason}") from None
        except OSError as error:  # a URLError holds what stood in the way
            reason = str(getattr(error, "reason", error))
            raise SimulatorControlError(f"{method} {name} at {self.url}: no answer: {reason}") from None
        return json.loads(content) if content else None


def _reason(error: urllib.error.HTTPError) -> str:
    """What the simulator says; another server would say it in another way."""
    try:
        return str(json.loads(error.read())["message"])
    except (ValueError, KeyError, TypeError):
        return f"answered {error.code}, and not as a simulator does"
