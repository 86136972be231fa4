"""Removal of throw-away objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from talend_processing.client.errors import CallError
from talend_processing.probe.api import Api, Record
from talend_processing.probe.kinds import CLUSTER, CLUSTERS, ENGINE, ENGINES, PIPELINE_ENGINE, Kind
from talend_processing.probe.markers import run_of

_CONFLICTS: Final = frozenset({400, 409, 422})


@dataclass(slots=True)
class Thing:
    """A throw-away object."""

    kind: Kind
    name: str
    parent: str = ""
    """The id of its engine or cluster; empty if it has none."""
    id: str = ""
    """The object's id; empty until the API returns it."""
    serial: int = 0
    """The object's position in the creation order of its run; 0 for a leftover of an earlier run."""
    number: int = 0
    """The number in its name."""
    gone: bool = False
    """Whether the object was removed or never created."""
    acknowledged: bool = False
    """Whether the API acknowledged the create."""
    record: Record = field(default_factory=dict, repr=False)
    """The object's fields, from the response to its create or from a list."""

    @property
    def path(self) -> str:
        """The path of the object."""
        return self.kind.one(self.id, self.parent)


@dataclass(frozen=True, slots=True)
class Left:
    """An object that was not removed, with the reason."""

    thing: Thing
    reason: str

    def __str__(self) -> str:
        return f"{self.thing.kind.name} {self.thing.name} ({self.thing.id or 'id unknown'}): {self.reason}"


def remove(api: Api, things: Iterable[Thing]) -> Iterator[Thing | Left]:
    """Remove objects one after another: run profiles, then clusters, then engines.

    Yields each object once it is removed, or `Left` with the reason. Before a cluster is deleted, the
    probe's engines are removed from it. A cluster that contains other engines is kept. An engine is kept if
    it is paired, or if somebody added it to another cluster.
    """
    own = list(things)
    for thing in sorted(own, key=lambda one: (_rank(one), -one.serial)):
        try:
            reason = _try_remove(api, thing, own)
        except CallError as error:
            reason = str(error)
        if reason is None:
            thing.gone = True
            yield thing
        else:
            yield Left(thing, reason)


def _rank(thing: Thing) -> int:
    if thing.kind is CLUSTER:
        return 1
    return 2 if thing.kind in (ENGINE, PIPELINE_ENGINE) else 0


def _try_remove(api: Api, thing: Thing, own: list[Thing]) -> str | None:
    """Remove one object. Return None, or the reason why it must stay."""
    prepare = _PREPARATIONS.get(thing.kind)
    if prepare is not None:
        reply = api.get(thing.path)
        if reply.gone:
            return None
        if not reply.ok:
            return f"the API answered {reply.status} to its GET"
        if reason := prepare(api, thing, reply.record, own):
            return reason
    reply = api.delete(thing.path, repeat=True)
    if reply.ok or reply.gone:
        return None
    return f"the API answered {reply.status} to its DELETE"


def _remove_members(api: Api, cluster: Thing, record: Record, own: list[Thing]) -> str | None:
    """Remove the probe's engines from a cluster. Return None, or the reason why the cluster must stay."""
    members = record.get("engines")
    for member in members if isinstance(members, list) else ():
        if not isinstance(member, str):
            continue
        if not _is_own(api, member, own):
            return "it contains an engine that is not the probe's: remove that engine, then run --clean-up"
        reply = api.delete(f"{cluster.path}/engines/{quote(member, safe='')}", repeat=True)
        if not reply.ok and not reply.gone:
            return f"the API answered {reply.status} when its engine was removed"
    return None


def _is_own(api: Api, engine: str, own: list[Thing]) -> bool:
    if any(one.id == engine and one.kind is ENGINE for one in own):
        return True
    reply = api.get(f"{ENGINES}/{quote(engine, safe='')}")
    return reply.ok and run_of(reply.record) is not None


def _leave_cluster(api: Api, engine: Thing, record: Record, own: list[Thing]) -> str | None:
    """Remove an engine from the probe's cluster. Return None, or the reason why the engine must stay."""
    if record.get("status") == "PAIRED":
        return "somebody paired it. Unpair and delete it if it is not used"
    cluster = record.get("clusterId")
    if not isinstance(cluster, str) or not cluster:
        return None
    path = f"{CLUSTERS}/{quote(cluster, safe='')}"
    if not any(one.id == cluster for one in own):
        found = api.get(path)
        if found.gone:
            return None
        if run_of(found.record) is None:
            return (
                "somebody added it to a cluster. Remove it from the cluster and delete it if it is not used"
            )
    reply = api.delete(f"{path}/engines/{quote(engine.id, safe='')}", repeat=True)
    if reply.ok or reply.gone or reply.status in _CONFLICTS:
        return None  # the DELETE of the engine shows whether the removal succeeded
    return f"the API answered {reply.status} when it was removed from its cluster"


_PREPARATIONS: Final = {CLUSTER: _remove_members, ENGINE: _leave_cluster, PIPELINE_ENGINE: _leave_cluster}
"""The step before the DELETE, for the kinds of objects that other people may use."""
