"""The differences that count as drift, and those that do not."""

from __future__ import annotations

from typing import Any

import pytest
from lifecycle_stack import PLACE, Stack
from managed_fleet import drift_of, fleet

from talend_processing.client.errors import AuthenticationError
from talend_processing.drift.comparing import api_url_of, drift
from talend_processing.drift.json_report import json_report
from talend_processing.drift.report import Change
from talend_processing.stack.document import DocumentError
from talend_processing.stack.state import read_state

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional", cloud_jvm_rollback="present", runtime_list_delay=0
)


def test_an_unchanged_account_has_no_drift_and_nothing_is_written(stack: Stack) -> None:
    fleet(stack)
    stack.simulator.clear_journal()
    found = drift_of(stack)
    assert (found.has_drift, found.unread, found.resource_count) == (False, (), 8)
    assert found.headline == "no drift in 8 resources"
    assert {one["method"] for one in stack.simulator.journal()} == {"GET"}


def test_pairing_is_no_drift(stack: Stack) -> None:
    ids = fleet(stack)
    stack.simulator.pair(ids["etl"])
    stack.simulator.pair(ids["pipes"])
    assert not drift_of(stack).has_drift


def test_a_change_names_its_remedy(stack: Stack) -> None:
    fleet(stack)

    def by_hand(account: dict[str, Any]) -> None:
        account["jobJvmRollback"] = False
        account["remoteEngines"][0].update(name="renamed", description="by hand")
        for profile in account["runProfiles"]:
            if profile["name"] == "heap":
                profile.update(jvmArguments=["-Xmx9g", "-Djavax.net.ssl.keyStorePassword=hush"])

    stack.change(by_hand)
    found = drift_of(stack)
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
    (spark,) = drift_of(stack).changed
    assert spark.changes == (Change("databricks.target.workers_number", "2", "9", "up"),)


def test_a_deleted_object_is_missing(stack: Stack) -> None:
    ids = fleet(stack)

    def delete(account: dict[str, Any]) -> None:
        account["remoteEngines"] = []
        account["runProfiles"] = [one for one in account["runProfiles"] if one["processorId"] != ids["etl"]]

    stack.change(delete)
    found = drift_of(stack)
    assert {one.object_id for one in found.missing} == {ids["etl"], ids["heap"], ids["member"]}
    assert not found.changed


def test_an_engine_in_another_cluster_lost_its_membership(stack: Stack) -> None:
    ids = fleet(stack)
    other = stack.make("EngineCluster", "other", PLACE)
    stack.change(lambda account: account["remoteEngines"][0].update(clusterId=other))
    found = drift_of(stack)
    assert [one.object_id for one in found.missing] == [ids["member"]]
    (loose,) = found.unmanaged
    assert (loose.kind, loose.object_id) == ("ClusterMembership", f"{other}/{ids['etl']}")


def test_objects_of_an_invisible_environment_are_unread_and_not_missing(stack: Stack) -> None:
    fleet(stack)
    stack.change(lambda account: (account.clear(), account.update(jobJvmRollback=True)))
    found = drift_of(stack)
    assert not found.missing
    assert len(found.unread) == 7
    assert all("These credentials may not see the" in one.reason for one in found.unread)


def described_and_enlarged(account: dict[str, Any]) -> None:
    """Change the description of the engine and the heap of each run profile."""
    account["remoteEngines"][0].update(description="by hand")
    for profile in account["runProfiles"]:
        profile.update(jvmArguments=["-Xmx9g"])


def test_a_masked_secret_is_no_drift_and_is_counted(stack: Stack) -> None:
    fleet(stack)
    stack.mark_secret("heap", "jvmArguments")
    stack.mark_secret("etl", "description")
    stack.mark_secret("spark", "databricks", "token")
    stack.mark_secret("etl", "preAuthorizedKey")
    stack.change(described_and_enlarged)
    found = drift_of(stack)
    assert [one.resource.title for one in found.changed] == ["Remote Engine cluster run profile 'pool-heap'"]
    (note,) = found.notes
    assert note == (
        "2 secret values were not compared, because the export masks them: use"
        " `pulumi stack export --show-secrets`"
    )


def test_a_secret_that_is_shown_is_compared_and_never_printed(stack: Stack) -> None:
    fleet(stack)
    stack.mark_secret("heap", "jvmArguments", shown=True)
    stack.mark_secret("etl", "description", shown=True)
    assert not drift_of(stack).has_drift
    stack.change(described_and_enlarged)
    found = drift_of(stack)
    assert len(found.changed) == 3
    assert found.changed[0].changes == (Change("description", "[secret]", "[secret]", "replacement"),)
    assert found.changed[1].changes == (Change("jvm_arguments", "[secret]", "[secret]", "up"),)
    assert "first" not in json_report(found)
    assert "by hand" not in json_report(found)
    assert not found.notes


def test_a_parent_that_is_masked_cannot_be_read(stack: Stack) -> None:
    fleet(stack)
    stack.mark_secret("heap", "engineId")
    (unread,) = drift_of(stack).unread
    assert unread.reason == "the export masks its engine_id: use `--show-secrets`"


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
        api_url_of(read_state(text))


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
    found = drift_of(stack)
    assert (found.resource_count, found.has_drift) == (1, False)


def test_refused_credentials_end_the_comparison_at_once(stack: Stack) -> None:
    fleet(stack)
    stack.simulator.clear_journal()
    stack.simulator.fault(kind="status", status=401, count=None)
    with pytest.raises(AuthenticationError):
        drift_of(stack, parallel=1)
    assert len(stack.simulator.journal()) == 1
