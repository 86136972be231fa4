"""Resource options name properties as Python does. The engine receives the names of the API."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from mocked_pulumi import record

from talend_processing.operations.task_termination import TaskTermination
from talend_processing.provider.declare.options import wire_path
from talend_processing.provider.kinds.registry import find
from talend_processing.resources.remote_engine import RemoteEngine

PLACE: Any = {"environment_id": "e", "workspace_id": "w"}


@pytest.fixture(autouse=True)
def without_engine() -> None:
    record()


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


def test_an_index_in_a_path_is_kept() -> None:
    spec = find("RemoteEngineRunProfile")
    assert wire_path(spec.properties, "jvm_arguments[0]") == "jvmArguments[0]"


@pytest.mark.parametrize("option", ["import_", "id"])
def test_an_id_among_the_options_is_refused_with_the_argument_to_use(option: str) -> None:
    options: Any = {option: "5c0000000000000000000001"}
    with pytest.raises(pulumi.RunError, match=rf'"engine": .*the option {option} .* adopt_id$'):
        RemoteEngine("engine", **PLACE, opts=pulumi.ResourceOptions(**options))


@pytest.mark.parametrize("option", ["import_", "id"])
def test_a_part_of_a_run_refuses_such_an_option_without_an_argument_that_it_lacks(option: str) -> None:
    options: Any = {option: "5c0000000000000000000001"}
    with pytest.raises(pulumi.RunError, match=rf'"stop": .*the option {option} [a-zA-Z ]+$'):
        TaskTermination("stop", execution_id="e", opts=pulumi.ResourceOptions(**options))


@pytest.mark.parametrize("option", ["ignore_changes", "replace_on_changes"])
def test_an_unknown_property_in_an_option_is_a_warning(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    warnings: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warnings.append)
    names = ["workspace_id", "unpairTriggers.a", "debug", "*", "nmae", 'zzz["x"]']
    given: Any = {option: names}
    RemoteEngine("engine", **PLACE, opts=pulumi.ResourceOptions(**given))
    assert warnings == [
        f"{option} contains nmae, which RemoteEngine does not have (did you mean name?)",
        f"{option} contains zzz, which RemoteEngine does not have",
    ]


@pytest.mark.parametrize("option", ["ignore_changes", "replace_on_changes"])
def test_an_option_that_is_not_a_list_of_names_is_an_error(option: str) -> None:
    one: Any = {option: "name"}
    with pytest.raises(TypeError, match=rf"^{option} takes a list of names, was given a str$"):
        RemoteEngine("engine", **PLACE, opts=pulumi.ResourceOptions(**one))
