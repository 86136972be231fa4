"""Which periods, offsets and page sizes does the API's list of executions allow?

Calls: the list of task executions with common periods, offsets and page sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from talend_processing.client.operation import ParameterValue
from talend_processing.probe.experiment import OPERATOR, Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_DAYS: Final = Rule(
    "history_days",
    "How many days may a list of executions cover?",
    60,
    {"*": "None for 10 days or more: the client requests at most 10 days at a time."},
)
_DEFAULT: Final = Rule(
    "history_default_days",
    "How many days does a list of executions cover if the request contains no period?",
    60,
    {"*": "None: the client always sends the period."},
)
_OFFSET: Final = Rule(
    "history_offset",
    "What is the largest offset of a list of executions?",
    None,
    {
        "null": "None.",
        "*": "None for 1,000 or more: the client divides a period that has more than 1,100 executions.",
    },
)
_LIMIT: Final = Rule(
    "page_limit",
    "Does a list with a `limit` above 100 return 400, or 100 items?",
    "refuse",
    {"*": "None: the client requests at most 100 items."},
)
_PATH: Final = "/processing/executables/tasks/executions"
_PERIODS: Final = (60, 30, 14, 10, 7, 5, 3, 1)
_OFFSETS: Final = (1_000_000, 100_000, 10_000, 5_000, 1_000, 500, 100)
"""The values to try, from the largest to the smallest. Periods are in days."""
_ABOVE_LIMIT: Final = 101


def run(lab: Lab) -> None:
    """List executions with different parameters."""
    longest = None
    with lab.observing(_DAYS):
        longest = _largest(lab, "lastDays", _PERIODS)
        longer = longest == _PERIODS[0] and _is_accepted(lab, lastDays=longest + 1)
        lab.observe(_DAYS.name, longest, note="longer periods are accepted too" if longer else "")
    with lab.observing(_DEFAULT):
        _observe_default(lab, longest or _PERIODS[0])
    with lab.observing(_OFFSET):
        offset = _largest(lab, "offset", _OFFSETS)
        lab.observe(_OFFSET.name, None if offset == _OFFSETS[0] else offset)
    with lab.observing(_LIMIT):
        reply = lab.api.get(_PATH, query={"limit": _ABOVE_LIMIT})
        lab.observe(_LIMIT.name, "cap" if lab.accepted(reply) else "refuse")


def _is_accepted(lab: Lab, **query: ParameterValue) -> bool:
    return lab.accepted(lab.api.get(_PATH, query={"limit": 1, **query}))


def _largest(lab: Lab, name: str, values: Sequence[int]) -> int:
    """Return the first of the values that the API accepts for a query parameter."""
    for value in values:
        if _is_accepted(lab, **{name: value}):
            return value
    raise NotObservedError(f"even {name}={values[-1]} was refused")


def _observe_default(lab: Lab, longest: int) -> None:
    """Find the period that has as many executions as a list without a period."""
    default_total = _total(lab)
    periods = [days for days in _PERIODS if days <= longest]
    matching = [days for days in periods if _total(lab, lastDays=days) == default_total]
    if len(matching) == 1:
        lab.observe(_DEFAULT.name, matching[0])
    elif matching:
        days = ", ".join(map(str, matching))
        lab.not_observed(
            _DEFAULT.name,
            f"the account has the same number of executions in each of these periods: {days} days",
        )
    else:
        lab.not_observed(_DEFAULT.name, "no common period has as many executions as the default period")


def _total(lab: Lab, **query: ParameterValue) -> object:
    total = lab.require_success(lab.api.get(_PATH, query={"limit": 1, **query})).record.get("total")
    if not isinstance(total, int):
        raise NotObservedError("the response does not contain the number of executions")
    return total


EXPERIMENT: Final = Experiment(
    rules=(_DAYS, _DEFAULT, _OFFSET, _LIMIT),
    summary="lists executions with different periods, offsets and page sizes",
    run=run,
    calls=13,
    permission=OPERATOR,
)
