"""Each object belongs to one resource. No other resource adopts it, and no former owner deletes it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fleet import TOKEN

from talend_processing.client.api.client import TalendClient
from talend_processing.client.errors import TalendError
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.lifecycle.existing_objects import age_of
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(runtime_list_delay=0)

PLACE = {"environmentId": "5e0000000000000000000002", "workspaceId": "5f0000000000000000000004"}
ETL = {"name": "etl", **PLACE}


class Up:
    """One `pulumi up`: a session, and the resource that makes each call."""

    def __init__(self, client: TalendClient, url: str) -> None:
        self._urn = threading.local()
        self.session = Session(client, api_url=url, current_urn=lambda: getattr(self._urn, "name", ""))

    def create(self, urn: str, kind: str, **inputs: Any) -> tuple[str, dict[str, Any]]:
        self._urn.name = urn
        spec = find(kind)
        return lifecycle_of(spec).create(self.session, check(spec, inputs).inputs)

    def delete(self, name: str, kind: str, object_id: str, outs: dict[str, Any]) -> None:
        self._urn.name = name
        lifecycle_of(find(kind)).delete(self.session, object_id, outs)

    def register(self, name: str, object_id: str) -> bool:
        self._urn.name = name
        return self.session.ownership.register(object_id)

    def refresh(self, name: str, object_id: str) -> None:
        self._urn.name = name
        self.session.ownership.refreshed()
        assert self.session.ownership.register(object_id)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator() as running:
        yield running


@pytest.fixture
def next_up(simulator: Simulator) -> Iterator[Callable[[], Up]]:
    with TalendClient(Settings(simulator.url, AccessToken(TOKEN))) as client:
        yield lambda: Up(client, simulator.url)


def _engines(simulator: Simulator) -> list[str]:
    return [engine["id"] for engine in simulator.state()["remoteEngines"]]


def test_only_one_of_several_parallel_adoptions_succeeds(
    next_up: Callable[[], Up], simulator: Simulator
) -> None:
    existing, _ = next_up().create("by hand", "RemoteEngine", **ETL)
    up = next_up()

    def adopt(number: int) -> str:
        try:
            return up.create(f"r{number}", "RemoteEngine", **ETL, adoptId=existing)[0]
        except LifecycleError as error:
            return str(error)

    with ThreadPoolExecutor(8) as threads:
        became = list(threads.map(adopt, range(8)))
    assert became.count(existing) == 1
    assert sum("belongs to another resource of this program" in text for text in became) == 7
    assert _engines(simulator) == [existing]


def test_an_object_created_in_the_same_up_is_not_adopted(next_up: Callable[[], Up]) -> None:
    up = next_up()
    made, _ = up.create("first", "RemoteEngine", **ETL)
    with pytest.raises(LifecycleError, match="belongs to another resource of this program"):
        up.create("second", "RemoteEngine", **ETL, adoptId=made)
    with pytest.raises(LifecycleError, match="two resources of this program declare it"):
        up.create("third", "RemoteEngine", **ETL)


def test_a_failed_adoption_releases_the_object(next_up: Callable[[], Up], simulator: Simulator) -> None:
    existing, outs = next_up().create("old", "RemoteEngine", **ETL)
    up = next_up()
    with pytest.raises(LifecycleError, match="description differ"):
        up.create("new", "RemoteEngine", **ETL, description="other", adoptId=existing)
    up.delete("old", "RemoteEngine", existing, outs)
    assert _engines(simulator) == []


def test_the_error_does_not_suggest_to_adopt_the_object_of_another_resource(
    next_up: Callable[[], Up],
) -> None:
    existing, _ = next_up().create("first", "RemoteEngine", **ETL)
    up = next_up()
    assert up.register("first", existing)
    with pytest.raises(
        LifecycleError, match=r"Another resource of this program owns it\. Rename or remove"
    ) as raised:
        up.create("second", "RemoteEngine", **ETL)
    assert "adopt" not in str(raised.value)


@pytest.mark.parametrize("how", [{"onExisting": "adopt"}, {"adoptId": "its"}])
def test_an_object_of_another_resource_is_not_adopted(next_up: Callable[[], Up], how: dict[str, str]) -> None:
    existing, _ = next_up().create("first", "RemoteEngine", **ETL)
    up = next_up()
    assert up.register("first", existing)
    how = {key: existing if value == "its" else value for key, value in how.items()}
    with pytest.raises(LifecycleError, match=r"[Aa]nother resource of this program"):
        up.create("second", "RemoteEngine", **ETL, **how)
    assert up.create("first", "RemoteEngine", **ETL, **how)[0] == existing, "it may adopt its own object"


def test_the_first_owner_of_an_adopted_object_is_refused(
    next_up: Callable[[], Up],
) -> None:
    existing, _ = next_up().create("first", "RemoteEngine", **ETL)
    up = next_up()
    up.create("second", "RemoteEngine", **ETL, onExisting="adopt")
    assert not up.register("first", existing)
    later = next_up()
    assert later.register("second", existing)
    assert not later.register("first", existing)


@pytest.mark.parametrize("refreshed", [False, True])
def test_a_renamed_resource_keeps_its_object_even_if_the_old_one_is_deleted_in_a_later_up(
    next_up: Callable[[], Up], simulator: Simulator, *, refreshed: bool
) -> None:
    existing, outs = next_up().create("old", "RemoteEngine", **ETL)
    up = next_up()
    if refreshed:
        up.refresh("old", existing)
    assert up.create("new", "RemoteEngine", **ETL, onExisting="adopt")[0] == existing
    # Assume that another resource fails: Pulumi deletes nothing, and state contains both resources.
    later = next_up()
    if refreshed:
        later.refresh("old", existing)
        later.refresh("new", existing)
    assert later.register("new", existing)
    later.delete("old", "RemoteEngine", existing, outs)
    assert _engines(simulator) == [existing]
    later.delete("new", "RemoteEngine", existing, outs)
    assert _engines(simulator) == []


@pytest.mark.assumes(reschedule_fields="optional")
def test_two_memberships_of_one_engine_in_one_cluster_are_refused(next_up: Callable[[], Up]) -> None:
    up = next_up()
    engine, _ = up.create("engine", "RemoteEngine", **ETL)
    cluster, _ = up.create("cluster", "EngineCluster", **ETL)
    edge = {"clusterId": cluster, "engineId": engine}
    member, _ = up.create("member", "ClusterMembership", **edge)
    with pytest.raises(LifecycleError, match=f"put engine {engine} into cluster {cluster}"):
        up.create("again", "ClusterMembership", **edge)
    later = next_up()
    assert later.register("member", member)
    with pytest.raises(LifecycleError, match="Remove one of the two"):
        later.create("again", "ClusterMembership", **edge)


@pytest.mark.assumes(duplicate_engine_names="allow")
@pytest.mark.parametrize("kind", ["drop-before", "drop-after"])
def test_parallel_creates_of_one_name_never_take_each_others_object(
    next_up: Callable[[], Up], simulator: Simulator, kind: str
) -> None:
    """One of the creates gets no response. It does not take the object of another create as its own."""
    up = next_up()
    up.session.wait = lambda _: None
    simulator.latency(0.02)
    simulator.fault("POST", "/processing/runtimes/remote-engines", kind=kind)

    def create(number: int) -> str | None:
        try:
            return up.create(f"r{number}", "RemoteEngine", **ETL, onExisting="create")[0]
        except TalendError:
            return None

    with ThreadPoolExecutor(4) as threads:
        made = [found for found in threads.map(create, range(4)) if found]
    assert len(made) == (3 if kind == "drop-before" else 4)
    assert sorted(made) == sorted(_engines(simulator))


def test_a_lost_create_is_found_under_the_name_that_the_api_changed(
    next_up: Callable[[], Up], simulator: Simulator
) -> None:
    """Such a name can reach the API: a preview may not know it, and state may be older than the check."""
    simulator.switch("name_blanks", "trim")
    simulator.fault("POST", "/processing/runtimes/remote-engines", kind="drop-after")
    up = next_up()
    up.session.wait = lambda _: None
    made, _ = up.create("etl", "RemoteEngine", **{**ETL, "name": " etl-1\n"})
    assert _engines(simulator) == [made]


@pytest.mark.parametrize(
    ("on_existing", "advice"),
    [
        ("adopt", "Run `pulumi up` again: it looks for the object before it creates one"),
        ("create", "Before you run `pulumi up` again, look for the object"),
    ],
)
def test_a_lost_create_that_is_not_found_says_whether_the_next_up_looks_for_it(
    next_up: Callable[[], Up], simulator: Simulator, on_existing: str, advice: str
) -> None:
    simulator.fault("POST", "/processing/runtimes/remote-engines", kind="drop-before", count=None)
    up = next_up()
    up.session.wait = lambda _: None
    with pytest.raises(LifecycleError, match=f"the lists show no new object. {advice}"):
        up.create("etl", "RemoteEngine", **ETL, onExisting=on_existing)


@pytest.mark.parametrize("created", ["2022-10-20T14:20:28", "yesterday", None])
def test_a_creation_time_in_an_unusual_format_is_shown_as_it_is(created: str | None) -> None:
    expected = f"created {created}" if created else "of unknown age"
    assert age_of({"createDate": created}) == expected


@pytest.mark.assumes(cloud_jvm_rollback="present")
def test_a_setting_of_a_renamed_resource_stays_as_the_new_one_sets_it(
    next_up: Callable[[], Up], simulator: Simulator
) -> None:
    setting = {"jobJvmRollback": True, "valueOnDelete": False}
    existing, outs = next_up().create("old", "CloudJvmRollback", **setting)
    up = next_up()
    up.create("new", "CloudJvmRollback", **setting)
    up.delete("old", "CloudJvmRollback", existing, outs)
    assert simulator.state()["jobJvmRollback"] is True
    next_up().delete("new", "CloudJvmRollback", existing, outs)
    assert simulator.state()["jobJvmRollback"] is False


@pytest.mark.assumes(cloud_jvm_rollback="present")
def test_two_resources_do_not_set_one_setting(next_up: Callable[[], Up]) -> None:
    up = next_up()
    up.create("one", "CloudJvmRollback", jobJvmRollback=True)
    with pytest.raises(LifecycleError, match="two resources of this program set it"):
        up.create("two", "CloudJvmRollback", jobJvmRollback=False)


def test_an_adoption_that_changes_nothing_writes_nothing(
    next_up: Callable[[], Up], simulator: Simulator
) -> None:
    engine, _ = next_up().create("engine", "RemoteEngine", **ETL, description="Nightly loads")
    heap = {"engineId": engine, "name": "heap", "type": "JOB_SERVER", "jvmArguments": ["-Xmx1g"]}
    profile, _ = next_up().create("heap", "RemoteEngineRunProfile", **heap)
    simulator.clear_journal()
    up = next_up()
    same = {**ETL, "description": "Nightly loads", "onExisting": "adopt"}
    assert up.create("engine", "RemoteEngine", **same)[0] == engine
    assert up.create("heap", "RemoteEngineRunProfile", **heap, adoptId=profile)[0] == profile
    assert {one["method"] for one in simulator.journal()} == {"GET"}
