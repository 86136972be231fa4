"""The client, with one attribute for each group of endpoints."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Generic, Self, TypeVar, cast, overload

from talend_processing.client.api.crud import Endpoints
from talend_processing.client.http.dispatch import Dispatcher
from talend_processing.client.http.rate_limiter import RateLimiter
from talend_processing.client.http.retry import RetryPolicy
from talend_processing.client.http.transport import BaseTransport, Transport
from talend_processing.client.http.waiting import Waiter
from talend_processing.client.settings import Settings
from talend_processing.lazy import load

if TYPE_CHECKING:
    from talend_processing.client.api.cloud_jvm import CloudJvm
    from talend_processing.client.api.clusters import ClusterMembers, Clusters
    from talend_processing.client.api.environments import Environments, Workspaces
    from talend_processing.client.api.pipeline_engines import PipelineEngines
    from talend_processing.client.api.pipeline_run_profiles import (
        AdvancedRunProfiles,
        BigDataRunProfiles,
        DatabricksRunProfiles,
        DataIntegrationRunProfiles,
        PipelineRunProfiles,
        StandardRunProfiles,
    )
    from talend_processing.client.api.plans import PlanExecutions, Plans
    from talend_processing.client.api.promotions import Promotions
    from talend_processing.client.api.remote_engines import RemoteEngines
    from talend_processing.client.api.run_profiles import (
        ClusterRunProfiles,
        RemoteEngineRunProfiles,
        RunProfiles,
    )
    from talend_processing.client.api.tasks import TaskExecutions, Tasks

EndpointsT = TypeVar("EndpointsT", bound=Endpoints)


class Lazy(Generic[EndpointsT]):
    """Attribute of the client that imports its class of endpoints on first use.

    The class name follows from the attribute name: `remote_engines` loads `RemoteEngines`.

    Args:
        module: Name of the module in `talend_processing.client.api`.

    """

    def __init__(self, module: str) -> None:
        self._module = f"talend_processing.client.api.{module}"

    def __set_name__(self, owner: type[TalendClient], attribute: str) -> None:
        self._attribute = attribute
        self._class_name = attribute.title().replace("_", "")

    @overload
    def __get__(self, client: None, owner: type[TalendClient]) -> Self: ...

    @overload
    def __get__(self, client: TalendClient, owner: type[TalendClient]) -> EndpointsT: ...

    def __get__(self, client: TalendClient | None, owner: type[TalendClient]) -> Self | EndpointsT:
        if client is None:
            return self
        endpoints = self.load()(client.dispatcher)
        # Later accesses find the instance in `vars(client)`. If threads race, all get the first instance.
        return cast("EndpointsT", vars(client).setdefault(self._attribute, endpoints))

    def load(self) -> type[EndpointsT]:
        """Import and return the class of the endpoints."""
        return cast("type[EndpointsT]", load(self._module, self._class_name))


class TalendClient:
    """Client for the Processing API. Threads can share it. Close it, or use it in a `with` statement.

    Example:
        >>> from talend_processing.client import AccessToken, Settings, TalendClient
        >>> settings = Settings("https://api.eu.cloud.talend.com", AccessToken("made-up"))
        >>> with TalendClient(settings) as client:
        ...     names = [engine.name for engine in client.remote_engines.list()]  # doctest: +SKIP

    """

    remote_engines: Lazy[RemoteEngines] = Lazy("remote_engines")
    remote_engine_run_profiles: Lazy[RemoteEngineRunProfiles] = Lazy("run_profiles")
    clusters: Lazy[Clusters] = Lazy("clusters")
    cluster_members: Lazy[ClusterMembers] = Lazy("clusters")
    cluster_run_profiles: Lazy[ClusterRunProfiles] = Lazy("run_profiles")
    pipeline_engines: Lazy[PipelineEngines] = Lazy("pipeline_engines")
    pipeline_run_profiles: Lazy[PipelineRunProfiles] = Lazy("pipeline_run_profiles")
    standard_run_profiles: Lazy[StandardRunProfiles] = Lazy("pipeline_run_profiles")
    advanced_run_profiles: Lazy[AdvancedRunProfiles] = Lazy("pipeline_run_profiles")
    big_data_run_profiles: Lazy[BigDataRunProfiles] = Lazy("pipeline_run_profiles")
    databricks_run_profiles: Lazy[DatabricksRunProfiles] = Lazy("pipeline_run_profiles")
    data_integration_run_profiles: Lazy[DataIntegrationRunProfiles] = Lazy("pipeline_run_profiles")
    run_profiles: Lazy[RunProfiles] = Lazy("run_profiles")
    cloud_jvm: Lazy[CloudJvm] = Lazy("cloud_jvm")
    task_executions: Lazy[TaskExecutions] = Lazy("tasks")
    plan_executions: Lazy[PlanExecutions] = Lazy("plans")
    promotions: Lazy[Promotions] = Lazy("promotions")
    tasks: Lazy[Tasks] = Lazy("tasks")
    plans: Lazy[Plans] = Lazy("plans")
    environments: Lazy[Environments] = Lazy("environments")
    workspaces: Lazy[Workspaces] = Lazy("environments")

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
        """Open a client, without sending a request.

        Args:
            settings: Base URL, credentials and limits.
            cancelled: Once it is set, every wait ends with a `CancelledError`, and no further call is sent.
            transport: Responds in place of the network, for tests.
            clock: Monotonic clock, in seconds.
            wall_clock: Returns seconds since 1970.
            sleep: Replaces real waits, for tests.
            randomness: Returns numbers from 0 to 1, to spread retries and renewals of tokens.

        Raises:
            SettingsError: The base URL, the proxy or the certificates are unusable.

        """
        self._waiter = Waiter(cancelled, clock=clock, sleep=sleep)
        self._transport = Transport(settings, transport, wall_clock=wall_clock)
        self.dispatcher = Dispatcher(
            settings,
            self._transport,
            RateLimiter(settings.requests_per_minute, self._waiter),
            RetryPolicy(settings.max_retries, randomness),
            self._waiter,
            wall_clock=wall_clock,
        )
        """Sends the calls of all endpoints. Internal."""

    @property
    def server_ahead(self) -> float:
        """Seconds by which the API's clock was ahead of this machine's at the last response that had a date.

        0 before the first such response.
        """
        return self._transport.server_ahead

    def wait(self, seconds: float) -> None:
        """Wait for a number of seconds.

        Raises:
            CancelledError: The client was cancelled before or during the wait.

        """
        self._waiter.wait(seconds)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
