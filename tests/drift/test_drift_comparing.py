"""The differences that count as drift, and those that do not."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from typing import Any

import pytest
from lifecycle_stack import DEVELOPMENT, PLACE, Stack

import talend_processing as talend
from talend_processing.client.errors import AuthenticationError
from talend_processing.drift.comparing import address, drift
from talend_processing.drift.json_report import json_report
from talend_processing.drift.markdown import markdown
from talend_processing.drift.report import Change, Changed, Drift, StackResource, Unmanaged, Unread
from talend_processing.provider.declare import program
from talend_processing.provider.kinds.registry import find
from talend_processing.stack.document import DocumentError
from talend_processing.stack.state import read_state

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional", cloud_jvm_rollback="present", runtime_list_delay=0
)

HEAP = {"type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"], "description": "first"}
DATABRICKS = {
    "microBatchInterval": 5,
    "databricks": {
        "endpoint": "https://example.cloud.databricks.com",
        "token": "dapi-made-up",
        "stagingLocation": "dbfs:/staging/",
        "cloudProvider": "AWS",
        "target": {
            "cluster": "old",
            "id": "1",
            "nodeTypeId": "m4.large",
            "logsDestination": "dbfs:/logs/",
            "workersNumber": 2,
        },
    },
}


def look(stack: Stack, **options: Any) -> Drift:
    with stack.session() as session:
        return drift(stack.state(), session, **options)


def fleet(stack: Stack) -> dict[str, str]:
    """Create one object of each kind."""
    engine = stack.make("RemoteEngine", "etl", {**PLACE, "description": "first"})
    pool = stack.make("EngineCluster", "pool", PLACE)
    pipes = stack.make("PipelineEngine", "pipes", PLACE)
    return {
        "etl": engine,
        "pool": pool,
        "pipes": pipes,
        "member": stack.make("ClusterMembership", "member", {"clusterId": pool, "engineId": engine}),
        "heap": stack.make("RemoteEngineRunProfile", "heap", {**HEAP, "engineId": engine}),
        "pool-heap": stack.make("EngineClusterRunProfile", "pool-heap", {**HEAP, "clusterId": pool}),
        "spark": stack.make("DatabricksRunProfile", "spark", {**DATABRICKS, "engineId": pipes}),
        "java": stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True}),
    }


def test_an_unchanged_account_has_no_drift_and_nothing_is_written(stack: Stack) -> None:
    fleet(stack)
    stack.simulator.clear_journal()
    found = look(stack)
    assert (found.found, found.unread, found.resources) == (False, (), 8)
    assert found.headline == "no drift in 8 resources"
    assert {one["method"] for one in stack.simulator.journal()} == {"GET"}


def test_pairing_is_no_drift(stack: Stack) -> None:
    ids = fleet(stack)
    stack.simulator.pair(ids["etl"])
    stack.simulator.pair(ids["pipes"])
    assert not look(stack).found


def test_a_change_names_its_remedy(stack: Stack) -> None:
    fleet(stack)

    def by_hand(account: dict[str, Any]) -> None:
        account["jobJvmRollback"] = False
        account["remoteEngines"][0].update(name="renamed", description="by hand")
        for profile in account["runProfiles"]:
            if profile["name"] == "heap":
                profile.update(jvmArguments=["-Xmx9g", "-Djavax.net.ssl.keyStorePassword=hush"])

    stack.change(by_hand)
    found = look(stack)
    changes = {one.resource.title: one.changes for one in found.changed}
    assert changes == {
        "Remote Engine 'etl'": (
            Change("name", "etl", "renamed", "replacement"),
            Change("description", "first", "by hand", "replacement"),
        ),
        "Remote Engine run profile 'heap'": (
            Change(
                "jvm_arguments",
                '["-Xmx1g"]',
                '["-Xmx9g", "-Djavax.net.ssl.keyStorePassword=[secret]"]',
                "up",
            ),
        ),
        "Cloud JVM rollback": (Change("job_jvm_rollback", "true", "false", "up"),),
    }
    assert found.headline == "3 changed"
    (engine, *_) = found.changed
    assert engine.resource.position is not None
    assert (engine.resource.position.path, engine.resource.position.line) == ("__main__.py", 1)


def test_only_the_differing_members_of_a_block_are_shown(stack: Stack) -> None:
    fleet(stack)

    def by_hand(account: dict[str, Any]) -> None:
        (profile,) = account["pipelineRunProfiles"]
        profile["definition"]["databricks"]["target"]["workersNumber"] = 9

    stack.change(by_hand)
    ((spark),) = look(stack).changed
    assert spark.changes == (Change("databricks.target.workers_number", "2", "9", "up"),)


def test_a_deleted_object_is_missing(stack: Stack) -> None:
    ids = fleet(stack)

    def delete(account: dict[str, Any]) -> None:
        account["remoteEngines"] = []
        account["runProfiles"] = [one for one in account["runProfiles"] if one["processorId"] != ids["etl"]]

    stack.change(delete)
    found = look(stack)
    assert {one.object_id for one in found.missing} == {ids["etl"], ids["heap"], ids["member"]}
    assert not found.changed


def test_an_engine_in_another_cluster_lost_its_membership(stack: Stack) -> None:
    ids = fleet(stack)
    other = stack.make("EngineCluster", "other", PLACE)
    stack.change(lambda account: account["remoteEngines"][0].update(clusterId=other))
    found = look(stack)
    assert [one.object_id for one in found.missing] == [ids["member"]]
    (loose,) = found.unmanaged
    assert (loose.kind, loose.object_id) == ("ClusterMembership", f"{other}/{ids['etl']}")


def test_objects_of_an_invisible_environment_are_unread_and_not_missing(stack: Stack) -> None:
    fleet(stack)
    stack.change(lambda account: (account.clear(), account.update(jobJvmRollback=True)))
    found = look(stack)
    assert not found.missing
    assert len(found.unread) == 7
    assert all("these credentials may not see it" in one.why for one in found.unread[:1])


def test_a_masked_secret_is_no_drift_and_is_counted(stack: Stack) -> None:
    fleet(stack)
    stack.masked("heap", "jvmArguments")
    stack.masked("etl", "description")
    stack.masked("spark", "databricks", "token")
    stack.masked("etl", "preAuthorizedKey")

    def by_hand(account: dict[str, Any]) -> None:
        account["remoteEngines"][0].update(description="by hand")
        for profile in account["runProfiles"]:
            profile.update(jvmArguments=["-Xmx9g"])

    stack.change(by_hand)
    found = look(stack)
    assert [one.resource.title for one in found.changed] == ["Remote Engine cluster run profile 'pool-heap'"]
    (note,) = found.notes
    assert note == (
        "2 secret values that the export masks were not compared: `pulumi stack export --show-secrets` shows"
        " them"
    )


def test_a_secret_that_is_shown_is_compared_and_never_printed(stack: Stack) -> None:
    fleet(stack)
    stack.masked("heap", "jvmArguments", shown=True)
    stack.masked("etl", "description", shown=True)
    assert not look(stack).found

    def by_hand(account: dict[str, Any]) -> None:
        account["remoteEngines"][0].update(description="by hand")
        for profile in account["runProfiles"]:
            profile.update(jvmArguments=["-Xmx9g"])

    stack.change(by_hand)
    found = look(stack)
    assert len(found.changed) == 3
    assert found.changed[0].changes == (Change("description", "[secret]", "[secret]", "replacement"),)
    assert found.changed[1].changes == (Change("jvm_arguments", "[secret]", "[secret]", "up"),)
    assert "first" not in json_report(found)
    assert "by hand" not in json_report(found)
    assert not found.notes


def test_a_parent_that_is_masked_cannot_be_read(stack: Stack) -> None:
    fleet(stack)
    stack.masked("heap", "engineId")
    (unread,) = look(stack).unread
    assert unread.why == "the export masks its engine_id: use `--show-secrets`"


def test_another_account_is_refused_before_any_call(stack: Stack) -> None:
    fleet(stack)
    stack.simulator.clear_journal()
    text = stack.text().replace(stack.simulator.url, "https://api.eu.cloud.talend.com")
    with (
        stack.session() as session,
        pytest.raises(
            DocumentError, match=r"were created at https://api\.eu\..*, but the settings point to http"
        ),
    ):
        drift(read_state(text, name="state.json"), session)
    assert stack.simulator.journal() == []


def test_a_state_of_two_accounts_is_refused(stack: Stack) -> None:
    fleet(stack)
    text = stack.text().replace(stack.simulator.url, "https://api.eu.cloud.talend.com", 1)
    with pytest.raises(DocumentError, match="but a stack has one account"):
        address(read_state(text))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda text: text.replace("talend:", "acme:"), "the state has no resources of talend-processing"),
        (
            lambda text: text.replace("talend:RemoteEngine:", "talend:Nova:").replace(
                'talend:RemoteEngine"', 'talend:Nova"'
            ),
            "Nova is not a resource of this version",
        ),
        (lambda text: text.replace('"version": 3', '"version": 9'), "version 9 of the state"),
        (lambda text: text[:300], "state.json, line 1: "),
    ],
)
def test_a_state_that_cannot_be_compared_is_refused(stack: Stack, change: Any, says: str) -> None:
    fleet(stack)
    with stack.session() as session, pytest.raises(DocumentError, match=says):
        drift(read_state(change(stack.text()), name="state.json"), session)


def test_a_run_cannot_drift(stack: Stack) -> None:
    stack.make("RemoteEngine", "etl", PLACE)
    stack.resources.append(
        {
            "urn": "urn:pulumi:test::fleet::pulumi-python:dynamic/talend:EnginePairing::etl-paired",
            "type": "pulumi-python:dynamic/talend:EnginePairing",
            "id": "gone",
            "inputs": {"engineId": "gone", "kind": "remote"},
            "outputs": {"engineId": "gone", "kind": "remote", "status": "PAIRED"},
        }
    )
    found = look(stack)
    assert (found.resources, found.found) == (1, False)


def test_refused_credentials_end_the_comparison_at_once(stack: Stack) -> None:
    fleet(stack)
    stack.simulator.clear_journal()
    stack.simulator.fault(kind="status", status=401, count=None)
    with pytest.raises(AuthenticationError):
        look(stack, parallel=1)
    assert len(stack.simulator.journal()) == 1


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
        found = look(stack, **options)
        return len(stack.simulator.journal()), found

    (without, none), (within, found) = calls(scope="none"), calls()
    assert within == without
    assert not none.found
    assert {one.object_id for one in found.unmanaged} == {stray, profile}, "summaries list no Databricks ones"
    unmanaged = {one.object_id: one for one in found.unmanaged}
    assert (unmanaged[stray].environment, unmanaged[stray].title) == ("production", "Remote Engine 'stray'")
    assert unmanaged[profile].where == "Remote Engine 'etl'"
    assert found.notes == ()
    everywhere = look(stack, scope="all").unmanaged
    assert "elsewhere" in {one.title.split("'")[1] for one in everywhere}
    assert spark in {one.object_id for one in everywhere}
    assert not look(stack, others=[aside.state()]).unmanaged


def test_a_note_names_the_kinds_that_were_not_searched(stack: Stack) -> None:
    stack.make("CloudJvmRollback", "java", {"jobJvmRollback": True})
    (note,) = look(stack).notes
    assert note.startswith(
        "Remote Engines and clusters and Pipeline Engines were not searched for unmanaged objects"
    )


@pytest.fixture
def look_ups(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Point the look-ups of a program to the account of the stack."""
    monkeypatch.setenv("TALEND_API_URL", stack.simulator.url)
    monkeypatch.setenv("TALEND_ACCESS_TOKEN", "made-up-token")
    program.client_for.cache_clear()
    yield
    program.program_client().close()
    program.client_for.cache_clear()


@pytest.mark.usefixtures("look_ups")
def test_the_printed_line_adopts_the_object(stack: Stack) -> None:
    ids = fleet(stack)
    aside = Stack(stack.simulator)
    aside.make(
        "RemoteEngine", "stray", {**PLACE, "description": 'so-called "stray"', "runProfiles": ["JOB_SERVER"]}
    )
    aside.make("EngineCluster", "apart", PLACE)
    aside.make("RemoteEngineRunProfile", "extra", {**HEAP, "engineId": ids["etl"]})
    lines = {one.kind: one.adopt for one in look(stack).unmanaged}
    assert lines.keys() == {"RemoteEngine", "EngineCluster", "RemoteEngineRunProfile"}
    for kind, line in lines.items():
        name, inputs = _called(kind, line)
        stack.make(kind, name, inputs)
    assert not look(stack).found


def test_lines_refer_by_name_and_have_names_of_their_own(stack: Stack) -> None:
    stack.make("RemoteEngine", "production-etl", PLACE)
    aside = Stack(stack.simulator)
    etl = aside.make("RemoteEngine", "etl", PLACE)
    aside.make("RemoteEngine", "etl", {"environmentId": DEVELOPMENT})
    pool = aside.make("EngineCluster", "pool", PLACE)
    aside.make("ClusterMembership", "in-pool", {"clusterId": pool, "engineId": etl})
    lines = [one.adopt for one in look(stack, scope="all").unmanaged]
    names = [ast.parse(line, mode="eval").body.args[0].value for line in lines]  # type: ignore[attr-defined]
    assert len({*names, "production-etl"}) == len(names) + 1
    assert all('environment_id=talend.find_environment(name="' in line for line in lines)


@pytest.mark.usefixtures("look_ups")
def test_pasted_lines_have_names_of_their_own_and_change_nothing(stack: Stack) -> None:
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
    loose = look(stack, scope="all")
    assert len(loose.unmanaged) == 4
    called = [_called(one.kind, one.adopt) for one in loose.unmanaged]
    assert len({name for name, _ in called}) == 4, "no two lines have one URN"
    stack.simulator.clear_journal()
    for one, (name, inputs) in zip(loose.unmanaged, called, strict=True):
        assert stack.make(one.kind, name, inputs) == one.object_id
    writes = [one for one in stack.simulator.journal() if one["method"] != "GET"]
    assert writes == []
    left = look(stack, scope="all")
    assert not left.found
    (note,) = left.notes
    assert note.startswith("Run profiles of Dynamic Engines, ")


def test_the_printed_line_shows_no_password(stack: Stack) -> None:
    engine = stack.make("RemoteEngine", "etl", PLACE)
    kept = stack.make("RemoteEngineRunProfile", "kept", {**HEAP, "engineId": engine})
    aside = Stack(stack.simulator)
    flags = {**HEAP, "jvmArguments": ["-Xmx1g", "-Dwallet.password=hunter2"]}
    aside.make("RemoteEngineRunProfile", "extra", {**flags, "engineId": engine})
    (loose,) = look(stack).unmanaged
    assert loose.object_id != kept
    assert 'pulumi.Output.concat("-Dwallet.password=", pulumi.Config().require_secret(' in loose.adopt
    assert "hunter2" not in markdown(look(stack)) + json_report(look(stack))


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


@pytest.mark.slow
def test_an_issue_about_thousands_of_changes_fits_github() -> None:
    resource = StackResource("urn", "RemoteEngineRunProfile", "5d" * 12, "Run profile 'heap' of 'etl'")
    change = Change("jvm_arguments", json.dumps(["-Xmx1g"] * 12), json.dumps(["-Xmx2g"] * 12), "up")
    loose = Unmanaged("RemoteEngine", "5d" * 12, "Remote Engine 'etl'", "production", "", "talend." * 20)
    many = 3000
    found = Drift(
        *("fleet", "production", "https://api.eu.cloud.talend.com", many),
        changed=(Changed(resource, (change,)),) * many,
        missing=(resource,) * many,
        unmanaged=(loose,) * many,
        unread=(Unread(resource, "the API answered 500 " * 10),) * many,
    )
    text = markdown(found)
    assert len(text) < 65_536
    assert text.count(" more.") == 4
    assert all(f"### {part}" in text for part in ("Changed", "Missing", "Unmanaged", "Could not be read"))
