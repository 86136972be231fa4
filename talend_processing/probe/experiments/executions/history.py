"""Which periods, offsets and page sizes does the API's list of executions allow?

Calls: the list of task executions with several periods, offsets and page sizes.
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
    {"*": "No effect if the number is 10 or more: the client requests at most 10 days at a time."},
)
_DEFAULT_DAYS: Final = Rule(
    "history_default_days",
    "How many days does a list of executions cover if the request contains no period?",
    60,
    {"*": "No effect: the client always sends the period."},
)
_OFFSET: Final = Rule(
    "history_offset",
    "What is the largest offset of a list of executions?",
    None,
    {
        "null": "No effect.",
        "*": "No effect if the API accepts an offset of 1,000. The client sends no larger one: it splits a"
        " period with more than 1,100 executions into shorter periods.",
    },
)
_LIMIT: Final = Rule(
    "page_limit",
    "Does the API refuse a `limit` above 100, or return at most 100 items?",
    "refuse",
    {"*": "No effect: the client requests at most 100 items."},
)
_PATH: Final = "/processing/executables/tasks/executions"
_PERIODS: Final = (60, 30, 14, 10, 7, 5, 3, 1)
"""The periods to try, in days, from the longest to the shortest."""
_OFFSETS: Final = (1_000_000, 100_000, 10_000, 5_000, 1_000, 500, 100)
"""The offsets to try, from the largest to the smallest."""
_ABOVE_LIMIT: Final = 101


def run(lab: Lab) -> None:
    """List executions with different parameters."""
    longest = None
    with lab.observing(_DAYS):
        longest = _largest_accepted(lab, "lastDays", _PERIODS)
        accepts_longer = longest == _PERIODS[0] and _is_accepted(lab, lastDays=longest + 1)
        lab.observe(_DAYS.name, longest, note="longer periods are accepted too" if accepts_longer else "")
    with lab.observing(_DEFAULT_DAYS):
        _observe_default(lab, longest or _PERIODS[0])
    with lab.observing(_OFFSET):
        offset = _largest_accepted(lab, "offset", _OFFSETS)
        lab.observe(_OFFSET.name, None if offset == _OFFSETS[0] else offset)
    with lab.observing(_LIMIT):
        reply = lab.api.get(_PATH, query={"limit": _ABOVE_LIMIT})
        if not lab.accepted(reply):
            lab.observe(_LIMIT.name, "refuse")
        elif len(reply.records) < _ABOVE_LIMIT:
            lab.observe(_LIMIT.name, "cap")
        else:
            lab.not_observed(_LIMIT.name, f"the API returned {len(reply.records)} executions")


def _is_accepted(lab: Lab, **query: ParameterValue) -> bool:
    return lab.accepted(lab.api.get(_PATH, query={"limit": 1, **query}))


def _largest_accepted(lab: Lab, parameter: str, values: Sequence[int]) -> int:
    """Return the first of the values that the API accepts for a query parameter."""
    for value in values:
        if _is_accepted(lab, **{parameter: value}):
            return value
    raise NotObservedError(f"the API refused even {parameter}={values[-1]}")


def _observe_default(lab: Lab, longest: int) -> None:
    """Find the period that has as many executions as a list without a period."""
    default_total = _total(lab)
    periods = [days for days in _PERIODS if days <= longest]
    matching = [days for days in periods if _total(lab, lastDays=days) == default_total]
    if len(matching) == 1:
        lab.observe(_DEFAULT_DAYS.name, matching[0])
    elif matching:
        days = ", ".join(map(str, matching))
        lab.not_observed(
            _DEFAULT_DAYS.name,
            f"the account has the same number of executions in each of these periods: {days} days",
        )
    else:
        lab.not_observed(
            _DEFAULT_DAYS.name, "none of the tried periods has as many executions as the default period"
        )


def _total(lab: Lab, **query: ParameterValue) -> object:
    total = lab.require_success(lab.api.get(_PATH, query={"limit": 1, **query})).record.get("total")
    if not isinstance(total, int):
        raise NotObservedError("the response does not contain the number of executions")
    return total


EXPERIMENT: Final = Experiment(
    rules=(_DAYS, _DEFAULT_DAYS, _OFFSET, _LIMIT),
    summary="lists executions with different periods, offsets and page sizes",
    run=run,
    calls=13,
    permission=OPERATOR,
)
