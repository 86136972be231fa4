"""Base classes for the run profiles of Remote Engines, clusters and Dynamic Engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import Computed, ListProp, NameProp, Prop, computed, prop


def jvm_advice(arguments: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Yield the index of each argument that a JVM rejects or misreads, with the reason and a correction."""
    from talend_processing.jvm.faults import faults  # noqa: PLC0415 - only checks need it

    return ((fault.entry, str(fault)) for fault in faults(arguments))


class JvmRunProfile(TalendResource):
    """A run profile with JVM arguments."""

    type: Prop[str] = prop(replace=True, known=("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME"))
    """The purpose of the profile: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    name: NameProp[str] = prop(default=None)
    """The name in Talend's console, unique in the engine or cluster. The default is the name in Pulumi."""
    description: Prop[str | None] = prop(default=None, blank=True)
    """The profile's description."""
    jvm_arguments: ListProp[str] = prop(advice=jvm_advice)
    """The JVM arguments in order, one per item: `["-Xms128m", "-Xmx256m"]`."""

    processor_id: Computed[str | None] = computed()
    """The id of the profile's engine or cluster."""
    create_date: Computed[str | None] = computed()
    """The creation time, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """The time of the last change, RFC 3339."""


class RuntimeRunProfile(JvmRunProfile):
    """A run profile of a Remote Engine or a cluster (API schema RuntimeRunProfile)."""

    version: Computed[int | None] = computed()
    """The version number of the run profile."""
    processor_type: Computed[str | None] = computed()
    """The type of the profile's runtime, such as REMOTE_ENGINE."""
    run_profile_type: Computed[str | None] = computed()
    """The type of the run profile, as the API returns it."""
    scope_id: Computed[str | None] = computed()
    """The id of the profile's environment."""
