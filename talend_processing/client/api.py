"""The client: all operations of the API, in groups."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self

from talend_processing.client.calls import Caller
from talend_processing.client.limiter import OFF, Limiter
from talend_processing.client.loaded import Loaded
from talend_processing.client.moments import MemoryLog, shared_log
from talend_processing.client.retry import RetryPolicy
from talend_processing.client.settings import Settings
from talend_processing.client.transport import BaseTransport, Transport
from talend_processing.client.waiting import Waiter

if TYPE_CHECKING:
    from talend_processing.client.groups.cloud_jvm import CloudJvm
    from talend_processing.client.groups.clusters import ClusterMembers, ClusterRunProfiles, Clusters
    from talend_processing.client.groups.executables import Plans, Tasks
    from talend_processing.client.groups.pipeline_engines import (
        AdvancedRunProfiles,
        BigDataRunProfiles,
        DatabricksRunProfiles,
        DataIntegrationRunProfiles,
        PipelineEngines,
        PipelineRunProfiles,
        StandardRunProfiles,
    )
    from talend_processing.client.groups.places import Environments, Workspaces
    from talend_processing.client.groups.plan_executions import PlanExecutions
    from talend_processing.client.groups.promotions import Promotions
    from talend_processing.client.groups.remote_engines import RemoteEngineRunProfiles, RemoteEngines
    from talend_processing.client.groups.run_profiles import RunProfiles
    from talend_processing.client.groups.task_executions import TaskExecutions


class TalendClient:
    """The Processing API. Safe to share between threads; close it, or use it in a `with`.

    Example:
        >>> from talend_processing.client.settings import AccessToken, Settings
        >>> settings = Settings("https://api.eu.cloud.talend.com", AccessToken("made-up"))
        >>> with TalendClient(settings) as client:
        ...     names = [engine.name for engine in client.remote_engines.list()]  # doctest: +SKIP

    """

    remote_engines: Loaded[RemoteEngines] = Loaded("remote_engines")
    remote_engine_run_profiles: Loaded[RemoteEngineRunProfiles] = Loaded("remote_engines")
    clusters: Loaded[Clusters] = Loaded("clusters")
    cluster_members: Loaded[ClusterMembers] = Loaded("clusters")
    cluster_run_profiles: Loaded[ClusterRunProfiles] = Loaded("clusters")
    pipeline_engines: Loaded[PipelineEngines] = Loaded("pipeline_engines")
    pipeline_run_profiles: Loaded[PipelineRunProfiles] = Loaded("pipeline_engines")
    standard_run_profiles: Loaded[StandardRunProfiles] = Loaded("pipeline_engines")
    advanced_run_profiles: Loaded[AdvancedRunProfiles] = Loaded("pipeline_engines")
    big_data_run_profiles: Loaded[BigDataRunProfiles] = Loaded("pipeline_engines")
    databricks_run_profiles: Loaded[DatabricksRunProfiles] = Loaded("pipeline_engines")
    data_integration_run_profiles: Loaded[DataIntegrationRunProfiles] = Loaded("pipeline_engines")
    run_profiles: Loaded[RunProfiles] = Loaded("run_profiles")
    cloud_jvm: Loaded[CloudJvm] = Loaded("cloud_jvm")
    task_executions: Loaded[TaskExecutions] = Loaded("task_executions")
    plan_executions: Loaded[PlanExecutions] = Loaded("plan_executions")
    promotions: Loaded[Promotions] = Loaded("promotions")
    tasks: Loaded[Tasks] = Loaded("executables")
    plans: Loaded[Plans] = Loaded("executables")
    environments: Loaded[Environments] = Loaded("places")
    workspaces: Loaded[Workspaces] = Loaded("places")

    def __init__(
        self,
        settings: Settings,
        *,
        cancelled: threading.Event | None = None,
        transport: BaseTransport | None = None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] | None = None,
        randomness: Callable[[], float] = random.random,
    ) -> None:
        """Open a client; nothing is sent yet.

        Args:
            settings: Where the API is, who asks, and how hard.
            cancelled: Once set, every wait ends with a `CancelledError`, and no further call is sent.
            transport: Answers in place of the network. Then the request limit is this client's own.
            clock: Seconds, ever growing.
            wall_clock: Seconds since 1970.
            sleep: Waits in place of the real time.
            randomness: Numbers from 0 to 1, for the pauses between retries.

        """
        self._waiter = Waiter(cancelled, clock=clock, sleep=sleep)
        real = transport is None and clock is time.monotonic and settings.requests_per_minute < OFF
        self._limiter = Limiter(
            settings.requests_per_minute,
            self._waiter,
            shared_log(settings.api_url) if real else MemoryLog(),
        )
        self._transport = Transport(settings, transport, wall_clock=wall_clock)
        self.caller = Caller(
            settings,
            self._transport,
            self._limiter,
            RetryPolicy(settings.max_retries, wall_clock=wall_clock, randomness=randomness),
            self._waiter,
        )
        """What all groups call operations through."""

    @property
    def server_ahead(self) -> float:
        """Seconds by which the API's clock was ahead of this machine's at the last answer; 0 before any."""
        return self._transport.server_ahead

    def wait(self, seconds: float) -> None:
        """Wait, unless and until the run is cancelled.

        Raises:
            CancelledError: It was.

        """
        self._waiter.wait(seconds)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()
        self._limiter.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
