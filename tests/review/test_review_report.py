"""The findings of a review and its output formats, without an engine."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft7Validator
from previews import PLACE, SECRET, UNKNOWN, document, engine, fleet, profile, step

from talend_processing.graph.mermaid import mermaid
from talend_processing.graph.svg import svg
from talend_processing.graph.svg_comparison import svg_comparison
from talend_processing.graph.tree import tree
from talend_processing.review.findings.facts import Facts
from talend_processing.review.findings.report import Review, review
from talend_processing.review.findings.rules import RULES, Risk
from talend_processing.review.render.json_report import json_report
from talend_processing.review.render.markdown import markdown
from talend_processing.review.render.sarif import sarif
from talend_processing.review.render.terminal import terminal
from talend_processing.stack.preview import read_preview


def reviewed(*steps: dict[str, Any], facts: Facts | None = None, same: int = 0) -> Review:
    return review(read_preview(document(*steps, same=same)), facts)


def said(found: Review) -> list[tuple[str, Risk]]:
    return [(one.rule, one.risk) for one in found.findings]


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
        unlike = reviewed(gone, step("create", kind, "etl-2", new=other)).findings
        assert not [one for one in unlike if "same arguments" in " ".join(one.details)]


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
def test_an_engine_that_loses_its_pairing_is_to_be_drained_first(change: dict[str, Any]) -> None:
    drain = "drain it first: `tre:graceful-shutdown MINUTES` in the engine's console"
    (offline,) = reviewed(change).findings
    assert "look at `talend-processing list task-executions`" in " ".join(offline.details)
    assert drain in " ".join(offline.details)
    (busy,) = reviewed(change, facts=Facts({"id-of-etl": "PAIRED"}, running={"id-of-etl": 2})).findings
    assert "live: 2 executions in flight" in busy.details
    assert drain in " ".join(busy.details)
    for facts in (Facts({"id-of-etl": "PAIRED"}), Facts({"id-of-etl": "NOT_PAIRED"})):
        (idle,) = reviewed(change, facts=facts).findings
        assert "drain" not in " ".join(idle.details)


def test_executions_in_flight_raise_a_risk() -> None:
    change = profile("update", "heap", (["-Xmx1g"], ["-Xmx2g"]), of="etl")
    assert said(reviewed(change)) == [("jvm-arguments-changed", Risk.MEDIUM)]
    facts = Facts(running={"id-of-heap": 2}, tasks={"id-of-heap": frozenset("ab")})
    (found,) = reviewed(change, facts=facts).findings
    assert found.risk is Risk.HIGH
    assert "live: 2 executions in flight" in found.details
    assert "live: 2 tasks ran with it in the last 7 days" in found.details


@pytest.mark.parametrize(
    ("old", "new", "risk"),
    [
        (["-Xmx1g"], ["-Xmx512m"], Risk.HIGH),
        (["-Xmx1g"], ["-Xmx1024m", "-Xms1m"], Risk.MEDIUM),
        (["-Xmx1g"], ["-Xms1g"], Risk.HIGH),
        (["-Xmx1g"], None, Risk.HIGH),
        (["-Xmx1g"], ["-XX:MaxHeapSize=512m"], Risk.HIGH),
        (["-Xmx1g"], ["-XX:MaxHeapSize=1048576k"], Risk.MEDIUM),
        (["-Xmx1g"], ["-XX:MaxRAMPercentage=50"], Risk.HIGH),
        (None, ["-Xmx1g"], Risk.MEDIUM),
        (["-Xmx1g", "-Xmx4g"], ["-Xmx2g"], Risk.HIGH),
        (["-a", "-b"], ["-b", "-a"], Risk.MEDIUM),
        (["-ea"], ["-ea", "-XX:MaxPermSize=256m"], Risk.HIGH),
        (["-XX:MaxPermSize=256m"], ["-XX:MaxPermSize=512m"], Risk.MEDIUM),
        (["-Xmx1g"], UNKNOWN, Risk.MEDIUM),
    ],
)
def test_a_heap_that_shrinks_is_a_high_risk(old: Any, new: Any, risk: Risk) -> None:
    found = reviewed(profile("update", "heap", (old, new), of="etl"))
    assert said(found) == [("jvm-arguments-changed", risk)]


RUN = "tasks that use it run with them from their next start"
FAIL = "tasks that need more of it fail from their next start"


@pytest.mark.parametrize(
    ("old", "new", "reason", "details"),
    [
        (
            ["-Xms1g -Xmx4g"],
            ["-Xms1g", "-XX:MaxHeapSize=512m"],
            f"the heap shrinks from 4 GiB to 512 MiB: {FAIL}",
            ("- `-Xmx4g`", "+ `-XX:MaxHeapSize=512m`"),
        ),
        (
            ["-Xmx16g"],
            [],
            f"the heap of 16 GiB is no longer declared, so the Job's own value applies: {FAIL}",
            ("- `-Xmx16g`",),
        ),
        (
            ["-Xmx16g"],
            ["-XX:MaxRAMPercentage=75"],
            f"the heap may shrink from 16 GiB to 75 % of the machine's memory: {FAIL}",
            ("- `-Xmx16g`", "+ `-XX:MaxRAMPercentage=75`"),
        ),
        (
            ["-Xmx1g"],
            ["-Xmx1024m"],
            RUN,
            ("- `-Xmx1g`", "+ `-Xmx1024m`"),
        ),
        (
            ["-Xms1g -Xmx2g"],
            ["-Xms1g", "-Xmx2g"],
            RUN,
            ("the arguments are the same, but are split differently into list items",),
        ),
        (
            ["-Xmx1g", "[secret]"],
            ["-Xmx1g", "[secret]"],
            RUN,
            ("a secret argument changes, or only the order",),
        ),
    ],
)
def test_a_change_of_the_heap_is_shown_with_both_values(
    old: list[str], new: list[str], reason: str, details: tuple[str, ...]
) -> None:
    change = profile("update", "heap", (old, new), of="etl") | {"diffReasons": ["jvmArguments"]}
    (found,) = reviewed(change).findings
    assert (found.reason, found.details) == (reason, details)


PERMANENT = (
    "`-XX:MaxPermSize`: Java 17 does not start with it, since the permanent generation was removed in Java 8;"
    " write -XX:MetaspaceSize or -XX:MaxMetaspaceSize"
)
INITIAL = (
    "`-Xms2g` sets an initial heap and no maximum, so a JVM does not start if the Job's own maximum is"
    " smaller; declare -Xmx too"
)


@pytest.mark.parametrize(
    ("old", "new", "warnings"),
    [
        (["-Xmx2g"], ["-Xmx2g", "-XX:MaxPermSize=1g"], [PERMANENT]),
        (["-XX:MaxPermSize=1g"], ["-XX:MaxPermSize=2g"], []),
        (["-Xms2g -Xmx4g"], ["-Xms2g"], [INITIAL]),
        (["-Xms1g"], ["-Xms2g"], [INITIAL]),
        (["-Xms2g"], ["-Xms2g", "-ea"], []),
        ([], ["-Xms2g", "-XX:MaxRAMPercentage=50"], []),
        (
            None,
            ["-XX:+UseConcMarkSweepGC -Xms2g", "-XX:MaxPermSize=1g"],
            ["UseConcMarkSweepGC", PERMANENT, INITIAL],
        ),
        (None, ["-Xms2g", UNKNOWN], []),
    ],
)
def test_arguments_that_may_keep_a_jvm_from_starting_are_named(
    old: list[str] | None, new: list[str], warnings: list[str]
) -> None:
    op = "create" if old is None else "update"
    (found,) = reviewed(profile(op, "heap", (old, new), of="etl")).findings
    assert found.rule == ("profile-created" if old is None else "jvm-arguments-changed")
    told = [one for one in found.details if not one.startswith(("- ", "+ "))]
    assert len(told) == len(warnings)
    assert all(part in one for part, one in zip(warnings, told, strict=True))


def test_a_changed_secret_is_reported_if_the_engine_says_so() -> None:
    change = profile("update", "heap", ("[secret]", "[secret]"), of="etl")
    assert reviewed(change).findings == ()
    change["diffReasons"] = ["jvmArguments"]
    (found,) = reviewed(change).findings
    assert "secret" in found.reason


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
    assert said(found) == [("promotion-started", Risk.HIGH)]


def test_an_engine_that_is_waited_for_is_not_taken_for_its_wait() -> None:
    wait = step("same", "EnginePairing", "wait", old={"engineId": "id-of-etl"}, new={"engineId": "id-of-etl"})
    wait["oldState"]["id"] = wait["newState"]["id"] = "id-of-etl"
    found = reviewed(engine("same", "etl"), wait, profile("delete", "heap", ([], []), of="etl"))
    assert found.findings[0].what == "Run profile `heap` of `etl` is deleted"


def _pool(op: str, before: list[str] | None, after: list[str]) -> dict[str, Any]:
    """A cluster whose engines are given by plain ids, as a look-up finds them."""
    old = None if before is None else {"name": "pool", "remoteEngines": before}
    return step(op, "EngineCluster", "pool", old=old, new={"name": "pool", "remoteEngines": after})


def test_engines_that_the_program_has_only_by_their_ids_are_members_too() -> None:
    (made,) = [one for one in reviewed(_pool("create", None, ["a", "b"])).findings if "created" in one.what]
    assert made.what == "Cluster `pool` is created with 2 engines"
    leaving = _pool("update", ["a", "b", "c"], ["a", "b"])
    (left,) = reviewed(leaving).findings
    assert (left.risk, left.reason) == (Risk.MEDIUM, "2 engines remain for the cluster's tasks")
    (last,) = reviewed(_pool("update", ["a"], [])).findings
    assert last.risk is Risk.HIGH


def test_pictures_tell_of_engines_that_the_program_has_only_by_their_ids() -> None:
    found = reviewed(_pool("update", ["a", "b"], ["a"]))
    page = io.StringIO()
    tree(found.after, "x", page)
    drawn = [mermaid(found.after), svg(found.after, "x"), page.getvalue()]
    assert all("1 engine from elsewhere" in one and "no engines" not in one for one in drawn)
    both = svg_comparison(found.before, found.after, "x")
    assert "2 engines from elsewhere" in both
    assert "1 engine from elsewhere" in both


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
    assert said(reviewed(pending)) == [("engine-deleted", Risk.HIGH)]


def test_a_create_first_replacement_is_recognised_from_any_of_its_steps() -> None:
    made, moved, gone = (
        engine(op, "etl", description="b") for op in ("create-replacement", "replace", "delete-replaced")
    )
    for told in (moved, gone):  # the engine marks the object as soon as it has a successor
        told["oldState"]["delete"] = True
    del gone["newState"]
    for steps in ([moved], [made, moved, gone]):
        found = reviewed(*steps)
        assert said(found) == [("engine-replaced", Risk.HIGH)]
        assert [one.engines for one in found.capacity] in ([], [(1, 1)])


def test_capacity_includes_pipeline_engines() -> None:
    given = {"environmentId": "e1", "name": "pipes"}
    page = io.StringIO()
    terminal(reviewed(step("create", "PipelineEngine", "pipes", new=given)), page)
    assert "e1: Remote Engines 0 -> 0" in page.getvalue()
    assert "Pipeline Engines 0 -> 1" in page.getvalue()


def test_observed_members_are_not_taken_for_declared_ones() -> None:
    given = {"name": "pool"}
    cluster = step(
        "same", "EngineCluster", "pool", old=given, new=given, outputs={"remoteEngines": ["id-of-etl"]}
    )
    member = {"clusterId": "id-of-pool", "engineId": "id-of-etl"}
    found = reviewed(engine("same", "etl"), cluster, step("delete", "ClusterMembership", "m", old=member))
    assert found.after.of("engine")[0].inside == ""
    assert found.findings[0].risk is Risk.HIGH


def test_names_cannot_break_out_of_a_report() -> None:
    name = 'x`|<script>\n@all "#'
    found = reviewed(engine("delete", "etl") | {"oldState": engine("delete", name)["oldState"]})
    rows = [line for line in markdown(found).splitlines() if line.startswith("| 🔴")]
    assert len(rows) == 1
    assert rows[0].count("`") % 2 == 0
    assert rows[0].replace("\\|", "").count("|") == 5
    drawn = mermaid(found.before)
    assert "<script>" not in drawn
    assert "#lt;script#gt; @all #quot;#35;" in drawn


def test_the_name_of_a_cluster_that_an_engine_leaves_is_no_markup() -> None:
    given = {"name": "<img src=x>", "remoteEngines": ["id-of-etl"]}
    pool = step("same", "EngineCluster", "pool", old=given, new=given)
    (gone,) = reviewed(engine("delete", "etl"), pool).findings
    assert "cluster `<img src=x>` keeps 0 engines" in gone.details


@pytest.mark.slow
def test_a_comment_fits_into_what_github_takes() -> None:
    text = markdown(review(read_preview(fleet(3000))))
    assert len(text) < 65_536
    assert "more of lower or the same risk" in text


def test_nothing_that_matters_is_said_so() -> None:
    found = reviewed(engine("same", "etl"))
    assert "Nothing that runs is affected" in markdown(found)
    page = io.StringIO()
    terminal(found, page)
    assert "Nothing that runs is affected" in page.getvalue()


def test_json_has_what_a_program_needs() -> None:
    document_ = json.loads(json_report(reviewed(engine("delete", "etl"))))
    assert (document_["version"], document_["risk"]) == (1, "high")
    (found,) = document_["findings"]
    assert (found["rule"], found["id"], found["position"]) == (
        "engine-deleted",
        "id-of-etl",
        {"path": "__main__.py", "line": 7},
    )


def test_secrets_are_masked_in_whatever_form_they_come() -> None:
    change = profile("update", "heap", (SECRET, ["-Dx.password=hunter", "-Dtoken=hunter"]), of="etl")
    found = reviewed(engine("replace", "etl"), change)
    page = io.StringIO()
    terminal(found, page)
    text = "".join([page.getvalue(), markdown(found), json_report(found), sarif(found)])
    assert "hunter" not in text
    assert "v1:x" not in text


def test_a_name_can_neither_steer_a_terminal_nor_spoil_a_picture() -> None:
    bad = "etl\x1b[2J\u202e\x00\x9b"
    found = reviewed(engine("replace", bad))
    page = io.StringIO()
    terminal(found, page)
    tree(found.after, "x", page)
    picture = svg_comparison(found.before, found.after, "x")
    texts = [page.getvalue(), markdown(found), mermaid(found.after), picture]
    assert all("etl" in text for text in texts)
    assert not [one for text in texts for one in "\x1b\u202e\x00\x9b" if one in text]
    ET.fromstring(picture)  # noqa: S314 - our own picture


def test_sarif_is_what_the_official_schema_says() -> None:
    found = reviewed(engine("replace", "a b"), engine("delete", "gone"), engine("create", "new"))
    written = json.loads(sarif(found, program="/my infra/"))
    schema = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0.json").read_text())
    Draft7Validator.check_schema(schema)
    Draft7Validator(schema).validate(written)
    (run,) = written["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "my%20infra/__main__.py"
        assert place["region"]["startLine"] == (1 if result["ruleId"] == "engine-deleted" else 7)


@pytest.mark.parametrize(
    ("program", "uri"), [("", "__main__.py"), (".", "__main__.py"), ("./infra/", "infra/__main__.py")]
)
def test_the_folder_of_the_program_may_be_written_in_any_way(program: str, uri: str) -> None:
    (run,) = json.loads(sarif(reviewed(engine("create", "etl")), program=program))["runs"]
    (result,) = run["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_every_rule_says_what_it_means() -> None:
    for name, rule in RULES.items():
        assert rule.name == name
        assert rule.what.endswith(".")
        assert rule.why.endswith(".")
        assert list(rule.risks) == sorted(rule.risks, reverse=True)
