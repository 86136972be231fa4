"""The controls over HTTP, for other processes: `/_simulator/`."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from talend_processing.simulator.answers import Answer, as_json, no_content
from talend_processing.simulator.clock import timestamp
from talend_processing.simulator.controls import SimulatorControls
from talend_processing.simulator.service import CONTROL


class ControlRoutes:
    """Each route calls the control of the same meaning."""

    def __init__(self, controls: SimulatorControls, now: Callable[[], int]) -> None:
        self._controls = controls
        self._now = now
        self._routes: dict[tuple[str, str], Callable[[Any], object]] = {
            ("POST", "reset"): lambda _: controls.reset(),
            ("POST", "seed"): controls.load,
            ("GET", "state"): lambda _: controls.state(),
            ("GET", "journal"): lambda _: controls.journal(),
            ("DELETE", "journal"): lambda _: controls.clear_journal(),
            ("GET", "faults"): lambda _: controls.faults(),
            ("POST", "faults"): lambda body: controls.fault(**body),
            ("DELETE", "faults"): lambda _: controls.clear_faults(),
            ("GET", "failures"): lambda _: controls.failures(),
            ("POST", "failures"): lambda body: controls.fail(**body),
            ("DELETE", "failures"): lambda _: controls.clear_failures(),
            ("GET", "clock"): lambda _: {"now": timestamp(now())},
            ("POST", "clock"): lambda body: controls.advance(**body),
            ("GET", "switches"): lambda _: controls.switches(),
            ("PUT", "switches"): controls.switch_all,
            ("PUT", "rate-limit"): lambda body: controls.rate_limit(body["perMinute"]),
            ("PUT", "latency"): lambda body: controls.latency(float(body["seconds"])),
        }

    def serve(self, method: str, path: str, content: bytes) -> Answer:
        """Answer a control request: what it asks for, or 204; 400 with the reason if it cannot be."""
        name, _, object_id = path.removeprefix(CONTROL).partition("/")
        try:
            if (method, name) == ("POST", "pair"):
                self._controls.pair(unquote(object_id))
                return no_content()
            route = None if object_id else self._routes.get((method, name))
            if route is None:
                return _refusal(HTTPStatus.NOT_FOUND, f"no control is called {method} {path}")
            found = route(json.loads(content) if content else {})
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return _refusal(HTTPStatus.BAD_REQUEST, str(error.args[0]) if error.args else str(error))
        return no_content() if found is None else as_json(found)


def _refusal(status: HTTPStatus, message: str) -> Answer:
    return as_json({"status": int(status), "message": message}, status)
