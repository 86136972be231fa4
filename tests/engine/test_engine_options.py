"""Resource options and plans of Pulumi on the real engine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from edited_program import BEGINNING, only, writes
from stack import Stack, StackError, changes

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

ENGINES = "/processing/runtimes/remote-engines"


def test_pulumis_options_replace_rename_and_ignore(apply: Callable[..., str], simulator: Simulator) -> None:
    heap = 'talend.RemoteEngineRunProfile("heap", engine_id=engine, **profile)\n'
    apply('engine = talend.RemoteEngine("etl", name="etl", **place)\n' + heap)
    engine, first = only(simulator, "remoteEngines"), only(simulator, "runProfiles")

    renamed = (
        'alias = ResourceOptions(aliases=[Alias(name="etl")])\n'
        'engine = talend.RemoteEngine("new", name="etl", **place, opts=alias)\n'
    )
    changed = heap.replace("**profile", '**profile | {"jvm_arguments": ["-Xmx2g"]}')
    ignored = changed.replace("**profile", "opts=options, **profile")
    ignored = 'options = ResourceOptions(ignore_changes=["jvm_arguments"])\n' + ignored
    assert changes(apply(renamed + ignored)) == {"unchanged": 3}
    assert only(simulator, "remoteEngines") == engine

    replaced = ignored.replace("ignore_changes", "replace_on_changes")
    assert changes(apply(renamed + replaced, converges=True))["replaced"] == 1
    assert only(simulator, "runProfiles") != first
    simulator.clear_journal()
    apply("")
    assert writes(simulator) == [("DELETE", f"{ENGINES}/{engine}")], "the profile is deleted with its engine"


def test_children_of_a_retained_engine_are_deleted(
    stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    text = BEGINNING
    for option in ("protect", "retain_on_delete"):
        for given in ("engine", "engine.id"):
            name = f"{option} {given}"
            text += f"""
engine = talend.RemoteEngine("{name}", **place, opts=ResourceOptions({option}=True))
talend.RemoteEngineRunProfile("heap of {name}", engine_id={given}, **profile)
"""
    stack = stack_of(text)
    stack.up()
    assert len(simulator.state()["runProfiles"]) == 4
    with pytest.raises(StackError, match="cannot be deleted"):
        stack.destroy("--continue-on-error")
    account = simulator.state()
    assert (len(account["remoteEngines"]), account["runProfiles"]) == (4, [])


def test_an_up_follows_the_plan_of_a_preview(
    tmp_path: Path, stack_of: Callable[[str], Stack], simulator: Simulator
) -> None:
    text = (
        BEGINNING
        + """
engine = talend.RemoteEngine("etl", name="etl", **place)
pool = talend.EngineCluster("pool", name="pool", **place)
talend.ClusterMembership("member", cluster_id=pool, engine_id=engine)
talend.RemoteEngineRunProfile("heap", engine_id=engine, **profile)
"""
    )
    stack, plan = stack_of(text), str(tmp_path / "plan.json")
    for changed in (text, text.replace('name="etl"', 'name="more"').replace('name="pool"', 'name="other"')):
        (stack.program / "__main__.py").write_text(changed)
        stack.preview("--save-plan", plan)
        stack.up("--plan", plan)
    (engine,) = simulator.state()["remoteEngines"]
    assert (engine["name"], engine["clusterId"]) == ("more", only(simulator, "clusters"))
    assert only(simulator, "runProfiles")


def test_a_run_ignores_the_changes_that_its_options_name(
    apply: Callable[..., str], simulator: Simulator
) -> None:
    text = """
options = ResourceOptions(ignore_changes=["triggers", "parameters", "poll_interval"])
talend.TaskRun(
    "load",
    executable="5a0000000000000000000001",
    triggers={"release": "1"},
    parameters={"day": "monday"},
    poll_interval=1,
    on_failure="record",
    opts=options,
)
"""
    apply(text)
    assert writes(simulator) == [("POST", "/processing/executions")]
    changed = (
        text.replace('"1"', '"2"').replace("monday", "tuesday").replace("poll_interval=1", "poll_interval=2")
    )
    assert changes(apply(changed)) == {"unchanged": 5}
    assert writes(simulator) == []
    apply(changed.replace('"triggers", ', ""))
    assert writes(simulator) == [("POST", "/processing/executions")]
