"""The policy that Databricks clusters have a limited size."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import TEXTS, WHOLE_NUMBER, Setting, Settings

_TARGET = ("databricks", "target")


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Check the number of workers and the node type."""
    maximum = settings.number("maxWorkers")
    workers = subject.number(*_TARGET, "workersNumber")
    if workers is not None and workers > maximum:
        yield f"databricks.target.workers_number {workers} is above maxWorkers ({maximum})"
    node_type, allowed = subject.at(*_TARGET, "nodeTypeId"), settings.texts("nodeTypes")
    if allowed and isinstance(node_type, str) and node_type not in allowed:
        yield f"databricks.target.node_type_id {node_type} is not one of nodeTypes: {', '.join(allowed)}"


POLICY = ResourcePolicy(
    name="databricks-within-limits",
    says="A Databricks run profile has at most `maxWorkers` workers, and an allowed node type.",
    why="Each worker of a Databricks cluster costs money while it runs.",
    fix="Use fewer workers, or an allowed node type.",
    level="mandatory",
    severity="medium",
    tags=("cost", "pipelines"),
    settings={
        "maxWorkers": Setting(WHOLE_NUMBER, 20, "The maximum number of workers."),
        "nodeTypes": Setting(TEXTS, [], "The allowed node types. An empty list allows all."),
    },
    kinds=("DatabricksRunProfile",),
    check=check,
)
