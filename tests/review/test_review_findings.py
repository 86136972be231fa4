"""The findings of a review, without an engine."""

from __future__ import annotations

import io
from typing import Any

import pytest
from previews import PLACE, engine, profile, reviewed, rules_and_risks, step

from talend_processing.graph.mermaid import mermaid
from talend_processing.review.findings.facts import Facts
from talend_processing.review.findings.rules import RULES, Risk
from talend_processing.review.render.terminal import terminal


@pytest.mark.parametrize("op", ["replace", "delete"])
def test_only_the_account_shows_that_an_engine_is_not_paired(op: str) -> None:
    gone = engine(op, "etl", status="NOT_PAIRED")
    (stale,) = reviewed(gone).findings
    assert stale.risk is Risk.HIGH
    assert "as old as the last `pulumi refresh`" in " ".join(stale.details)
    (live,) = reviewed(gone, facts=Facts({"id-of-etl": "NOT_PAIRED"})).findings
    assert live.risk is Risk.MEDIUM


def test_a_changed_name_of_an_engine_is_reported() -> None:
    ask = "everything else is equal: does the program compute the name, for instance from a date?"
    moved = engine("replace", "etl") | {"newState": engine("create", "etl-2026-01-02")["newState"]}
    (found,) = reviewed(moved).findings
    assert found.details[:2] == (
        "replaced because of: name",
        f"only the name changes since the last `up`, from `etl` to `etl-2026-01-02`; {ask}",
    )
    (other,) = reviewed(
        {**moved, "newState": engine("create", "etl-2", description="new")["newState"]}
    ).findings
    assert "only the name" not in " ".join(other.details)


@pytest.mark.parametrize("kind", ["RemoteEngine", "PipelineEngine", "EngineCluster"])
def test_a_changed_pulumi_name_is_reported_for_the_replaced_resource(kind: str) -> None:
    today, tomorrow = ({"name": f"etl-2026-01-0{day}", **PLACE} for day in (1, 2))
    gone, made = step("delete", kind, "etl-1", old=today), step("create", kind, "etl-2", new=tomorrow)
    (found,) = [one for one in reviewed(gone, made).findings if one.step.op == "delete"]
    assert "`etl-2026-01-02` is created with the same arguments, so only the name changes" in " ".join(
        found.details
    )
    for other in ({**tomorrow, "description": "x"}, {**tomorrow, "environmentId": "elsewhere"}):
        different = reviewed(gone, step("create", kind, "etl-2", new=other)).findings
        assert not [one for one in different if "same arguments" in " ".join(one.details)]


def test_a_changed_pulumi_name_of_an_object_that_keeps_its_name_is_not_called_a_rename() -> None:
    given = {"name": "etl-2026-01-01", **PLACE}
    made = step("create", "RemoteEngine", "etl-2", new=given)
    found = reviewed(step("delete", "RemoteEngine", "etl-1", old=given), made).findings
    assert "only the name" not in " ".join(detail for one in found for detail in one.details)


@pytest.mark.parametrize(
    ("kind", "given", "risks"),
    [
        ("RemoteEngine", {}, {"adopted": Risk.LOW}),
        ("EngineCluster", {}, {"adopted": Risk.LOW}),
        ("EngineCluster", {"remoteEngines": ["a"]}, {"adopted": Risk.MEDIUM}),
        ("RemoteEngineRunProfile", {}, {"adopted": Risk.MEDIUM}),
        ("CloudJvmRollback", {"jobJvmRollback": True}, {"jvm-rollback-changed": Risk.HIGH}),
    ],
)
def test_an_adoption_that_can_change_running_work_says_so(
    kind: str, given: dict[str, Any], risks: dict[str, Risk]
) -> None:
    found = reviewed(step("create", kind, "taken-over", new={**given, "adoptId": "a1"})).findings
    assert {one.rule: one.risk for one in found} == risks


@pytest.mark.parametrize("live", [True, False])
def test_an_engine_of_another_version_in_a_cluster_is_reported(*, live: bool) -> None:
    engines = [engine("same", name) for name in ("old", "new", "unknown")]
    versions = {"old": "2.12.3", "new": "2.13.4"}
    for one, version in zip(engines, versions.values(), strict=False):
        one["oldState"]["outputs"]["version"] = "2.0.0" if live else version
    pool = step("same", "EngineCluster", "pool", old={"name": "pool", **PLACE}, new={"name": "pool", **PLACE})
    edges = [
        step(op, "ClusterMembership", name, old=given if op == "same" else None, new=given)
        for op, name in (("create", "new"), ("same", "old"), ("create", "unknown"))
        if (given := {"clusterId": "id-of-pool", "engineId": f"id-of-{name}"})
    ]
    facts = Facts(versions={f"id-of-{name}": version for name, version in versions.items()})
    found = reviewed(*engines, pool, *edges, facts=facts if live else None).findings
    details = {one.step.name: one.details for one in found if one.rule == "membership-added"}
    assert details == {
        "new": (
            (
                "its version is 2.13.4, unlike `old` 2.12.3: Routes and Data Services need engines of one"
                " version"
            ),
        ),
        "unknown": (),
    }


def unpaired() -> dict[str, Any]:
    change = engine("update", "etl")
    for side, value in (("oldState", "1"), ("newState", "2")):
        change[side]["inputs"]["unpairTriggers"] = {"machine": value}
    change["oldState"]["outputs"]["unpairTriggers"] = {"machine": "1"}
    return change


@pytest.mark.parametrize("change", [unpaired(), engine("replace", "etl"), engine("delete", "etl")])
def test_an_engine_that_loses_its_pairing_must_be_drained_unless_it_is_idle(change: dict[str, Any]) -> None:
    drain = "drain it first: `tre:graceful-shutdown MINUTES` in the engine's console"
    (offline,) = reviewed(change).findings
    assert "see `talend-processing list task-executions`" in " ".join(offline.details)
    assert drain in " ".join(offline.details)
    (busy,) = reviewed(change, facts=Facts({"id-of-etl": "PAIRED"}, running={"id-of-etl": 2})).findings
    assert "live: 2 executions in flight" in busy.details
    assert drain in " ".join(busy.details)
    for facts in (Facts({"id-of-etl": "PAIRED"}), Facts({"id-of-etl": "NOT_PAIRED"})):
        (idle,) = reviewed(change, facts=facts).findings
        assert "drain" not in " ".join(idle.details)


def test_profiles_of_a_deleted_engine_have_no_findings_of_their_own() -> None:
    found = reviewed(engine("delete", "etl"), profile("delete", "heap", ([], []), of="etl"))
    assert [one.rule for one in found.findings] == ["engine-deleted"]


def test_the_last_engine_of_a_cluster_is_not_known_without_unchanged_resources() -> None:
    given = {"clusterId": "c", "engineId": "e"}
    leaving = step("delete", "ClusterMembership", "m", old=given)
    (whole,) = reviewed(leaving).findings
    (partial,) = reviewed(leaving, same=2).findings
    assert "nowhere to run" in whole.reason
    assert "it is unknown" in partial.reason


@pytest.mark.parametrize(
    ("execution", "starts"),
    [
        ({}, True),
        ({"runOnCreate": False}, False),
        ({"runOnCreate": False, "generation": 0}, False),
        ({"runOnCreate": False, "generation": 1}, True),
        ({"executionId": "known"}, False),
    ],
)
def test_a_created_run_starts_unless_run_on_create_is_false(execution: dict[str, Any], starts: bool) -> None:  # noqa: FBT001
    found = reviewed(step("create", "TaskRunExecution", "t", new={"executable": "x", **execution}))
    assert [one.rule for one in found.findings] == (["task-started"] if starts else [])


def test_a_run_that_an_earlier_up_could_not_send_is_started() -> None:
    given = {"executable": "x", "triggers": "1"}
    execution = {"executable": "x", "token": "t", "intendedBy": "an earlier process"}
    made_again = {"old": execution, "new": execution, "outputs": {"startStatus": "NOT_SENT"}}
    found = reviewed(
        step("same", "PromotionRunIntent", "p-intent", old=given, new=given),
        step("replace", "PromotionRunExecution", "p-execution", **made_again),
    )
    assert rules_and_risks(found) == [("promotion-started", Risk.HIGH)]


def test_an_engine_is_not_confused_with_the_wait_for_its_pairing() -> None:
    wait = step("same", "EnginePairing", "wait", old={"engineId": "id-of-etl"}, new={"engineId": "id-of-etl"})
    wait["oldState"]["id"] = wait["newState"]["id"] = "id-of-etl"
    found = reviewed(engine("same", "etl"), wait, profile("delete", "heap", ([], []), of="etl"))
    assert found.findings[0].what == "Run profile `heap` of `etl` is deleted"


def _pool(op: str, before: list[str] | None, after: list[str]) -> dict[str, Any]:
    """Return a step of a cluster whose engines are plain ids, as from a look-up."""
    old = None if before is None else {"name": "pool", "remoteEngines": before}
    return step(op, "EngineCluster", "pool", old=old, new={"name": "pool", "remoteEngines": after})


def test_engines_that_the_program_knows_only_by_id_count_as_members() -> None:
    (made,) = [one for one in reviewed(_pool("create", None, ["a", "b"])).findings if "created" in one.what]
    assert made.what == "Cluster `pool` is created with 2 engines"
    leaving = _pool("update", ["a", "b", "c"], ["a", "b"])
    (left,) = reviewed(leaving).findings
    assert (left.risk, left.reason) == (Risk.MEDIUM, "2 engines remain for the cluster's tasks")
    (last,) = reviewed(_pool("update", ["a"], [])).findings
    assert last.risk is Risk.HIGH


@pytest.mark.parametrize(("others", "left"), [((), "no engine"), (("x", "y"), "2 engines remain")])
def test_an_engine_that_leaves_is_not_counted_although_the_account_still_lists_it(
    others: tuple[str, ...], left: str
) -> None:
    facts = Facts(members={"id-of-pool": frozenset(["a", *others]), "c": frozenset(["a", *others])})
    (by_list,) = reviewed(_pool("update", ["a"], []), facts=facts).findings
    edge = step("delete", "ClusterMembership", "m", old={"clusterId": "c", "engineId": "a"})
    (by_edge,) = reviewed(edge, facts=facts).findings
    assert by_list.reason.startswith("no engine"), "a list is exact"
    assert by_edge.reason.startswith(left)


def test_an_engine_that_is_a_member_and_becomes_a_declared_one_counts_once() -> None:
    facts = Facts(members={"c": frozenset(["a", "x"])})
    leaves = step("delete", "ClusterMembership", "m", old={"clusterId": "c", "engineId": "a"})
    declared = step("create", "ClusterMembership", "n", new={"clusterId": "c", "engineId": "x"})
    reasons = [one.reason for one in reviewed(leaves, declared, facts=facts).findings if "leaves" in one.what]
    assert reasons == ["1 engine remains for the cluster's tasks"]


def test_a_pending_delete_is_reported_with_its_successor() -> None:
    pending = engine("delete-replaced", "etl")
    pending["oldState"] |= {"id": "old", "delete": True}
    del pending["newState"]
    for steps in ([engine("same", "etl"), pending], [pending, engine("same", "etl")]):
        found = reviewed(*steps)
        assert [(one.rule, one.step.object_id) for one in found.findings] == [("engine-deleted", "old")]
        assert "an earlier `up` created its replacement" in found.findings[0].details[-1]
        assert [one.engines for one in found.capacity] == [(2, 1)]
        assert mermaid(found.before).count('["etl<br/>') == 2
        assert "class n0 delete" not in mermaid(found.after)
        assert len({node.key for node in found.before.nodes}) == 2
    assert rules_and_risks(reviewed(pending)) == [("engine-deleted", Risk.HIGH)]


def test_a_create_first_replacement_is_recognised_from_any_of_its_steps() -> None:
    made, moved, gone = (
        engine(op, "etl", description="b") for op in ("create-replacement", "replace", "delete-replaced")
    )
    for event in (moved, gone):  # the engine marks the object as soon as it has a successor
        event["oldState"]["delete"] = True
    del gone["newState"]
    for steps in ([moved], [made, moved, gone]):
        found = reviewed(*steps)
        assert rules_and_risks(found) == [("engine-replaced", Risk.HIGH)]
        assert [one.engines for one in found.capacity] in ([], [(1, 1)])


def test_capacity_includes_pipeline_engines() -> None:
    given = {"environmentId": "e1", "name": "pipes"}
    page = io.StringIO()
    terminal(reviewed(step("create", "PipelineEngine", "pipes", new=given)), page)
    assert "e1: Remote Engines 0 -> 0" in page.getvalue()
    assert "Pipeline Engines 0 -> 1" in page.getvalue()


def test_observed_members_do_not_count_as_declared() -> None:
    given = {"name": "pool"}
    cluster = step(
        "same", "EngineCluster", "pool", old=given, new=given, outputs={"remoteEngines": ["id-of-etl"]}
    )
    member = {"clusterId": "id-of-pool", "engineId": "id-of-etl"}
    found = reviewed(engine("same", "etl"), cluster, step("delete", "ClusterMembership", "m", old=member))
    assert found.after.nodes_of_kind("engine")[0].parent_key == ""
    assert found.findings[0].risk is Risk.HIGH


def test_every_rule_says_what_it_means() -> None:
    for name, rule in RULES.items():
        assert rule.name == name
        assert rule.what.endswith(".")
        assert rule.why.endswith(".")
        assert list(rule.risks) == sorted(rule.risks, reverse=True)


def test_the_run_profile_of_an_engine_that_stays_is_deleted_on_its_own() -> None:
    kept = engine("delete", "etl")
    kept["oldState"]["retainOnDelete"] = True
    found = reviewed(kept, profile("delete", "heap", (["-Xmx1g"], None), of="etl"))
    assert rules_and_risks(found) == [("profile-deleted", Risk.MEDIUM), ("retained", Risk.NONE)]
