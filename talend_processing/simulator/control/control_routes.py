"""HTTP routes under `/_simulator/`, through which other processes call the controls."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from talend_processing.simulator.control.controls import SimulatorControls
from talend_processing.simulator.http.responses import Response, json_response, no_content
from talend_processing.simulator.http.service import CONTROL_PREFIX

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Route:
    """A route, and the control that it calls."""

    method: str
    name: str
    """The path segment after `/_simulator/`."""
    control: str
    """The name of the method of `SimulatorControls`."""
    takes: str = "nothing"
    """The arguments of the control: none (`nothing`), the body as one argument (`object`), each field of the
    body as a keyword argument (`arguments`), or the id at the end of the path (`id`)."""


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

_ROUTE_BY_METHOD_AND_NAME = {(route.method, route.name): route for route in ROUTES}


class ControlRoutes:
    """Answers the requests whose path begins with `/_simulator/`."""

    def __init__(self, controls: SimulatorControls) -> None:
        self._controls = controls

    def serve(self, method: str, path: str, content: bytes) -> Response:
        """Call the control of the route. Answer with its result as JSON (None: 204) or with an error."""
        name, _, object_id = path.removeprefix(CONTROL_PREFIX).partition("/")
        route = _ROUTE_BY_METHOD_AND_NAME.get((method, name))
        if route is None or bool(object_id) != (route.takes == "id"):
            return _error(HTTPStatus.NOT_FOUND, f"unknown control {method} {path}")
        control = getattr(self._controls, route.control)
        try:
            if route.takes == "nothing":
                result = control()
            elif route.takes == "id":
                result = control(unquote(object_id))
            elif route.takes == "object":
                result = control(_json_object(content))
            else:
                result = control(**_json_object(content))
        except RecursionError:
            return _error(HTTPStatus.BAD_REQUEST, "the body is nested too deeply")
        except UnicodeDecodeError:
            return _error(HTTPStatus.BAD_REQUEST, "the body is not valid UTF-8")
        except (ValueError, TypeError, KeyError) as error:
            return _error(HTTPStatus.BAD_REQUEST, str(error.args[0]) if error.args else str(error))
        except Exception:  # noqa: BLE001 - every bug becomes a 500
            _log.exception("%s %s: a bug in the simulator", method, path)
            return _error(
                HTTPStatus.INTERNAL_SERVER_ERROR, "a bug in the simulator: see its log for the traceback"
            )
        return no_content() if result is None else json_response(result)


def _json_object(content: bytes) -> dict[str, Any]:
    body = json.loads(content) if content else {}
    if not isinstance(body, dict):
        raise TypeError("the body must be a JSON object")
    return body


def _error(status: HTTPStatus, message: str) -> Response:
    return json_response({"status": int(status), "message": message}, status)
