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
"""The kind of the run profiles of an engine or a cluster. A Pipeline Engine has other kinds, too."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The objects and logs that earlier runs left behind."""

    objects: tuple[ProbeObject, ...]
    """The objects to remove."""
    kept: tuple[NotRemoved, ...]
    """The objects that have names like the probe's but must stay, with the reason."""
    logs: tuple[LoggedRun, ...]
    """The logs of runs whose processes have ended."""


def find_leftovers(api: Api, folder: Path, *, seconds: float) -> Leftovers:
    """Find the objects that earlier runs left in the account.

    An object is to be removed only if its name and its description have the probe's form and contain the same
    run id. If the log of this run is in `folder`, the process of the run must have ended. Otherwise the
    object must be older than `seconds`. If an engine or a cluster is to be removed, so are its run profiles
    whose names have the probe's form.

    Raises:
        TalendError: The engines or clusters cannot be listed, or the search for run profiles fails.

    """
    logs = list(logged_runs(folder))
    ended = {one.run_id for one in logs if not one.alive}
    running = {one.run_id for one in logs if one.alive}
    objects: list[ProbeObject] = []
    kept: list[NotRemoved] = []
    for kind, record in _candidates(api):
        obj = ProbeObject(kind, str(record.get("name")), "", str(record.get("id")), record=record)
        run, made = run_id_of(record), created_at(record)
        if run is None:
            kept.append(NotRemoved(obj, "its description is not the probe's"))
        elif run in running:
            kept.append(NotRemoved(obj, "its run has not ended"))
        elif run in ended or (made is not None and made <= api.now() - seconds):
            objects.append(obj)
        elif made is None:
            kept.append(NotRemoved(obj, "the API does not return its creation time"))
        else:
            kept.append(NotRemoved(obj, f"it is younger than {seconds / 60:.0f} min: use --older-than"))
    profiles = [profile for obj in objects for profile in _profiles_of(api, obj)]
    return Leftovers((*objects, *profiles), tuple(kept), tuple(one for one in logs if not one.alive))


def clean_up(api: Api, leftovers: Leftovers) -> Iterator[ProbeObject | NotRemoved]:
    """Remove the objects that `find_leftovers` found.

    Yields each removed object, or `NotRemoved` with the reason. Then deletes the logs of ended runs
    of which no object remains. If the run of a remaining object is unknown, all logs stay.
    """
    incomplete: set[str | None] = set()  # contains None if the run of an object is unknown
    for outcome in remove(api, leftovers.objects):
        if isinstance(outcome, NotRemoved):
            incomplete.add(run_id_of(outcome.obj.record))
        yield outcome
    incomplete |= {run_id_of(left.obj.record) for left in leftovers.kept}
    for log in leftovers.logs:
        if log.run_id not in incomplete and None not in incomplete:
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
        # A refusal (4xx) counts as no result: an account without such run profiles may refuse the search.
        if reply.status >= _FIRST_SERVER_ERROR:
            raise TalendError(f"Searching run profiles: the API answered {reply.status}. Nothing was removed")
        listed = reply.records
        for record in listed:
            if has_probe_name(record) and record.get("processorType") == "DYNAMIC_ENGINE":
                yield GENERIC_PROFILE, _with_details(api, GENERIC_PROFILE, record)
        if len(listed) < _PAGE_SIZE:
            return
        offset += _PAGE_SIZE


def _with_details(api: Api, kind: Kind, listed: Record) -> Record:
    """Return a list entry. If it has no description or no creation time, GET the object and return that."""
    if isinstance(listed.get("description"), str) and created_at(listed) is not None:
        return listed
    reply = api.get(kind.path_of(str(listed.get("id"))))
    return reply.record if reply.ok else listed


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
