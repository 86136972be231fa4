"""What executions of all kinds have in common: how they start, and how their history is listed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Generic

from talend_processing.client.errors import TalendError
from talend_processing.client.groups.verbs import Group
from talend_processing.client.history import Execution, Period, executions_of
from talend_processing.client.models.model import Page
from talend_processing.client.models.requests import StartRequest
from talend_processing.client.operation import Operation
from talend_processing.client.paging import PAGE


def body_of(operation: Operation[object], request: StartRequest) -> dict[str, object]:
    """The body of a request that the API would not refuse for what it says.

    Raises:
        TalendError: It would.

    """
    body = request.body()
    if faults := list(request.faults()):
        raise TalendError(f"{operation.doing_with((), body)}: {'; '.join(faults)}", outcome="not_sent")
    return body


class Histories(Group, Generic[Execution]):
    """A group with lists of executions."""

    def _history(
        self,
        operation: Operation[Page[Execution]],
        *ids: str,
        since: datetime | None,
        until: datetime | None,
        last_days: int | None,
        filters: Mapping[str, object],
    ) -> Iterator[Execution]:
        """The executions of a period that fit the filters, by query or by body as the operation has it."""
        period = Period.of(
            doing=operation.doing_with(ids),
            now=self._caller.now(),
            since=since,
            until=until,
            last_days=last_days,
        )
        given = {name: value for name, value in filters.items() if value is not None}

        def fetch(window: Period, offset: int) -> Page[Execution]:
            asked = {**given, "from": window.start, "to": window.end, "limit": PAGE, "offset": offset}
            if operation.method == "POST":
                return self._caller.call(operation, *ids, body=asked)
            return self._caller.call(operation, *ids, query={name: str(asked[name]) for name in asked})

        return executions_of(period, fetch, window_days=self._caller.history_days)
