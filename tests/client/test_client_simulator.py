"""Every operation, from the client's method to the simulator's answer, with the contract between the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from plain_http import NO_CERTIFICATES

from contract import ContractTransport, operations
from contract.account import create_objects
from contract.calls import CALLS, OPERATIONS, TEST
from talend_processing.client.api.client import TalendClient
from talend_processing.client.settings import ServiceAccount, Settings
from talend_processing.simulator import DEFAULT_SEED, Clock, Simulator

pytestmark = pytest.mark.assumes(
    runtime_id_is="id",
    reschedule_fields="optional",
    unpair_unpaired="accept",
    cloud_jvm_rollback="present",
    pipeline_list_kinds="all",
    generic_profile_processors="all",
    runtime_list_delay=0,
    execution_list_delay=0,
    fiql_wildcard="any",
    data_integration_arguments="array",
)

PROMOTION, BREAKS = DEFAULT_SEED["promotions"][0]["id"], DEFAULT_SEED["plans"][1]["id"]


@dataclass(frozen=True)
class Account:
    """An account with one object of each kind, as a seed, and their ids."""

    seed: Mapping[str, Any]
    ids: Mapping[str, str]


@pytest.fixture(scope="module")
def running() -> Iterator[Simulator]:
    with Simulator(clock=Clock(lambda: 1_800_000_000.0)) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def account(running: Simulator) -> Account:
    headers = {"Authorization": "Bearer made-up"}
    with httpx.Client(base_url=running.url, headers=headers, trust_env=False) as api:
        ids = create_objects(api, {"promotion": PROMOTION}, {one.id for one in operations()})
        place = {"environmentId": ids["environment"], "workspaceId": ids["workspace"]}
        idle = {"name": "idle", **place}
        made = {
            "idleEngine": ("remote-engines", idle),
            "idlePipelineEngine": ("pipeline-engines", idle),
            "idleCluster": ("remote-engine-clusters", {**idle, "description": "", "remoteEngines": []}),
        }
        for noun, (folder, body) in made.items():
            ids[noun] = api.post(f"/processing/runtimes/{folder}", json=body).json()["id"]
        running.switch("pipeline_list_kinds", "all")
        listed = api.get(f"/processing/runtimes/pipeline-engines/{ids['pipelineEngine']}/run-profiles")
        ids |= {f"{_camel(one['type'])}Profile": one["id"] for one in listed.json()}
        plan = {"executable": BREAKS}
        failed = api.post("/processing/executions/plans", json=plan).json()["executionId"]
        running.advance(1)
        steps = f"/processing/executions/plans/{failed}/steps"
        ids["failedPlanExecution"], ids["failedStep"] = failed, api.get(steps).json()[1]["executionId"]
        handler = api.get(f"{steps}/{ids['failedStep']}/error-handler").json()
        ids["handler"] = handler["executionId"]
        running.advance(60)
        ids["taskExecution"] = api.post("/processing/executions", json={"executable": ids["task"]}).json()[
            "executionId"
        ]
    for noun in ("engine", "pipelineEngine"):
        running.pair(ids[noun])
    return Account(running.state(), ids)


def _camel(kind: str) -> str:
    first, *rest = kind.split("-")
    return first + "".join(map(str.title, rest))


@pytest.fixture
def simulator(running: Simulator, account: Account) -> Simulator:
    running.load(account.seed)
    running.clear_journal()
    return running


@pytest.fixture
def client(simulator: Simulator) -> Iterator[TalendClient]:
    """A client of a service account. The contract checks every request and response."""
    settings = Settings(simulator.url, ServiceAccount("robot", "hidden"))
    transport = ContractTransport(httpx.HTTPTransport(verify=NO_CERTIFICATES))
    with TalendClient(settings, transport=transport, wall_clock=lambda: 1_800_000_100.0) as opened:
        yield opened


def test_every_operation_has_a_call() -> None:
    assert CALLS.keys() == OPERATIONS.keys()
    assert TEST.endswith(f"::{test_an_operation_is_called.__name__}")


@pytest.mark.parametrize("name", CALLS)
def test_an_operation_is_called(
    client: TalendClient, simulator: Simulator, account: Account, name: str
) -> None:
    before = simulator.state()
    answer = CALLS[name].call(client, account.ids)
    served = {(one["method"], one["path"]) for one in simulator.journal() if 200 <= one["status"] < 300}
    called = OPERATIONS[name]
    assert any(_is_path(called.path, path) for method, path in served if method == called.method)
    shown = CALLS[name].shows
    if shown is None:
        assert _lasting(simulator.state()) != _lasting(before), "the call changed nothing"
    elif shown:
        assert account.ids[shown] in _ids(answer)
    if shown is not None:
        assert _lasting(simulator.state()) == _lasting(before), "a read has changed something"


def _is_path(template: str, path: str) -> bool:
    parts, found = template.split("/"), path.split("/")
    return len(parts) == len(found) and all(
        part.startswith("{") or part == one for part, one in zip(parts, found, strict=True)
    )


def _lasting(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the account without the tokens that the clients fetched."""
    return {name: held for name, held in state.items() if name != "tokens"}


def _ids(answer: object) -> set[str]:
    several = answer if isinstance(answer, list) else [answer]
    return {
        getattr(one, name)
        for one in several
        for name in ("id", "execution_id", "executable")
        if getattr(one, name, None)
    }
