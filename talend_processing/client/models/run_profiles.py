"""Run profiles of Remote Engines and clusters, and the generic ones."""

from __future__ import annotations

from talend_processing.client.models.model import Model, Timestamp


class RuntimeRunProfile(Model):
    """A run profile of one Remote Engine or one cluster."""

    id: str
    """Optional in the reference, but what has none could be neither updated nor deleted."""
    name: str | None = None
    description: str | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None
    type: str | None = None
    """JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    jvm_arguments: list[str] | None = None
    runtime_id: str | None = None
    version: int | None = None
    processor_id: str | None = None
    processor_type: str | None = None
    run_profile_type: str | None = None
    scope_id: str | None = None


class BaseRunProfile(Model):
    """A generic run profile as a search shows it, without its JVM arguments."""

    id: str
    name: str | None = None
    scope_id: str | None = None
    workspace_id: str | None = None
    run_profile_type: str | None = None
    processor_type: str | None = None
    processor_id: str | None = None
    description: str | None = None
    creation_date: Timestamp | None = None
    update_date: Timestamp | None = None


class RunProfile(Model):
    """A generic run profile for Data Integration Jobs."""

    id: str
    name: str | None = None
    scope_id: str | None = None
    run_profile_type: str | None = None
    processor_id: str | None = None
    processor_type: str | None = None
    description: str | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None
    jvm_arguments: list[str] | None = None
