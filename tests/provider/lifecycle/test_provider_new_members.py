"""Unknown members of an object, such as the pod resources of a profile, survive an update."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from plain_http import NO_CERTIFICATES
from samples import Samples

from contract.watch import Watch
from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import AccessToken, Settings
from talend_processing.provider.kinds.check import check
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of
from talend_processing.provider.session.session import Session
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(pipeline_list_kinds="all")

KINDS = (
    "RemoteEngineRunProfile",
    "EngineClusterRunProfile",
    "RunProfile",
    "StandardRunProfile",
    "AdvancedRunProfile",
    "BigDataRunProfile",
    "DatabricksRunProfile",
    "DataIntegrationRunProfile",
)
NEW: dict[str, Any] = {"podResources": {"cpu": "2", "memory": {"limit": "4Gi"}}, "autoscaling": [1, 5]}
PATHS = {
    "RemoteEngineRunProfile": "/processing/runtimes/remote-engines/{engineId}/run-profiles/{id}",
    "EngineClusterRunProfile": "/processing/runtimes/remote-engine-clusters/{clusterId}/run-profiles/{id}",
    "RunProfile": "/processing/run-profiles/{id}",
}
PIPELINE = "/processing/runtimes/pipeline-engines/{engineId}/run-profiles/"


class Account:
    """A profile in a simulated account, updated by the provider and by somebody with a newer console."""

    def __init__(self, simulator: Simulator, client: TalendClient, kind: str) -> None:
        self.spec: ResourceSpec = find(kind)
        self.simulator = simulator
        self.warned: list[str] = []
        self._lifecycle = lifecycle_of(self.spec)
        self.session = Session(client, api_url=simulator.url, wait=lambda _: None, warn=self.warned.append)
        samples = Samples(self._make, simulator)
        self.inputs = check(self.spec, samples.least(self.spec) | {"description": "before"}).inputs
        self.object_id, self.outputs = self._lifecycle.create(self.session, self.inputs)
        self._http = httpx.Client(
            base_url=simulator.url,
            headers={"Authorization": "Bearer made-up"},
            trust_env=False,
            verify=NO_CERTIFICATES,
        )

    def close(self) -> None:
        self._http.close()

    def _make(self, kind: str, inputs: dict[str, Any]) -> str:
        spec = find(kind)
        return lifecycle_of(spec).create(self.session, check(spec, inputs).inputs)[0]

    @property
    def path(self) -> str:
        default = PIPELINE + self.spec.endpoint.collection.removesuffix("_run_profiles").replace("_", "-")
        template = PATHS.get(self.spec.kind, f"{default}/{{id}}")
        return template.format(
            id=self.object_id, **{key: self.inputs.get(key) for key in self.spec.endpoint.parents}
        )

    def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = self._http.get(self.path).json()
        return found

    def set_by_console(self) -> None:
        """Give the profile members that this version of the provider does not know."""
        puts = {prop.wire for prop in self.spec.arguments if prop.is_put}
        body = {name: value for name, value in self.shown().items() if name in puts} | NEW
        self._http.put(self.path, json=body).raise_for_status()

    def update(self) -> None:
        changed = self.inputs | {"description": "after"}
        self.outputs = self._lifecycle.update(self.session, self.object_id, self.outputs, changed)


@pytest.fixture(autouse=True)
def within_the_contract(contract_watch: Watch) -> Iterator[None]:
    """The simulated API is newer than the reference, which lists none of the members."""
    yield
    violations = contract_watch.violations(wrong_requests=True)
    assert [text for text in violations if "Additional properties are not allowed" not in text] == []


@pytest.fixture
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    with Simulator(switches={"profile_new_members": "store"}) as simulator:
        settings = Settings(simulator.url, AccessToken("made-up"))
        with (
            TalendClient(settings, sleep=lambda _: None) as client,
            closing(Account(simulator, client, request.param)) as account,
        ):
            yield account


EACH = pytest.mark.parametrize("account", KINDS, indirect=True)


@pytest.mark.parametrize("put", ["drop", "keep"])
@EACH
def test_an_update_of_a_description_keeps_settings_of_the_console(account: Account, put: str) -> None:
    account.simulator.switch("profile_put_omitted", put)
    account.set_by_console()
    assert account.shown().items() >= NEW.items()
    account.update()
    assert account.shown()["description"] == "after"
    assert account.shown().items() >= NEW.items()
    assert account.warned == []


@EACH
def test_the_simulated_put_drops_omitted_members(account: Account) -> None:
    """Otherwise the test above would prove nothing."""
    account.set_by_console()
    puts = {prop.wire for prop in account.spec.arguments if prop.is_put}
    body = {name: value for name, value in account.shown().items() if name in puts}
    account._http.put(account.path, json=body).raise_for_status()
    assert not account.shown().keys() & NEW.keys()


@pytest.mark.parametrize("account", ["RemoteEngineRunProfile"], indirect=True)
def test_a_new_read_only_member_does_not_stop_an_update(account: Account) -> None:
    """The API shows the member, but refuses a PUT that contains it with 400."""
    account.simulator.switch("profile_new_members", "refuse")
    shown = account.shown() | {"revision": 7}
    account.simulator.fault("GET", account.path, kind="wrong-schema", body=shown, count=2)
    account.update()
    assert account.shown()["description"] == "after"
    assert account.warned == []
    puts = [one["status"] for one in account.simulator.journal() if one["method"] == "PUT"]
    assert puts == [400, 200]


@pytest.mark.parametrize("account", ["RunProfile"], indirect=True)
def test_known_read_only_members_and_masked_secrets_are_not_sent(account: Account) -> None:
    account.simulator.fault(
        "GET", account.path, kind="wrong-schema", body=account.shown() | {"apiKey": "********", "pods": 2}
    )
    account.simulator.clear_journal()
    account.update()
    (sent,) = [one["body"] for one in account.simulator.journal() if one["method"] == "PUT"]
    assert sent.keys() == {"name", "description", "jvmArguments", "scopeId", "pods"}


@pytest.mark.parametrize("account", ["RemoteEngineRunProfile"], indirect=True)
def test_a_member_that_the_api_drops_causes_a_warning(account: Account) -> None:
    account.set_by_console()
    account.simulator.switch("profile_new_members", "refuse")
    account.update()
    (warning,) = account.warned
    assert "the API dropped the field(s) podResources, autoscaling" in warning
    assert account.shown()["description"] == "after"
