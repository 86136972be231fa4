"""Errors in a program's arguments name their location in one line, without the value."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from mocked_pulumi import record

from talend_processing.provider import provider_for
from talend_processing.resources.cluster_membership import ClusterMembership
from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.pipeline_engine import PipelineEngine
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.remote_engine_run_profile import RemoteEngineRunProfile

PLACE: Any = {"environment_id": "e", "workspace_id": "w"}
PROFILE: Any = {"type": "JOB_SERVER", "jvm_arguments": []}


@pytest.fixture(autouse=True)
def without_engine() -> None:
    record()


@pulumi.runtime.test
def test_a_parent_of_another_kind_is_refused() -> None:
    engine, cluster = RemoteEngine("engine", **PLACE), EngineCluster("cluster", **PLACE)
    pipelines, component = (
        PipelineEngine("pipelines", **PLACE),
        pulumi.ComponentResource("a:b:C", "component"),
    )
    with pytest.raises(TypeError, match=r"^cluster_id takes an id or EngineCluster, was given RemoteEngine$"):
        ClusterMembership("swapped", cluster_id=engine, engine_id=cluster)
    for wrong in (pipelines, component):
        with pytest.raises(TypeError, match=f"id or RemoteEngine, was given {type(wrong).__name__}$"):
            RemoteEngineRunProfile("heap", engine_id=wrong, **PROFILE)


@pulumi.runtime.test
def test_a_parent_of_a_class_derived_from_its_kind_is_accepted() -> None:
    class HouseEngine(RemoteEngine):
        pass

    engine = HouseEngine("engine", **PLACE)
    assert RemoteEngineRunProfile("heap", engine_id=engine, **PROFILE).engine_id is not None


@pytest.mark.parametrize(
    ("argument", "value", "expected"),
    [
        ("run_profiles", {"hidden"}, "run_profiles takes a list, was given a set$"),
        ("run_profiles", [{"hidden"}], "run_profiles takes a list, was given a list with a set in it$"),
        ("description", b"hidden", "description takes a string, was given a bytes$"),
        ("description", ["hidden"], "description takes a string, was given a list$"),
        ("unpair_triggers", ["hidden"], "unpair_triggers takes a map, was given a list$"),
        ("debug", ("hidden",), "debug takes an object, was given a tuple$"),
    ],
)
def test_the_error_about_an_unserializable_value_names_the_argument(
    argument: str, value: object, expected: str
) -> None:
    given: Any = {**PLACE, argument: value}
    with pytest.raises(TypeError, match=expected) as refused:
        RemoteEngine("engine", **given)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("kind", ["text", "list", "any"])
def test_the_text_of_an_output_is_a_fault(kind: str) -> None:
    text = f"etl-{pulumi.Output.from_input('x')}"
    name, given = {
        "text": ("RemoteEngine", {"name": text, "environmentId": "e"}),
        "list": (
            "EngineCluster",
            {"name": "c", "environmentId": "e", "workspaceId": "w", "remoteEngines": [text]},
        ),
        "any": ("TaskRunIntent", {"executable": "t", "triggers": {"release": [text]}}),
    }[kind]
    (failure,) = provider_for(name).check({}, {**given, "__provider": "x"}).failures
    argument = {"text": "name", "list": "remote_engines[0]", "any": "triggers"}[kind]
    assert failure.reason.startswith(f"{argument} contains the text of an Output")
