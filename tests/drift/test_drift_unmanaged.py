"""Unmanaged objects are found without further calls, and the printed line of each adopts it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest
from lifecycle_stack import DEVELOPMENT, PLACE, Stack
from managed_fleet import HEAP, drift_of, fleet
from profile_samples import DATABRICKS
from program_account import read_by_programs

import talend_processing as talend
from talend_processing.drift.json_report import json_report
from talend_processing.drift.markdown import markdown
from talend_processing.drift.report import Drift
from talend_processing.provider.kinds.registry import find

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional", cloud_jvm_rollback="present", runtime_list_delay=0
)


def test_unmanaged_objects_are_found_without_another_call(stack: Stack) -> None:
    ids = fleet(stack)
    before = len(stack.simulator.state()["remoteEngines"])
    aside = Stack(stack.simulator)
    stray = aside.make("RemoteEngine", "stray", {**PLACE, "description": 'so-called "stray"'})
    aside.make("RemoteEngine", "elsewhere", {"environmentId": DEVELOPMENT})
    profile = aside.make("RemoteEngineRunProfile", "extra", {**HEAP, "engineId": ids["etl"]})
    spark = aside.make("DatabricksRunProfile", "extra", {**DATABRICKS, "engineId": ids["pipes"]})
    assert len(stack.simulator.state()["remoteEngines"]) == before + 2

    def calls(**options: Any) -> tuple[int, Drift]:
        stack.simulator.clear_journal()
        found = drift_of(stack, **options)
        return len(stack.simulator.journal()), found

    (without, none), (within, found) = calls(scope="none"), calls()
    assert within == without
    assert not none.has_drift
    assert {one.object_id for one in found.unmanaged} == {stray, profile}, "summaries list no Databricks ones"
    unmanaged = {one.object_id: one for one in found.unmanaged}
    assert (unmanaged[stray].environment, unmanaged[stray].title) == ("production", "Remote Engine 'stray'")
    assert unmanaged[profile].container == "Remote Engine 'etl'"
    assert found.notes == ()
    everywhere = drift_of(stack, scope="all").unmanaged
    assert "elsewhere" in {one.title.split("'")[1] for one in everywhere}
    assert spark in {one.object_id for one in everywhere}
    assert not drift_of(stack, others=[aside.state()]).unmanaged


def test_engines_that_talend_manages_itself_are_not_reported(stack: Stack) -> None:
    fleet(stack)
    aside = Stack(stack.simulator)
    own = aside.make("RemoteEngine", "cloud", PLACE)
    runner = aside.make("PipelineEngine", "runner", PLACE)
    service = stack.simulator._service
    with service.lock:
        service.account.table("remoteEngines")[own]["managed"] = True
        service.account.table("pipelineEngines")[runner]["cloudRunner"] = True
    assert not drift_of(stack).has_drift
    assert not drift_of(stack, scope="all").has_drift


def test_a_note_names_the_kinds_that_were_not_searched(stack: Stack) -> None:
    stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True})
    (note,) = drift_of(stack).notes
    assert note.startswith(
        "drift did not search for unmanaged Remote Engine clusters and Pipeline Engines and Remote Engines,"
    )


@pytest.fixture
def look_ups(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point the look-ups of a program to the account of the stack."""
    with read_by_programs(stack.simulator, monkeypatch):
        yield


@pytest.mark.usefixtures("look_ups")
def test_the_printed_line_adopts_the_object(stack: Stack) -> None:
    ids = fleet(stack)
    aside = Stack(stack.simulator)
    aside.make(
        "RemoteEngine", "stray", {**PLACE, "description": 'so-called "stray"', "runProfiles": ["JOB_SERVER"]}
    )
    aside.make("EngineCluster", "apart", PLACE)
    aside.make("RemoteEngineRunProfile", "extra", {**HEAP, "engineId": ids["etl"]})
    lines = {one.kind: one.adoption_line for one in drift_of(stack).unmanaged}
    assert lines.keys() == {"RemoteEngine", "EngineCluster", "RemoteEngineRunProfile"}
    for kind, line in lines.items():
        name, inputs = _called(kind, line)
        stack.make(kind, name, inputs)
    assert not drift_of(stack).has_drift


def test_printed_lines_look_environments_up_by_name_and_have_unique_pulumi_names(stack: Stack) -> None:
    stack.make("RemoteEngine", "production-etl", PLACE)
    aside = Stack(stack.simulator)
    etl = aside.make("RemoteEngine", "etl", PLACE)
    aside.make("RemoteEngine", "etl", {"environmentId": DEVELOPMENT})
    pool = aside.make("EngineCluster", "pool", PLACE)
    aside.make("ClusterMembership", "in-pool", {"clusterId": pool, "engineId": etl})
    lines = [one.adoption_line for one in drift_of(stack, scope="all").unmanaged]
    names = [ast.parse(line, mode="eval").body.args[0].value for line in lines]  # type: ignore[attr-defined]
    assert len({*names, "production-etl"}) == len(names) + 1
    assert all('environment_id=talend.find_environment(name="' in line for line in lines)


@pytest.mark.usefixtures("look_ups")
def test_pasted_lines_have_unique_pulumi_names_and_change_nothing(stack: Stack) -> None:
    engines = [stack.make("RemoteEngine", name, PLACE) for name in ("etl-1", "etl-2")]
    aside = Stack(stack.simulator)
    for place in (PLACE, {"environmentId": DEVELOPMENT}):
        aside.make("RemoteEngine", "stray", place)
    typed = [
        "-Xms1g -Xmx2g",
        "--add-opens",
        "java.base/java.lang=ALL-UNNAMED",
        "-Dx=",
        "-Dy=a|b$c\\d*'\"",
        "-Dz=two words",
    ]
    for engine in engines:
        aside.make("RemoteEngineRunProfile", "heap", {**HEAP, "jvmArguments": typed, "engineId": engine})
    loose = drift_of(stack, scope="all")
    assert len(loose.unmanaged) == 4
    called = [_called(one.kind, one.adoption_line) for one in loose.unmanaged]
    assert len({name for name, _ in called}) == 4, "no two lines have one URN"
    stack.simulator.clear_journal()
    for one, (name, inputs) in zip(loose.unmanaged, called, strict=True):
        assert stack.make(one.kind, name, inputs) == one.object_id
    writes = [one for one in stack.simulator.journal() if one["method"] != "GET"]
    assert writes == []
    left = drift_of(stack, scope="all")
    assert not left.has_drift
    (note,) = left.notes
    assert note.startswith("drift did not search for run profiles of Dynamic Engines or ")


def test_the_printed_line_shows_no_password(stack: Stack) -> None:
    engine = stack.make("RemoteEngine", "etl", PLACE)
    kept = stack.make("RemoteEngineRunProfile", "kept", {**HEAP, "engineId": engine})
    aside = Stack(stack.simulator)
    flags = {**HEAP, "jvmArguments": ["-Xmx1g", "-Dwallet.password=hunter2"]}
    aside.make("RemoteEngineRunProfile", "extra", {**flags, "engineId": engine})
    (loose,) = drift_of(stack).unmanaged
    assert loose.object_id != kept
    assert 'pulumi.Output.concat("-Dwallet.password=", pulumi.Config().require_secret(' in loose.adoption_line
    assert "hunter2" not in markdown(drift_of(stack)) + json_report(drift_of(stack))


def _called(kind: str, line: str) -> tuple[str, dict[str, Any]]:
    """Return the name and the arguments of a line, as the engine would pass them on."""
    call = ast.parse(line, mode="eval").body
    assert isinstance(call, ast.Call)
    wires = {prop.name: prop.wire for prop in find(kind).arguments}
    given = {
        wires[str(one.arg)]: eval(ast.unparse(one.value), {"talend": talend})  # noqa: S307 - our own line
        for one in call.keywords
    }
    return ast.literal_eval(call.args[0]), given
