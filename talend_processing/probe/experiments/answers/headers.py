"""Which headers did the responses of the whole probe have?

Calls: none of its own. A 429 is not provoked: it would slow down everybody behind the same address.
"""

from __future__ import annotations

import re
from typing import Final

from talend_processing.client.http.transport import parse_http_date
from talend_processing.probe.lab import Lab
from talend_processing.probe.rules import Experiment, Rule

_RETRY: Final = Rule(
    "retry_after",
    "Does a 429 have a `Retry-After`: seconds, a date, or none?",
    None,
    {"*": "None: the client honours either form, and without one waits with growing pauses."},
)
_LIMITS: Final = Rule(
    "rate_limit_headers",
    "Do answers have headers about the rate limit?",
    "omit",
    {"*": "None: the client counts its own requests and honours a 429."},
    switch=False,
)
_CLOCK: Final = Rule(
    "clock_seconds",
    "How many seconds is the API's clock ahead of this machine's?",
    0,
    {"0": "None.", "*": "Correct this machine's clock: the search for runs uses the API's clock."},
    switch=False,
)
_LIMIT: Final = re.compile(r"(x-)?rate-?limit(-[a-z]+)*")
_NEAR: Final = 2.0


def run(lab: Lab) -> None:
    """Read the headers of all responses."""
    if lab.api.too_many is None:
        lab.cannot(_RETRY.name, "no call was answered 429, and the probe does not provoke it")
    else:
        text = lab.api.too_many.headers.get("retry-after", "")
        dated = parse_http_date(text) is not None
        lab.observe(_RETRY.name, int(text) if text.isdigit() else "date" if dated else None)
    limits = sorted(name for name in lab.api.headers if _LIMIT.fullmatch(name))
    lab.observe(_LIMITS.name, "send" if limits else "omit", note=", ".join(limits))
    if "date" in lab.api.headers:
        ahead = lab.api.server_ahead
        lab.observe(_CLOCK.name, 0 if abs(ahead) <= _NEAR else round(ahead))
    else:
        lab.cannot(_CLOCK.name, "answers have no date")


EXPERIMENT: Final = Experiment(
    rules=(_RETRY, _LIMITS, _CLOCK),
    does="looks back at the headers of all answers",
    run=run,
    calls=1,
    permission="",
)
