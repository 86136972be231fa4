"""Arguments of run profiles that several tests declare, without the id of the engine or cluster."""

from __future__ import annotations

from typing import Any

from contract.account import STEPS

HEAP: dict[str, Any] = {"type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
DATABRICKS: dict[str, Any] = {
    "microBatchInterval": 5,
    "databricks": {
        "endpoint": "https://example.cloud.databricks.com",
        "token": "dapi-made-up",
        "stagingLocation": "dbfs:/staging/",
        "cloudProvider": "AWS",
        "target": {
            "cluster": "old",
            "id": "1",
            "nodeTypeId": "m4.large",
            "logsDestination": "dbfs:/logs/",
            "workersNumber": 2,
        },
    },
}
PIPELINE_PROFILES: dict[str, dict[str, Any]] = {
    f"{kind}RunProfile": step.body
    for kind in ("Standard", "Advanced", "BigData", "Databricks", "DataIntegration")
    for step in STEPS
    if step.operation == f"create{kind}RunProfile" and isinstance(step.body, dict)
}
"""A run profile of each kind that a Pipeline Engine has, as in the contract. All have the same name."""
