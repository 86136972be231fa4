"""Arguments of run profiles that several tests declare, without the id of the engine or cluster."""

from __future__ import annotations

from typing import Any

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
