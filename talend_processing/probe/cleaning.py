"""The clean-up (`--clean-up`): find the objects that earlier runs left in the account, and remove them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.probe.api import Api, Record
from talend_processing.probe.kinds import (
    CLUSTER,
    CLUSTER_PROFILE,
    ENGINE,
    ENGINE_PROFILE,
    GENERIC_PROFILE,
    PIPELINE_ENGINE,
    PIPELINE_PROFILES,
    Kind,
)
from talend_processing.probe.markers import PREFIX, created_at, has_probe_name, run_id_of
from talend_processing.probe.removal import NotRemoved, ProbeObject, remove
from talend_processing.probe.run_log import LoggedRun, logged_runs

_PAGE_SIZE: Final = 100
_FIRST_SERVER_ERROR: Final = 500
_PROFILE_KINDS: Final = {
    ENGINE: ENGINE_PROFILE,
    CLUSTER: CLUSTER_PROFILE,
    PIPELINE_ENGINE: PIPELINE_PROFILES["standard"],
}
"""By kind of engine or cluster, the kind of its run profiles. A Pipeline Engine has other kinds, too."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The objects and logs that earlier runs left behind."""

    objects: tuple[ProbeObject, ...]
    """The objects to remove."""
    kept: tuple[NotRemoved, ...]
    """The objects that have names like the probe's but must stay, each with the reason."""
    logs: tuple[LoggedRun, ...]
    """The logs of runs whose processes have ended."""


def find_leftovers(api: Api, folder: Path, *, min_age: float) -> Leftovers:
    """Find the objects that earlier runs left in the account.

    An object is to be removed only if its name and its description have the probe's form and contain the same
    run id. If `folder` contains the log of the run with this id, the process of that run must have ended.
    Otherwise the object must be older than `min_age`, in seconds. If an engine or a cluster is to be removed,
    so are its run profiles whose names have the probe's form.

    Raises:
        TalendError: The engines or clusters cannot be listed, or the search for run profiles fails.

    """
    logs = list(logged_runs(folder))
    ended_ids = {one.run_id for one in logs if not one.alive}
    running_ids = {one.run_id for one in logs if one.alive}
    objects: list[ProbeObject] = []
    kept: list[NotRemoved] = []
    for kind, record in _candidates(api):
        obj = ProbeObject(kind, str(record.get("name")), "", str(record.get("id") or ""), record=record)
        run_id, created = run_id_of(record), created_at(record)
        if not obj.id:
            kept.append(NotRemoved(obj, "the API does not return its id"))
        elif run_id is None:
            kept.append(NotRemoved(obj, "its description is not the probe's"))
        elif run_id in running_ids:
            kept.append(NotRemoved(obj, "its run has not ended"))
        elif run_id in ended_ids or (created is not None and created <= api.now() - min_age):
            objects.append(obj)
        elif created is None:
            kept.append(NotRemoved(obj, "the API does not return its creation time"))
        else:
            kept.append(
                NotRemoved(obj, f"it is younger than {min_age / 60:.0f} min: use a smaller --older-than")
            )
    profiles = [profile for obj in objects for profile in _profiles_of(api, obj)]
    return Leftovers((*objects, *profiles), tuple(kept), tuple(one for one in logs if not one.alive))


def clean_up(api: Api, leftovers: Leftovers) -> Iterator[ProbeObject | NotRemoved]:
    """Remove the objects that `find_leftovers` found.

    Yields each removed object, or `NotRemoved` with the reason. Then deletes the logs of ended runs
    of which no object remains. If the run of a remaining object is unknown, all logs stay.
    """
    incomplete_runs: set[str | None] = set()  # None stands for an unknown run.
    for outcome in remove(api, leftovers.objects):
        if isinstance(outcome, NotRemoved):
            incomplete_runs.add(run_id_of(outcome.obj.record))
        yield outcome
    incomplete_runs |= {run_id_of(kept.obj.record) for kept in leftovers.kept}
    for log in leftovers.logs:
        if log.run_id not in incomplete_runs and None not in incomplete_runs:
            log.path.unlink(missing_ok=True)


def _candidates(api: Api) -> Iterator[tuple[Kind, Record]]:
    """Yield the engines, clusters and Dynamic Engine run profiles whose names have the probe's form."""
    for kind in (ENGINE, CLUSTER, PIPELINE_ENGINE):
        reply = api.get(kind.list_path)
        if not reply.ok:
            raise TalendError(f"Listing {kind.name}s: the API answered {reply.status}. Nothing was removed")
        for record in reply.records:
            if has_probe_name(record):
                yield kind, _with_details(api, kind, record)
    offset = 0
    while True:
        reply = api.search({"offset": offset, "limit": _PAGE_SIZE, "name": PREFIX})
        # A refusal (4xx) counts as an empty result: an account without run profiles may refuse the search.
        if reply.status >= _FIRST_SERVER_ERROR:
            raise TalendError(f"Searching run profiles: the API answered {reply.status}. Nothing was removed")
        profiles = reply.records
        for record in profiles:
            if has_probe_name(record) and record.get("processorType") == "DYNAMIC_ENGINE":
                yield GENERIC_PROFILE, _with_details(api, GENERIC_PROFILE, record)
        if len(profiles) < _PAGE_SIZE:
            return
        offset += _PAGE_SIZE


def _with_details(api: Api, kind: Kind, entry: Record) -> Record:
    """Return a list entry, or the object's GET if the entry has no description or creation time."""
    if isinstance(entry.get("description"), str) and created_at(entry) is not None:
        return entry
    reply = api.get(kind.path_of(str(entry.get("id"))))
    return reply.record if reply.ok else entry


def _profiles_of(api: Api, parent: ProbeObject) -> Iterator[ProbeObject]:
    """Yield the run profiles of an engine or a cluster, if their names have the probe's form."""
    kind = _PROFILE_KINDS.get(parent.kind)
    if kind is None:
        return
    for record in api.get(kind.path_to_list(parent.id)).records:
        if has_probe_name(record):
            profile_kind = PIPELINE_PROFILES.get(str(record.get("type")), kind)
            yield ProbeObject(
                profile_kind, str(record.get("name")), parent.id, str(record.get("id")), record=record
            )
