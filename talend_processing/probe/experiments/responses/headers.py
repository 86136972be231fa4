"""Which headers do responses have?

Calls: none. The experiment examines all earlier responses. It does not provoke a 429, which would delay other
programs with the same IP address.
"""

from __future__ import annotations

import re
from typing import Final

from talend_processing.client.http.transport import parse_http_date
from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_RETRY: Final = Rule(
    "retry_after",
    "Does the `Retry-After` header of a 429 contain seconds or a date, or is there no such header?",
    None,
    {
        "*": "No effect: the client honours both forms. Without the header, its pauses become"
        " longer with each attempt."
    },
)
_LIMITS: Final = Rule(
    "rate_limit_headers",
    "Do responses have headers about the rate limit?",
    "omit",
    {"*": "No effect: the client counts its own requests and honours a 429."},
    has_switch=False,
)
_CLOCK: Final = Rule(
    "clock_seconds",
    "How many seconds is the API's clock ahead of this machine's clock?",
    0,
    {
        "0": "No effect.",
        "*": "Correct this machine's clock: if the response to a start is lost, the provider compares times"
        " of both clocks.",
    },
    has_switch=False,
)
_LIMIT_HEADER: Final = re.compile(r"(x-)?rate-?limit(-[a-z]+)*")
_SECONDS: Final = re.compile("[0-9]{1,9}")
_CLOCK_TOLERANCE: Final = 2.0


def run(lab: Lab) -> None:
    """Examine the headers of all responses so far."""
    if lab.api.first_429 is None:
        lab.not_observed(_RETRY.name, "no response was a 429, and the probe does not provoke one")
    else:
        retry_after = lab.api.first_429.headers.get("retry-after", "")
        is_date = parse_http_date(retry_after) is not None
        lab.observe(
            _RETRY.name, int(retry_after) if _SECONDS.fullmatch(retry_after) else "date" if is_date else None
        )
    limit_headers = sorted(name for name in lab.api.headers if _LIMIT_HEADER.fullmatch(name))
    lab.observe(_LIMITS.name, "send" if limit_headers else "omit", note=", ".join(limit_headers))
    if "date" in lab.api.headers:
        seconds_ahead = lab.api.server_ahead
        lab.observe(_CLOCK.name, 0 if abs(seconds_ahead) <= _CLOCK_TOLERANCE else round(seconds_ahead))
    else:
        lab.not_observed(_CLOCK.name, "the responses have no `Date` header")


EXPERIMENT: Final = Experiment(
    rules=(_RETRY, _LIMITS, _CLOCK),
    summary="examines the headers of all responses so far",
    run=run,
    permission="",
)
