"""What the run profiles of engines, clusters and Dynamic Engines have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import Computed, ListProp, NameProp, Prop, computed, prop

TYPES: Final = ("JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME")


def jvm_advice(entries: Sequence[str | None]) -> Iterator[tuple[int, str]]:
    """Yield the entries that Talend accepts as they are, but that a JVM does not start with."""
    from talend_processing.jvm.faults import faults  # noqa: PLC0415 - a program that declares needs none of it

    return ((fault.entry, str(fault)) for fault in faults(entries))


class JvmRunProfile(TalendResource):
    """JVM arguments that tasks can run with."""

    type: Prop[str] = prop(replace=True, known=TYPES)
    """What the profile is for: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    name: NameProp[str] = prop(default=None)
    """What Talend's console calls it, unique where it lives; the resource's own name if omitted."""
    description: Prop[str | None] = prop(default=None, blank=True)
    """What it is for."""
    jvm_arguments: ListProp[str] = prop(advice=jvm_advice)
    """The JVM's arguments, in order, one each: `["-Xms128m", "-Xmx256m"]`."""

    processor_id: Computed[str | None] = computed()
    """The id of the engine or cluster that it belongs to."""
    create_date: Computed[str | None] = computed()
    """When it was created, RFC 3339."""
    update_date: Computed[str | None] = computed()
    """When it was last changed, RFC 3339."""


class RuntimeRunProfile(JvmRunProfile):
    """A run profile that lives in a Remote Engine or a cluster (schema RuntimeRunProfile)."""

    version: Computed[int | None] = computed()
    """How often it was changed."""
    processor_type: Computed[str | None] = computed()
    """The kind of runtime that it belongs to."""
    run_profile_type: Computed[str | None] = computed()
    """The kind of run profile, as the search over all kinds gives it."""
    scope_id: Computed[str | None] = computed()
    """The environment that it is defined in."""
