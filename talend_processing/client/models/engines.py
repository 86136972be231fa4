"""Remote Engines, their clusters, Pipeline Engines, and the Cloud Engine's one setting."""

from __future__ import annotations

from pydantic import Field

from talend_processing.client.models.model import Model, Timestamp
from talend_processing.client.models.places import WorkspaceInfo


class BaseEngine(Model):
    """What engines and clusters have in common."""

    id: str
    name: str
    description: str | None = None
    workspace: WorkspaceInfo | None = None
    create_date: Timestamp | None = None
    update_date: Timestamp | None = None
    runtime_id: str | None = None
    availability: str | None = None
    """AVAILABLE, NOT_AVAILABLE or RETIRED."""
    managed: bool | None = None


class EngineDebug(Model):
    """Where an engine can be debugged."""

    host: str | None = None


class Engine(BaseEngine):
    """A Remote Engine."""

    status: str | None = None
    """PAIRED or NOT_PAIRED."""
    run_profiles: list[str] | None = None
    """JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    debug: EngineDebug | None = None
    cluster_id: str | None = None
    pre_authorized_key: str | None = Field(default=None, repr=False)
    """The secret that an engine pairs with; only while it is not paired."""
    esb_compatibility_version: str | None = None


class EngineCluster(BaseEngine):
    """A cluster of Remote Engines."""

    engines: list[str] | None = None
    """The members' ids; lists of clusters leave them out."""


class PipelineEngine(BaseEngine):
    """A Pipeline Engine (Remote Engine Gen2)."""

    status: str | None = None
    """PAIRED or NOT_PAIRED."""
    pre_authorized_key: str | None = Field(default=None, repr=False)
    """The secret that an engine pairs with; only while it is not paired."""
    cloud_runner: bool | None = None
    run_status: str | None = None


class CloudJvm(Model):
    """Whether tasks on Cloud Engines run on the older Java."""

    job_jvm_rollback: bool
