"""Programs with random edits: no object gets two resources, and no resource deletes the object of another."""

from __future__ import annotations

import re
from contextlib import nullcontext
from typing import Any

import pytest
from adaptor_stack import Interrupt, Stack
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from talend_processing.provider.host.user_errors import UserError
from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(
    reschedule_fields="optional",
    duplicate_engine_names="allow",
    runtime_list_delay=0,
    cloud_jvm_rollback="present",
)

PLACE = {"environmentId": "5e0000000000000000000002", "workspaceId": "5f0000000000000000000004"}
CLUSTERS = ("left", "right")


class Edits(RuleBasedStateMachine):
    """Edits of a program with engines, two clusters and memberships, each followed by an `up`."""

    @initialize(listed=st.booleans())
    def begin(self, *, listed: bool) -> None:
        self.simulator = Simulator().__enter__()
        self.stack = Stack(self.simulator)
        self.numbers = iter(range(1000))
        self.engines: dict[str, str] = {}
        """Names of engines in the account, by resource."""
        self.cluster_of: dict[str, str] = {}
        """The cluster of each engine that is in one."""
        self.listed = listed
        """Whether clusters list their engines. Otherwise memberships add them."""
        self.foreign = self._create_by_hand("foreign")
        self.add()
        self.add()

    def _create_by_hand(self, name: str) -> str:
        return self.stack.client.remote_engines.create(body={"name": name, **PLACE}).id

    @property
    def program(self) -> dict[str, tuple[str, dict[str, Any]]]:
        adopt = {"onExisting": "adopt", **PLACE}
        program: dict[str, tuple[str, dict[str, Any]]] = {
            resource: ("RemoteEngine", {"name": name, **adopt}) for resource, name in self.engines.items()
        }
        for cluster in CLUSTERS:
            members = [f"@{one}" for one in self.engines if self.cluster_of.get(one) == cluster]
            lists = {"remoteEngines": members} if self.listed else {}
            program[cluster] = "EngineCluster", {"name": cluster, **adopt, **lists}
        if not self.listed:
            for engine, cluster in self.cluster_of.items():
                edge = {"clusterId": f"@{cluster}", "engineId": f"@{engine}"}
                program[f"{engine}-member"] = "ClusterMembership", edge
        return program

    def _resource(self, choice: int) -> str:
        return sorted(self.engines)[choice % len(self.engines)]

    choices = st.integers(min_value=0, max_value=7)

    @rule()
    def add(self) -> None:
        number = next(self.numbers)
        self.engines[f"r{number}"] = f"name-{number}"
        self.stack.up(self.program)

    @precondition(lambda self: len(self.engines) > 1)
    @rule(choice=choices)
    def remove(self, choice: int) -> None:
        resource = self._resource(choice)
        del self.engines[resource]
        self.cluster_of.pop(resource, None)
        self.stack.up(self.program)

    @rule(choice=choices, calls=st.integers(0, 3), refresh=st.booleans())
    def rename_resource(self, choice: int, calls: int, *, refresh: bool) -> None:
        """Rename a resource without an alias. It keeps its object, even if the `up` fails."""
        old, new = self._resource(choice), f"r{next(self.numbers)}"
        self.engines[new] = self.engines.pop(old)
        if old in self.cluster_of:
            self.cluster_of[new] = self.cluster_of.pop(old)
        before = self.stack.state[old].id
        with pytest.raises(UserError, match="something else") if calls < 2 else nullcontext():
            self.stack.up(self.program, refresh=refresh, interrupt=Interrupt(calls if calls < 2 else 1000))
        self.stack.up(self.program, refresh=refresh)
        assert self.stack.state[new].id == before

    @precondition(lambda self: len(self.engines) > 1)
    @rule(choice=choices, calls=st.sampled_from([0, 1, 1000]), undo=st.booleans())
    def swap_names(self, choice: int, calls: int, *, undo: bool) -> None:
        """Exchange the names of two engines. Each resource adopts the object of the other one."""
        one, other = self._resource(choice), self._resource(choice + 1)
        self.engines[one], self.engines[other] = self.engines[other], self.engines[one]
        try:
            self.stack.up(self.program, interrupt=Interrupt(calls))
        except UserError as error:
            assert "something else" in str(error)  # noqa: PT017 - an `up` that ends well is right too
        if undo:
            self.engines[one], self.engines[other] = self.engines[other], self.engines[one]
        _up_with_advice(self.stack, self.program)

    @rule(choice=choices)
    def replace(self, choice: int) -> None:
        """Run `pulumi up --replace`, which deletes the old object before it creates the new one."""
        resource = self._resource(choice)
        before = self.stack.state[resource].id
        self.stack.up(self.program, replace=resource)
        assert self.stack.state[resource].id != before

    @rule(choice=choices, cluster=st.sampled_from([*CLUSTERS, ""]))
    def move(self, choice: int, cluster: str) -> None:
        resource = self._resource(choice)
        self.cluster_of.pop(resource, None)
        if cluster:
            self.cluster_of[resource] = cluster
        self.stack.up(self.program)

    @rule()
    def switch_between_lists_and_memberships(self) -> None:
        """Replace the memberships by lists in the clusters, or the reverse. No engine leaves its cluster."""
        self.listed = not self.listed
        self.stack.up(self.program)

    @rule(choice=choices, how=st.sampled_from(["name", "id"]))
    def declare_twice(self, choice: int, how: str) -> None:
        """Declare a second resource for an object. It is refused, and the first keeps the object."""
        resource = self._resource(choice)
        again = {"name": self.engines[resource], "onExisting": "adopt", **PLACE}
        if how == "id":
            again |= {"adoptId": self.stack.state[resource].id}
        with pytest.raises(UserError, match="of this program"):
            self.stack.up(self.program | {"twin": ("RemoteEngine", again)})
        self.stack.up(self.program)

    @rule()
    def refresh(self) -> None:
        self.stack.up(self.program, refresh=True)

    @invariant()
    def the_account_is_what_the_program_declares(self) -> None:
        engines = {one["id"]: one for one in self.simulator.state()["remoteEngines"]}
        state = {resource: self.stack.state[resource].id for resource in self.engines}
        assert {resource: engines[one]["name"] for resource, one in state.items()} == self.engines
        assert sorted([*state.values(), self.foreign]) == sorted(engines)
        clusters = {self.stack.state[cluster].id: cluster for cluster in CLUSTERS}
        members = {
            resource: clusters[engines[one]["clusterId"]]
            for resource, one in state.items()
            if engines[one].get("clusterId")
        }
        assert members == self.cluster_of
        assert self.stack.state.keys() == self.program.keys()
        assert not self.stack.pending_deletes

    def teardown(self) -> None:
        self.stack.client.close()
        self.simulator.__exit__(None, None, None)


def _up_with_advice(stack: Stack, program: dict[str, tuple[str, dict[str, Any]]]) -> None:
    """Apply a program after an `up` that failed in an exchange of engines, and do what the error says.

    An old membership that the failed `up` has not deleted keeps its engine in the old cluster.
    """
    for _ in program:
        try:
            stack.up(program)
        except UserError as error:
            kept = re.search(
                r"engine (\w+) is in cluster (\w+), .* remove the engine from that cluster", str(error)
            )
            assert kept, error  # noqa: PT017 - an `up` that ends well is right too
            stack.client.cluster_members.remove(kept[2], kept[1])
        else:
            return


@pytest.mark.parametrize(
    "places", [("left", "right"), ("left", "right", "middle"), ("left", "left", "right")]
)
@pytest.mark.parametrize("calls", [0, 1, 2, 1000])
def test_memberships_exchange_their_engines(places: tuple[str, ...], calls: int) -> None:
    """Each membership takes the engine of the next one, also if the first `up` fails half way."""
    engines = [f"engine-{number}" for number in range(len(places))]
    fleet = {engine: ("RemoteEngine", {"name": engine, **PLACE}) for engine in engines}
    fleet |= {place: ("EngineCluster", {"name": place, **PLACE}) for place in places}

    def program(taken: list[str]) -> dict[str, tuple[str, dict[str, Any]]]:
        slots = zip(places, taken, strict=True)
        return fleet | {
            f"slot-{number}": ("ClusterMembership", {"clusterId": f"@{place}", "engineId": f"@{engine}"})
            for number, (place, engine) in enumerate(slots)
        }

    taken = [*engines[1:], engines[0]]
    with Simulator() as simulator:
        stack = Stack(simulator)
        stack.up(program(engines))
        with pytest.raises(UserError, match="something else") if calls < 1000 else nullcontext():
            stack.up(program(taken), interrupt=Interrupt(calls))
        _up_with_advice(stack, program(taken))
        account = simulator.state()
        assert not stack.pending_deletes
        stack.client.close()
    names = {one["id"]: one["name"] for one in account["clusters"]}
    assert {one["name"]: names.get(one["clusterId"]) for one in account["remoteEngines"]} == dict(
        zip(taken, places, strict=True)
    )


COMMON: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None}
Edits.TestCase.settings = settings(max_examples=10, stateful_step_count=8, derandomize=True, **COMMON)
TestEdits = Edits.TestCase


class LongEdits(Edits):
    """Longer, random sequences of the same edits."""


LongEdits.TestCase.settings = settings(max_examples=300, stateful_step_count=20, **COMMON)
TestLongEdits = pytest.mark.soak(LongEdits.TestCase)
