"""The client: all operations of the API, in groups."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from talend_processing.client.calls import Caller
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
from talend_processing.client.limiter import OFF, Limiter
from talend_processing.client.moments import MemoryLog, shared_log
from talend_processing.client.retry import RetryPolicy
from talend_processing.client.settings import Settings
from talend_processing.client.transport import BaseTransport, Transport
from talend_processing.client.waiting import Waiter


class TalendClient:
    """The Processing API. Safe to share between threads; close it, or use it in a `with`.

    Example:
        >>> from talend_processing.client.settings import AccessToken, Settings
        >>> settings = Settings("https://api.eu.cloud.talend.com", AccessToken("made-up"))
        >>> with TalendClient(settings) as client:
        ...     names = [engine.name for engine in client.remote_engines.list()]  # doctest: +SKIP

    """

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
        caller = Caller(
            settings,
            self._transport,
            self._limiter,
            RetryPolicy(settings.max_retries, wall_clock=wall_clock, randomness=randomness),
            self._waiter,
        )
        self.remote_engines = RemoteEngines(caller)
        self.remote_engine_run_profiles = RemoteEngineRunProfiles(caller)
        self.clusters = Clusters(caller)
        self.cluster_members = ClusterMembers(caller)
        self.cluster_run_profiles = ClusterRunProfiles(caller)
        self.pipeline_engines = PipelineEngines(caller)
        self.pipeline_run_profiles = PipelineRunProfiles(caller)
        self.standard_run_profiles = StandardRunProfiles(caller)
        self.advanced_run_profiles = AdvancedRunProfiles(caller)
        self.big_data_run_profiles = BigDataRunProfiles(caller)
        self.databricks_run_profiles = DatabricksRunProfiles(caller)
        self.data_integration_run_profiles = DataIntegrationRunProfiles(caller)
        self.run_profiles = RunProfiles(caller)
        self.cloud_jvm = CloudJvm(caller)
        self.task_executions = TaskExecutions(caller, window_days=settings.history_days)
        self.plan_executions = PlanExecutions(caller, window_days=settings.history_days)
        self.promotions = Promotions(caller)
        self.tasks = Tasks(caller)
        self.plans = Plans(caller)
        self.environments = Environments(caller)
        self.workspaces = Workspaces(caller)

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
