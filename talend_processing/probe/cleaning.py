"""The clean-up (`--clean-up`): find the objects that earlier runs left behind, and remove only those."""

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
from talend_processing.probe.markers import PREFIX, has_name, made_at, run_of
from talend_processing.probe.removal import Left, Thing, remove
from talend_processing.probe.run_log import LoggedRun, logged_runs

_PAGE: Final = 100
_SERVER_ERRORS: Final = 500
_CHILDREN: Final = {
    ENGINE: ENGINE_PROFILE,
    CLUSTER: CLUSTER_PROFILE,
    PIPELINE_ENGINE: PIPELINE_PROFILES["standard"],
}
"""The kind of the run profiles of each kind of parent. Other kinds exist for Pipeline Engines."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The objects and logs that earlier runs left behind."""

    things: tuple[Thing, ...]
    """Objects to remove."""
    spared: tuple[Left, ...]
    """Objects that look like the probe's but are kept, with the reason."""
    logs: tuple[LoggedRun, ...]
    """The logs of runs whose processes have ended."""


def find_leftovers(api: Api, folder: Path, *, seconds: float) -> Leftovers:
    """Find objects that earlier runs left in the account.

    An object counts only if both its name and its description have the probe's form and name the same run.
    If the log of its run is in `folder`, the process of the run must have ended. Otherwise the object must be
    older than `seconds`. A run profile of a leftover engine or cluster counts if its name has the
    probe's form.

    Raises:
        TalendError: The API does not list engines or clusters, or the search for run profiles fails.

    """
    logs = list(logged_runs(folder))
    ended = {one.run for one in logs if not one.alive}
    running = {one.run for one in logs if one.alive}
    things: list[Thing] = []
    spared: list[Left] = []
    for kind, record in _candidates(api):
        thing = Thing(kind, str(record.get("name")), "", str(record.get("id")), record=record)
        run, made = run_of(record), made_at(record)
        if run is None:
            spared.append(Left(thing, "its description is not the probe's"))
        elif run in running:
            spared.append(Left(thing, "its run has not ended"))
        elif run in ended or (made is not None and made <= api.now() - seconds):
            things.append(thing)
        elif made is None:
            spared.append(Left(thing, "the API does not show when it was created"))
        else:
            spared.append(Left(thing, f"it is younger than {seconds / 60:.0f} min: use --older-than"))
    children = [child for thing in things for child in _children(api, thing)]
    return Leftovers((*things, *children), tuple(spared), tuple(one for one in logs if not one.alive))


def clean_up(api: Api, leftovers: Leftovers) -> Iterator[Thing | Left]:
    """Remove the objects that `find_leftovers` found.

    Afterwards, delete the log of each ended run that left nothing else in the account. Yields each object
    once it is removed, or `Left` with the reason why it was kept.
    """
    failed: set[str | None] = set()
    for outcome in remove(api, leftovers.things):
        if isinstance(outcome, Left):
            failed.add(run_of(outcome.thing.record))
        yield outcome
    failed |= {run_of(left.thing.record) for left in leftovers.spared}
    for log in leftovers.logs:
        if log.run not in failed and None not in failed:
            log.path.unlink(missing_ok=True)


def _candidates(api: Api) -> Iterator[tuple[Kind, Record]]:
    """Yield the engines, clusters and run profiles of environments, if their names have the probe's form.

    `_children` yields the run profiles of engines and clusters.
    """
    for kind in (ENGINE, CLUSTER, PIPELINE_ENGINE):
        reply = api.get(kind.list_path)
        if not reply.ok:
            raise TalendError(f"Listing {kind.name}s: the API answered {reply.status}. Nothing was removed")
        for record in reply.records:
            if has_name(record):
                yield kind, _with_details(api, kind, record)
    offset = 0
    while True:
        reply = api.search({"offset": offset, "limit": _PAGE, "name": PREFIX})
        if reply.status >= _SERVER_ERRORS:  # an account without such run profiles may refuse the search
            raise TalendError(f"Searching run profiles: the API answered {reply.status}. Nothing was removed")
        listed = reply.records
        for record in listed:
            if has_name(record) and record.get("processorType") == "DYNAMIC_ENGINE":
                yield GENERIC_PROFILE, _with_details(api, GENERIC_PROFILE, record)
        if len(listed) < _PAGE:
            return
        offset += _PAGE


def _with_details(api: Api, kind: Kind, listed: Record) -> Record:
    """Return a listed object with its description and creation time.

    If the list entry omits one of them, read the object with a GET.
    """
    if isinstance(listed.get("description"), str) and made_at(listed) is not None:
        return listed
    reply = api.get(kind.one(str(listed.get("id"))))
    return reply.record if reply.ok else listed


def _children(api: Api, parent: Thing) -> Iterator[Thing]:
    """Yield the run profiles of a leftover engine or cluster whose names have the probe's form."""
    kind = _CHILDREN.get(parent.kind)
    if kind is None:
        return
    for record in api.get(kind.lists(parent.id)).records:
        if has_name(record):
            found = PIPELINE_PROFILES.get(str(record.get("type")), kind)
            yield Thing(found, str(record.get("name")), parent.id, str(record.get("id")), record=record)
