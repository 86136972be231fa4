"""The clean-up (`--clean-up`), which finds objects that earlier runs left behind and removes only those."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    KINDS,
    PIPELINE_ENGINE,
    PIPELINE_PROFILES,
    Kind,
)
from talend_processing.probe.markers import PREFIX, has_name, made_at, run_of
from talend_processing.probe.removal import Left, Thing, remove
from talend_processing.probe.run_log import LoggedRun, logged_runs

_PAGE: Final = 100
_CHILDREN: Final = {
    ENGINE: (ENGINE_PROFILE,),
    CLUSTER: (CLUSTER_PROFILE,),
    PIPELINE_ENGINE: tuple(PIPELINE_PROFILES.values()),
}


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The leftovers of earlier runs."""

    things: tuple[Thing, ...]
    """Objects that the clean-up removes."""
    spared: tuple[Left, ...]
    """Objects that look like the probe's but are kept, with the reason."""
    logs: tuple[LoggedRun, ...]
    """The logs of runs that have ended."""


def find_leftovers(api: Api, folder: Path, *, seconds: float) -> Leftovers:
    """Find objects that earlier runs left in the account.

    An object counts only if both its name and its description have the probe's form and name the same run.
    It must also be older than `seconds`, or belong to a run whose log is in `folder` and whose process has
    ended.

    Raises:
        TalendError: The lists cannot be read.

    """
    logs = list(logged_runs(folder))
    ended = {one.run for one in logs if not one.alive}
    running = {one.run for one in logs if one.alive}
    things: list[Thing] = []
    spared: list[Left] = []
    for kind, record in _candidates(api):
        thing = Thing(kind, str(record.get("name")), "", str(record.get("id")), record=record)
        run = run_of(record)
        if run is None:
            spared.append(Left(thing, "its description is not the probe's"))
        elif run in running:
            spared.append(Left(thing, "its run has not ended"))
        elif run not in ended and not _older(api, record, seconds):
            spared.append(Left(thing, f"it is younger than {seconds / 60:.0f} min: use --older-than"))
        else:
            things.append(thing)
    children = [child for thing in things for child in _children(api, thing)]
    return Leftovers((*things, *children), tuple(spared), tuple(one for one in logs if not one.alive))


def clean_up(api: Api, leftovers: Leftovers) -> Iterator[Thing | Left]:
    """Remove the objects of `find_leftovers`, and delete the logs of runs without remaining objects.

    Yields each object once it is removed, or `Left` with the reason.
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
    """Yield objects whose names have the probe's form, each with all details."""
    for kind in (ENGINE, CLUSTER, PIPELINE_ENGINE):
        reply = api.get(kind.list_path)
        if not reply.ok:
            raise TalendError(f"Listing {kind.name}s: the API answered {reply.status}. Nothing was removed")
        for record in reply.records:
            if has_name(record):
                yield kind, _with_details(api, kind, record)
    offset = 0
    while True:
        listed = api.search({"offset": offset, "limit": _PAGE, "name": PREFIX}).records
        for record in listed:
            if has_name(record) and record.get("processorType") == "DYNAMIC_ENGINE":
                yield GENERIC_PROFILE, _with_details(api, GENERIC_PROFILE, record)
        if len(listed) < _PAGE:
            return
        offset += _PAGE


def _with_details(api: Api, kind: Kind, listed: Record) -> Record:
    """Return an object with its description and creation time, which lists may omit."""
    if isinstance(listed.get("description"), str) and made_at(listed) is not None:
        return listed
    alone = api.get(kind.one(str(listed.get("id"))))
    return alone.record if alone.ok else listed


def _older(api: Api, record: Record, seconds: float) -> bool:
    made = made_at(record)
    return made is not None and made <= api.now() - seconds


def _children(api: Api, parent: Thing) -> Iterator[Thing]:
    """Yield the run profiles of a leftover engine or cluster whose names have the probe's form."""
    kinds: Sequence[Kind] = _CHILDREN.get(parent.kind, ())
    if not kinds:
        return
    for record in api.get(kinds[0].lists(parent.id)).records:
        kind = KINDS.get(f"{record.get('type')} run profile", kinds[0])
        if has_name(record):
            yield Thing(kind, str(record.get("name")), parent.id, str(record.get("id")), record=record)
