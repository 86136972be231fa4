"""The filters of an export: `--environment`, `--name`, `--exclude` and others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from talend_processing.adopt.live_object import LiveObject, Place


@dataclass(frozen=True)
class Filters:
    """Conditions that an object must meet to be exported. An empty condition does not restrict the export."""

    environments: Collection[str] = ()
    """Names or ids."""
    workspaces: Collection[str] = ()
    """Names or ids."""
    kinds: Collection[str] = ()
    """Resource classes, such as `RemoteEngine`."""
    names: Collection[str] = ()
    """Patterns such as `etl-*`. One of them must match the name of the object or its parent."""
    excluded: Collection[str] = ()
    """Patterns. None of them may match the name of the object or its parent."""
    also_managed: Collection[str] = ()
    """Ids of objects that other stacks manage. They are not exported."""

    @property
    def is_partial(self) -> bool:
        """Whether environments, workspaces or names restrict the export. It then omits account settings."""
        return bool(self.environments or self.workspaces or self.names)

    def wants_kind(self, *kinds: str) -> bool:
        """Whether at least one of these classes is selected."""
        return not self.kinds or any(kind in self.kinds for kind in kinds)

    def may_cover_profiles(self, runtime: LiveObject) -> bool:
        """Whether the filters can select run profiles of an engine or cluster."""
        return self._fits_place(runtime) and not _matches(self.excluded, runtime)

    def covers(self, live: LiveObject) -> bool:
        """Whether an object is selected."""
        return (
            self.wants_kind(live.kind)
            and live.object_id not in self.also_managed
            and self._fits_place(live)
            and (not self.names or _matches(self.names, live))
            and not _matches(self.excluded, live)
        )

    def _fits_place(self, live: LiveObject) -> bool:
        return _is_in(self.environments, live.environment) and _is_in(self.workspaces, live.workspace)

    def unmatched(self, objects: Collection[LiveObject]) -> Iterator[str]:
        """Yield a message for each environment, workspace, kind and pattern without a matching object."""
        for value in self.environments:
            if not any(_is_in((value,), one.environment) for one in objects):
                yield f"--environment {value!r} matches nothing"
        for value in self.workspaces:
            if not any(_is_in((value,), one.workspace) for one in objects):
                yield f"--workspace {value!r} matches nothing"
        for kind in self.kinds:
            if all(one.kind != kind for one in objects):
                yield f"--kind {kind} matches nothing"
        for option, patterns in (("--name", self.names), ("--exclude", self.excluded)):
            for pattern in patterns:
                if not any(_matches((pattern,), one) for one in objects):
                    yield f"{option} {pattern!r} matches nothing"


def _is_in(names_or_ids: Collection[str], place: Place | None) -> bool:
    if not names_or_ids:
        return True
    return place is not None and (place.object_id in names_or_ids or place.name in names_or_ids)


def _matches(patterns: Collection[str], live: LiveObject) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns for name in live.names)
