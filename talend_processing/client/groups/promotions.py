"""Executions of promotions."""

from __future__ import annotations

from talend_processing.client.answers import Before
from talend_processing.client.groups.executions import body_of
from talend_processing.client.groups.verbs import Gets
from talend_processing.client.models.promotions import PromotionExecution, StartedPromotion
from talend_processing.client.models.requests import PromotionRequest
from talend_processing.client.operations import promotions as operations

_PATIENCE = 120.0
"""Seconds. The API answers once a promotion has ended, or after a while that it goes on."""


class Promotions(Gets[PromotionExecution]):
    """Executions of promotions: start and watch them. No operation lists them."""

    GET = operations.GET

    def start(
        self, request: PromotionRequest, *, timeout: float = _PATIENCE, before: Before = None
    ) -> StartedPromotion | None:
        """Start a promotion. If the outcome is not known, it is not started again.

        Args:
            request: What is promoted, and how.
            timeout: Seconds to wait for the answer.
            before: Is asked right before each try, and keeps it from being sent by an error.

        Returns:
            The execution's id and report; None if the API says no more than that it has started.

        """
        body = body_of(operations.START, request)
        return self._caller.call_if_answered(operations.START, body=body, timeout=timeout, before=before)
