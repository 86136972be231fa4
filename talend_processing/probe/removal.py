"""Remove the objects that the probe created, but none that somebody else uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from talend_processing.client.errors import CallError
from talend_processing.probe.api import Api, Record
from talend_processing.probe.kinds import CLUSTER, CLUSTERS, ENGINE, ENGINES, PIPELINE_ENGINE, Kind
from talend_processing.probe.markers import run_id_of

_REFUSALS: Final = frozenset({400, 409, 422})


@dataclass(slots=True)
class ProbeObject:
    """An object that the probe created."""

    kind: Kind
    name: str
    parent_id: str = ""
    """For a run profile, the id of its engine or cluster."""
    id: str = ""
    """The object's id; empty until the API returns it."""
    serial: int = 0
    """1 for the first object of the run, 2 for the next one; 0 for an object of an earlier run."""
    number: int = 0
    """The number in the object's name; 0 for an object of an earlier run."""
    absent: bool = False
    """Whether the object was removed or never created."""
    acknowledged: bool = False
    """Whether the POST that creates the object returned 2xx."""
    record: Record = field(default_factory=dict, repr=False)
    """The object as the API returned it."""

    @property
    def path(self) -> str:
        """The API path that reads, changes and deletes the object."""
        return self.kind.path_of(self.id, self.parent_id)


@dataclass(frozen=True, slots=True)
class NotRemoved:
    """An object that was not removed, with the reason."""

    obj: ProbeObject
    reason: str

    def __str__(self) -> str:
        return f"{self.obj.kind.name} {self.obj.name} ({self.obj.id or 'id unknown'}): {self.reason}"


def remove(api: Api, objects: Iterable[ProbeObject]) -> Iterator[ProbeObject | NotRemoved]:
    """Remove run profiles, then clusters, then engines.

    Yields each removed object, or `NotRemoved` with the reason. The probe's engines are removed from a
    cluster before its DELETE. A cluster is kept if it contains an engine that the probe did not create. An
    engine is kept if it is paired, or in a cluster that the probe did not create.
    """
    own_objects = list(objects)
    for obj in sorted(own_objects, key=lambda obj: (_removal_order(obj), -obj.serial)):
        try:
            reason = _try_remove(api, obj, own_objects)
        except CallError as error:
            reason = str(error)
        if reason is None:
            obj.absent = True
            yield obj
        else:
            yield NotRemoved(obj, reason)


def _removal_order(obj: ProbeObject) -> int:
    if obj.kind is CLUSTER:
        return 1
    return 2 if obj.kind in (ENGINE, PIPELINE_ENGINE) else 0


def _try_remove(api: Api, obj: ProbeObject, own_objects: list[ProbeObject]) -> str | None:
    """Return None, or the reason why the object was not removed."""
    prepare = _PREPARATIONS.get(obj.kind)
    if prepare is not None:
        reply = api.get(obj.path)
        if reply.not_found:
            return None
        if not reply.ok:
            return f"the API answered {reply.status} to its GET"
        if reason := prepare(api, obj, reply.record, own_objects):
            return reason
    reply = api.delete(obj.path, repeat=True)
    if reply.ok or reply.not_found:
        return None
    return f"the API answered {reply.status} to its DELETE"


def _remove_members(
    api: Api, cluster: ProbeObject, record: Record, own_objects: list[ProbeObject]
) -> str | None:
    """Remove the probe's engines from a cluster. Return None, or the reason why the cluster must stay."""
    members = record.get("engines")
    for engine_id in members if isinstance(members, list) else ():
        if not isinstance(engine_id, str):
            continue
        if not _is_own(api, engine_id, own_objects):
            return (
                "it contains an engine that is not the probe's:"
                " remove that engine from the cluster, then run --clean-up"
            )
        reply = api.delete(f"{cluster.path}/engines/{quote(engine_id, safe='')}", repeat=True)
        if not reply.ok and not reply.not_found:
            return f"the API answered {reply.status} to the removal of an engine from the cluster"
    return None


def _is_own(api: Api, engine_id: str, own_objects: list[ProbeObject]) -> bool:
    """Return whether this run or an earlier one created the engine."""
    if any(one.id == engine_id and one.kind is ENGINE for one in own_objects):
        return True
    reply = api.get(f"{ENGINES}/{quote(engine_id, safe='')}")
    return reply.ok and run_id_of(reply.record) is not None


def _leave_cluster(
    api: Api, engine: ProbeObject, record: Record, own_objects: list[ProbeObject]
) -> str | None:
    """Remove an engine from its cluster, if the probe created the cluster.

    Return None, or the reason why the engine must stay.
    """
    if record.get("status") == "PAIRED":
        return "somebody paired it. Unpair and delete it if it is not used"
    cluster_id = record.get("clusterId")
    if not isinstance(cluster_id, str) or not cluster_id:
        return None
    path = f"{CLUSTERS}/{quote(cluster_id, safe='')}"
    if not any(one.id == cluster_id for one in own_objects):
        cluster_reply = api.get(path)
        if not cluster_reply.ok and not cluster_reply.not_found:
            return f"the API answered {cluster_reply.status} to the GET of its cluster"
        if cluster_reply.ok and run_id_of(cluster_reply.record) is None:
            return (
                "somebody added it to a cluster. Remove it from the cluster and delete it if it is not used"
            )
    reply = api.delete(f"{path}/engines/{quote(engine.id, safe='')}", repeat=True)
    if reply.ok or reply.not_found or reply.status in _REFUSALS:
        return None  # If the engine is still in the cluster, the DELETE of the engine fails with the reason.
    return f"the API answered {reply.status} to the removal of the engine from its cluster"


_PREPARATIONS: Final = {CLUSTER: _remove_members, ENGINE: _leave_cluster, PIPELINE_ENGINE: _leave_cluster}
"""By kind, the step before an object's DELETE. It takes engines out of clusters, or returns the reason to
keep the object: somebody else uses it."""
