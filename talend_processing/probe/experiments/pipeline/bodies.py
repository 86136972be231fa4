"""Request bodies for run profiles of a Pipeline Engine, without name and description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

TOKEN: Final = "not-a-token-of-anybody"  # noqa: S105 - it is valid nowhere
"""A made-up Databricks token. If a response contains it, the API shows tokens."""

BODIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "standard": {
        "configuration": {"numberOfThreads": 1, "microBatchInterval": 1000},
        "executionFramework": "Spark local",
    },
    "advanced": {"definition": "{}"},
    "big-data": {
        "microBatchInterval": 1000,
        "streamingTimeout": 10,
        "executorMemoryOverhead": 384,
        "temporaryStorage": "/tmp",  # noqa: S108 - no machine uses the path: the engine never runs
        "yarnStrategy": {
            "type": "Fixed",
            "coresPerExecutor": 1,
            "executorMemory": 1,
            "executorsNumber": 1,
        },
    },
    "databricks": {
        "microBatchInterval": 1000,
        "databricks": {
            "endpoint": "https://databricks.invalid",
            "stagingLocation": "dbfs:/staging/",
            "token": TOKEN,
            "cloudProvider": "AWS",
            "target": {
                "cluster": "new",
                "nodeTypeId": "m4.large",
                "logsDestination": "dbfs:/logs/",
                "workersNumber": 1,
                "sparkVersion": "5.5.x-scala2.11",
            },
        },
    },
    "data-integration": {"jvmArguments": ["-Xms64m", "-Xmx128m"]},
}
