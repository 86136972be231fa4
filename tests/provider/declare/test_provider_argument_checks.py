"""Errors in a program's arguments name their location in one line, without the value."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from mocked_pulumi import record

from talend_processing.provider.host.adaptor import provider_of
from talend_processing.resources.cluster_membership import ClusterMembership
from talend_processing.resources.engine_cluster import EngineCluster
from talend_processing.resources.pipeline_engine import PipelineEngine
from talend_processing.resources.remote_engine import RemoteEngine
from talend_processing.resources.remote_engine_run_profile import RemoteEngineRunProfile

PLACE: Any = {"environment_id": "e", "workspace_id": "w"}
PROFILE: Any = {"type": "JOB_SERVER", "jvm_arguments": []}


@pytest.fixture(autouse=True)
def account() -> None:
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
def test_a_parent_of_a_class_derived_from_its_kind_is_taken() -> None:
    class HouseEngine(RemoteEngine):
        pass

    engine = HouseEngine("engine", **PLACE)
    assert RemoteEngineRunProfile("heap", engine_id=engine, **PROFILE).engine_id is not None


@pytest.mark.parametrize(
    ("argument", "value", "told"),
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
    argument: str, value: object, told: str
) -> None:
    given: Any = {**PLACE, argument: value}
    with pytest.raises(TypeError, match=told) as refused:
        RemoteEngine("engine", **given)
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize("option", ["import_", "id"])
def test_an_id_among_the_options_is_refused_with_the_argument_to_use(option: str) -> None:
    options: Any = {option: "5c0000000000000000000001"}
    with pytest.raises(pulumi.RunError, match=rf'"engine": the option {option} .* adopt_id$'):
        RemoteEngine("engine", **PLACE, opts=pulumi.ResourceOptions(**options))


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
    (failure,) = provider_of(name).check({}, {**given, "__provider": "x"}).failures
    argument = {"text": "name", "list": "remote_engines[0]", "any": "triggers"}[kind]
    assert failure.reason.startswith(f"{argument} has the text of an Output in it")


@pytest.mark.parametrize("option", ["ignore_changes", "replace_on_changes"])
def test_an_unknown_property_in_an_option_is_a_warning(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", told.append)
    names = ["workspace_id", "unpairTriggers.a", "debug", "*", "nmae", 'zzz["x"]']
    given: Any = {option: names}
    RemoteEngine("engine", **PLACE, opts=pulumi.ResourceOptions(**given))
    assert told == [
        f"{option} names nmae, which RemoteEngine does not have (did you mean name?)",
        f"{option} names zzz, which RemoteEngine does not have",
    ]
    one: Any = {option: "name"}
    with pytest.raises(TypeError, match=rf"^{option} takes a list of names, was given a str$"):
        RemoteEngine("other", **PLACE, opts=pulumi.ResourceOptions(**one))
