"""Runs of promotions. The API has no list of them, so a start whose response was lost cannot be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from talend_processing.client.api.promotions import PromotionRequest
from talend_processing.client.operation import BeforeSend, JsonObject
from talend_processing.provider.kinds.values import Inputs, Value
from talend_processing.secret_text import mask

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient

_REQUEST_ARGUMENTS = ("executable", "keepTargetResources", "keepTargetRunProfiles", "advanced", "context")
_ARTIFACT_LISTS = (
    "workspaces",
    "flows",
    "plans",
    "actions",
    "connections",
    "resources",
    "engines",
    "clusters",
)
"""Fields of an execution that contain lists of promoted artifacts. Some artifacts contain such lists too."""
_TYPES = {"flows": "task", "actions": "artifact"}
"""Maps the name of a list to the type of its artifacts, if the type is not the singular of the name."""


class PromotionRuns:
    """Start and read runs of promotions, and interpret their results."""

    noun = "promotion"
    success_statuses = frozenset({"PROMOTED", "PROMOTION_WARNING"})
    failure_statuses = frozenset({"PROMOTION_FAILED"})

    def start(
        self,
        client: TalendClient,
        arguments: Inputs,
        *,
        timeout: float,
        before_send: BeforeSend,
    ) -> str:
        """Start a promotion: `POST /processing/executions/promotions`."""
        request = PromotionRequest.model_validate({name: arguments.get(name) for name in _REQUEST_ARGUMENTS})
        response = client.promotions.start(request, timeout=timeout, before=before_send)
        return (response and response.execution_id) or ""

    def get(self, client: TalendClient, execution_id: str) -> JsonObject:
        """Return an execution with an additional field `report`, which lists the result of each artifact.

        Operation: `GET /processing/executions/promotions/{executionId}`.
        """
        execution = client.promotions.get(execution_id).wire()
        return {**execution, "report": list(_results(execution))}

    def status(self, execution: Mapping[str, Value]) -> str:
        """Return the field `status` of an execution."""
        return str(execution.get("status") or "")

    def failure_reason(self, execution: Mapping[str, Value]) -> str:
        """Return the API's message and the artifacts that failed."""
        report = execution.get("report")
        failures = [
            f"{result.get('type')} {result.get('name')}: {result.get('message') or result['status']}"
            for result in (report if isinstance(report, list) else [])
            if result.get("status") == "FAILED"
        ]
        return "; ".join([*filter(None, [str(execution.get("statusMessage") or "")]), *failures])


def _results(execution: JsonObject) -> Iterator[JsonObject]:
    """Yield the result of each promoted artifact. A workspace comes before its contents."""
    for list_name in _ARTIFACT_LISTS:
        artifacts = execution.get(list_name)
        for artifact in artifacts if isinstance(artifacts, list) else []:
            if isinstance(artifact, dict):
                yield _result(list_name, artifact)
                yield from _results(artifact)


def _result(list_name: str, artifact: JsonObject) -> JsonObject:
    report = artifact.get("promotionReport") or artifact.get("analyzeReport")
    artifact_report = report if isinstance(report, dict) else {}
    messages = artifact_report.get("messages")
    texts = [
        str(message["info"])
        for message in (messages if isinstance(messages, list) else [])
        if isinstance(message, dict) and message.get("info")
    ]
    result: JsonObject = {
        "type": artifact.get("type") or _TYPES.get(list_name, list_name.removesuffix("s")),
        "name": artifact.get("name"),
        "sourceId": artifact.get("id"),
        "targetId": artifact.get("targetId"),
        "status": artifact_report.get("status"),
        "message": mask("; ".join(texts)) or None,
    }
    return {name: value for name, value in result.items() if value is not None}
