"""Errors inside nested objects name the full path, and all are reported at once."""

from __future__ import annotations

from typing import Any

import pytest

from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find

ENGINE = {"engineId": "5c0000000000000000000001", "name": "p"}
WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "BigDataRunProfile": (
        {
            "microBatchInterval": 5000,
            "streamingTimeout": "soon",
            "temporaryStorage": "s3://staging",
            "executorMemoryOverhead": 384,
            "yarnStrategy": {"type": "Fixed", "coresPerExecutor": "four", "executorNumber": 2},
            "parameters": {"spark.cores": 4},
        },
        [
            "streaming_timeout must be a whole number",
            "yarn_strategy has no field executorNumber",
            "yarn_strategy.cores_per_executor must be a whole number",
            "parameters[…] must be a string",
        ],
    ),
    "DatabricksRunProfile": (
        {
            "microBatchInterval": 5000,
            "databricks": {
                "endpoint": "https://adb.example.com",
                "cloudProvider": "AWS",
                "target": {"cluster": "new", "nodeTypeId": 4, "workersNumber": "2", "spark": "14"},
            },
        },
        [
            "databricks.staging_location is required",
            "databricks.target has no field spark",
            "databricks.target.node_type_id must be a string",
            "databricks.target.logs_destination is required",
            "databricks.target.workers_number must be a whole number",
        ],
    ),
    "StandardRunProfile": (
        {"executionFramework": "DirectRunner", "configuration": {"numberOfThreads": 1.5}},
        [
            "configuration.number_of_threads must be a whole number",
            "configuration.micro_batch_interval is required",
        ],
    ),
    "AdvancedRunProfile": ({"definition": {"type": "DirectRunner"}}, ["definition must be a string"]),
}


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_faults_in_nested_objects_are_reported_together_with_their_full_paths(kind: str) -> None:
    inputs, faults = WRONG[kind]
    assert check(find(kind), {**ENGINE, **inputs}).failures == faults


def test_a_value_that_is_not_an_object_is_an_error() -> None:
    given = {
        **ENGINE,
        "microBatchInterval": 1,
        "databricks": {**WRONG["DatabricksRunProfile"][0]["databricks"]},
    }
    given["databricks"] |= {"stagingLocation": "dbfs:/", "target": ["new"]}
    assert check(find("DatabricksRunProfile"), given).failures == ["databricks.target must be an object"]
