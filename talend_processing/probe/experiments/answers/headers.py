"""Which headers did the responses of the whole probe have?

Calls: none of its own. The probe does not provoke a 429, which would delay all programs behind the same
address.
"""

from __future__ import annotations

import re
from typing import Final

from talend_processing.client.http.transport import parse_http_date
from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_RETRY: Final = Rule(
    "retry_after",
    "Does a 429 have a `Retry-After` header with seconds, with a date, or none?",
    None,
    {"*": "None: the client honours both forms, and uses growing pauses without the header."},
)
_LIMITS: Final = Rule(
    "rate_limit_headers",
    "Do responses have headers about the rate limit?",
    "omit",
    {"*": "None: the client counts its own requests and honours a 429."},
    switch=False,
)
_CLOCK: Final = Rule(
    "clock_seconds",
    "How many seconds is the API's clock ahead of this machine's?",
    0,
    {
        "0": "None.",
        "*": "Correct this machine's clock: the look-up of a lost start compares it with the API's.",
    },
    switch=False,
)
_LIMIT: Final = re.compile(r"(x-)?rate-?limit(-[a-z]+)*")
_SECONDS: Final = re.compile("[0-9]{1,9}")
_CLOCK_TOLERANCE: Final = 2.0


def run(lab: Lab) -> None:
    """Read the headers of all responses."""
    if lab.api.too_many is None:
        lab.cannot(_RETRY.name, "no response was a 429, and the probe does not provoke one")
    else:
        text = lab.api.too_many.headers.get("retry-after", "")
        dated = parse_http_date(text) is not None
        lab.observe(_RETRY.name, int(text) if _SECONDS.fullmatch(text) else "date" if dated else None)
    limits = sorted(name for name in lab.api.headers if _LIMIT.fullmatch(name))
    lab.observe(_LIMITS.name, "send" if limits else "omit", note=", ".join(limits))
    if "date" in lab.api.headers:
        ahead = lab.api.server_ahead
        lab.observe(_CLOCK.name, 0 if abs(ahead) <= _CLOCK_TOLERANCE else round(ahead))
    else:
        lab.cannot(_CLOCK.name, "responses have no date")


EXPERIMENT: Final = Experiment(
    rules=(_RETRY, _LIMITS, _CLOCK),
    does="examines the headers of all responses",
    run=run,
    permission="",
)
