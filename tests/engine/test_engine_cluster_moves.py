"""Engines move between clusters at random, by lists and by memberships. One `up` makes each move."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from stack import Stack

from talend_processing.simulator import Simulator

pytestmark = pytest.mark.assumes(reschedule_fields="optional")

ENGINES, CLUSTERS = ("a", "b", "c"), ("x", "y", "z")
HEAD = """
import talend_processing as talend

place = {"environment_id": "5e0000000000000000000002", "workspace_id": "5f0000000000000000000004"}
"""


@dataclass(frozen=True)
class Pools:
    """A program: its clusters, whether each of them lists its engines, and the cluster of each engine."""

    lists: dict[str, bool]
    cluster_of: dict[str, str | None]

    @classmethod
    def after(cls, last: Pools | None, dice: random.Random) -> Pools:
        """Return a random program that one `up` can reach from the last one."""
        while True:
            chosen = dice.sample(CLUSTERS, dice.randint(1, len(CLUSTERS)))
            pools = cls(
                {name: dice.random() < 0.5 for name in chosen},
                {engine: dice.choice([None, *chosen]) for engine in ENGINES},
            )
            if last is None or all(pools._reaches(engine, last) for engine in ENGINES):
                return pools

    def _reaches(self, engine: str, last: Pools) -> bool:
        """Whether one `up` moves the engine. The known limits of docs/reliability.md list other moves."""
        old, new = last.cluster_of[engine], self.cluster_of[engine]
        if old is None:
            return True
        if last.lists[old]:  # only a cluster that keeps its list removes the engine
            return self.lists.get(old, False)
        return new in {None, old} or not self.lists[str(new)]

    def program(self) -> str:
        lines = [f'{engine} = talend.RemoteEngine("{engine}", **place)' for engine in ENGINES]
        for cluster, listed in self.lists.items():
            inside = [engine for engine in ENGINES if self.cluster_of[engine] == cluster]
            more = f", remote_engines=[{', '.join(f'{engine}.id' for engine in inside)}]" if listed else ""
            lines.append(f'{cluster} = talend.EngineCluster("{cluster}", **place{more})')
            lines += [
                f'talend.ClusterMembership("of-{engine}", cluster_id={cluster}, engine_id={engine})'
                for engine in inside
                if not listed
            ]
        return "\n".join([HEAD, *lines, ""])


MOVES = 14


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(8))
def test_engines_are_where_the_program_says_after_each_up(
    stack_of: Callable[[str], Stack], simulator: Simulator, seed: int
) -> None:
    dice, pools, stack = random.Random(seed), None, stack_of("")  # noqa: S311 - a seeded series
    for _ in range(MOVES):
        pools = Pools.after(pools, dice)
        (stack.program / "__main__.py").write_text(pools.program())
        stack.up()
        stack.up("--refresh", "--expect-no-changes")
        account = simulator.state()
        names = {one["id"]: one["name"] for one in account["clusters"]}
        found = {one["name"]: names.get(one.get("clusterId")) for one in account["remoteEngines"]}
        assert found == pools.cluster_of
        assert set(names.values()) == set(pools.lists)
    stack.destroy()
