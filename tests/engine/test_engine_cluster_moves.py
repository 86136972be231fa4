"""Engines move between clusters at random, by lists and by memberships: one `up` gets them there."""

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
    """A program: which clusters there are, which of them list their engines, and where each engine is."""

    lists: dict[str, bool]
    homes: dict[str, str | None]

    @classmethod
    def after(cls, last: Pools | None, dice: random.Random) -> Pools:
        """Any that can follow in one `up`."""
        while True:
            chosen = dice.sample(CLUSTERS, dice.randint(1, len(CLUSTERS)))
            pools = cls(
                {name: dice.random() < 0.5 for name in chosen},
                {engine: dice.choice([None, *chosen]) for engine in ENGINES},
            )
            if last is None or all(pools._reaches(engine, last) for engine in ENGINES):
                return pools

    def _reaches(self, engine: str, last: Pools) -> bool:
        """Whether an engine gets there at once: docs/reliability.md tells what takes two (known limits)."""
        old, new = last.homes[engine], self.homes[engine]
        if old is None:
            return True
        if last.lists[old]:  # a list that is kept gives it up; one that is not leaves it where it is
            return self.lists.get(old, False)
        return new in {None, old} or not self.lists[str(new)]

    def program(self) -> str:
        lines = [f'{engine} = talend.RemoteEngine("{engine}", **place)' for engine in ENGINES]
        for cluster, listed in self.lists.items():
            inside = [engine for engine in ENGINES if self.homes[engine] == cluster]
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
        assert found == pools.homes
        assert set(names.values()) == set(pools.lists)
    stack.destroy()
