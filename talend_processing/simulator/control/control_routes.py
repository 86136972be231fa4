"""The controls over HTTP, for other processes: `/_simulator/`."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from talend_processing.simulator.control.controls import SimulatorControls
from talend_processing.simulator.http.responses import Answer, as_json, no_content
from talend_processing.simulator.http.service import CONTROL

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Route:
    """One control route and the control that it calls."""

    method: str
    name: str
    control: str
    takes: str = "nothing"
    """`nothing`, an `object` as the control's only argument, `arguments` by name, or an `id` in the path."""


ROUTES = (
    Route("POST", "reset", "reset"),
    Route("POST", "seed", "load", "object"),
    Route("GET", "state", "state"),
    Route("GET", "journal", "journal"),
    Route("DELETE", "journal", "clear_journal"),
    Route("GET", "faults", "faults"),
    Route("POST", "faults", "fault", "arguments"),
    Route("DELETE", "faults", "clear_faults"),
    Route("POST", "release", "release"),
    Route("GET", "failures", "failures"),
    Route("POST", "failures", "fail", "arguments"),
    Route("DELETE", "failures", "clear_failures"),
    Route("GET", "clock", "clock"),
    Route("POST", "clock", "advance", "arguments"),
    Route("POST", "pair", "pair", "id"),
    Route("GET", "switches", "switches"),
    Route("PUT", "switches", "switch_all", "object"),
    Route("GET", "rules", "rules"),
    Route("PUT", "rate-limit", "rate_limit", "arguments"),
    Route("PUT", "latency", "latency", "arguments"),
)
"""Every control route."""

_BY_NAME = {(route.method, route.name): route for route in ROUTES}


class ControlRoutes:
    """Each route calls the control of the same meaning."""

    def __init__(self, controls: SimulatorControls) -> None:
        self._controls = controls

    def serve(self, method: str, path: str, content: bytes) -> Answer:
        """Answer a control request: what it asks for, or 204; 400 with the reason if it cannot be."""
        name, _, object_id = path.removeprefix(CONTROL).partition("/")
        route = _BY_NAME.get((method, name))
        if route is None or bool(object_id) != (route.takes == "id"):
            return _refusal(HTTPStatus.NOT_FOUND, f"no control is called {method} {path}")
        control = getattr(self._controls, route.control)
        try:
            if route.takes == "nothing":
                found = control()
            elif route.takes == "id":
                found = control(unquote(object_id))
            elif route.takes == "object":
                found = control(_object(content))
            else:
                found = control(**_object(content))
        except RecursionError:
            return _refusal(HTTPStatus.BAD_REQUEST, "the body is nested too deep")
        except UnicodeDecodeError:
            return _refusal(HTTPStatus.BAD_REQUEST, "the body is no text in UTF-8")
        except (ValueError, TypeError, KeyError) as error:
            return _refusal(HTTPStatus.BAD_REQUEST, str(error.args[0]) if error.args else str(error))
        except Exception:  # noqa: BLE001 - whatever it is
            _log.exception("%s %s: a bug in the simulator", method, path)
            return _refusal(
                HTTPStatus.INTERNAL_SERVER_ERROR, "a bug in the simulator: its log has the traceback"
            )
        return no_content() if found is None else as_json(found)


def _object(content: bytes) -> dict[str, Any]:
    found = json.loads(content) if content else {}
    if not isinstance(found, dict):
        raise TypeError("the body must be a JSON object")
    return found


def _refusal(status: HTTPStatus, message: str) -> Answer:
    return as_json({"status": int(status), "message": message}, status)
