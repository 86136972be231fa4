"""Options name properties in Python's words; the engine knows only those of the wire."""

from __future__ import annotations

import pytest

from talend_processing.provider.declare.property_paths import wire_path
from talend_processing.provider.kinds.registry import find


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("micro_batch_interval", "microBatchInterval"),
        ("microBatchInterval", "microBatchInterval"),
        ("databricks.target.spark_version", "databricks.target.sparkVersion"),
        ("databricks.staging_location", "databricks.stagingLocation"),
        ("parameters.my_key", "parameters.my_key"),
        ('parameters["my_key.a"]', 'parameters["my_key.a"]'),
        ("parameters.micro_batch_interval", "parameters.micro_batch_interval"),
        ("*", "*"),
        ("not_declared", "not_declared"),
    ],
)
def test_declared_names_are_translated_and_keys_of_free_maps_are_not(path: str, expected: str) -> None:
    assert wire_path(find("DatabricksRunProfile").properties, path) == expected


def test_an_index_leads_into_a_list() -> None:
    spec = find("RemoteEngineRunProfile")
    assert wire_path(spec.properties, "jvm_arguments[0]") == "jvmArguments[0]"
