"""Operations on executions of promotions."""

from __future__ import annotations

from talend_processing.client.models.promotions import PromotionExecution, StartedPromotion
from talend_processing.client.operation import Operation

START = Operation(
    id="promotions.start",
    method="POST",
    path="/processing/executions/promotions",
    doing="Starting promotion{name}",
    answer=StartedPromotion,
    success=(201, 202),
    permission="TMC_PROMOTION_EXECUTION",
    hints={501: "Correct what the promotion's analysis reports in Talend Management Console, then try again"},
)
GET = Operation(
    id="promotions.get",
    method="GET",
    path="/processing/executions/promotions/{executionId}",
    doing="Reading promotion execution {executionId}",
    answer=PromotionExecution,
    permission="TMC_PROMOTION_EXECUTION",
)

PROMOTIONS = (
    START,
    GET,
)
