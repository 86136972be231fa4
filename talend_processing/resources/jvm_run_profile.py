"""The common base of run profiles of engines, clusters and Dynamic Engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import Computed, ListProp, NameProp, Prop, computed, prop


def jvm_advice(entries: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Yield the index of each entry that a JVM refuses or misreads, with the reason and the remedy."""
    from talend_processing.jvm.faults import faults  # noqa: PLC0415 - only checks need it

    return ((fault.entry, str(fault)) for fault in faults(entries))


class JvmRunProfile(TalendResource):
    """A run profile with JVM arguments."""

    type: Prop[str] = prop(replace=True, known=("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME"))
    """The purpose of the profile: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    name: NameProp[str] = prop(default=None)
    """Its name in Talend's console, unique within its parent. The default is the resource's own name."""
    description: Prop[str | None] = prop(default=None, blank=True)
    """Its description."""
    jvm_arguments: ListProp[str] = prop(advice=jvm_advice)
    """The JVM's arguments in order, one per item: `["-Xms128m", "-Xmx256m"]`."""

    processor_id: Computed[str | None] = computed()
    """The id of the engine or cluster that it belongs to."""
    create_date: Computed[str | None] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""


class RuntimeRunProfile(JvmRunProfile):
    """A run profile of a Remote Engine or a cluster (schema RuntimeRunProfile)."""

    version: Computed[int | None] = computed()
    """The version number of the run profile."""
    processor_type: Computed[str | None] = computed()
    """The kind of runtime that it belongs to."""
    run_profile_type: Computed[str | None] = computed()
    """The type of the run profile, as in `RunProfile`."""
    scope_id: Computed[str | None] = computed()
    """The environment that it is defined in."""
