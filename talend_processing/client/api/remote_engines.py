"""Remote Engines."""

from __future__ import annotations

from pydantic import Field

from talend_processing.client.api.crud import Creates, Deletes, Gets, Lists
from talend_processing.client.api.environments import WorkspaceInfo
from talend_processing.client.model import Model, Timestamp
from talend_processing.client.operation import Operation

_PATH = "/processing/runtimes/remote-engines"
_PERMISSION = "TMC_CLUSTER_MANAGEMENT"


class BaseEngine(Model):
    """Fields of Remote Engines, Pipeline Engines and clusters. Lists of clusters return only these fields."""

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
    """Debug settings of an engine."""

    host: str | None = None


class Engine(BaseEngine):
    """A Remote Engine."""

    status: str | None = None
    """PAIRED or NOT_PAIRED."""
    run_profiles: list[str] | None = None
    """Types of its run profiles: JOB_SERVER, MICROSERVICE or TALEND_RUNTIME."""
    debug: EngineDebug | None = None
    cluster_id: str | None = None
    pre_authorized_key: str | None = Field(default=None, repr=False)
    """Secret key that pairs an installation with the engine. Returned only while the engine is not paired."""
    esb_compatibility_version: str | None = None
    version: str | None = None
    """Version of its installation. None while the engine is not paired, or if the API does not return it."""


class RemoteEngines(Lists[Engine], Gets[Engine], Creates[Engine], Deletes):
    """Remote Engines. The API creates and deletes them, but cannot change them."""

    LIST = Operation(
        method="GET",
        path=_PATH,
        summary="Listing remote engines",
        result=list[Engine],
        query_parameter="query",
        permission=_PERMISSION,
    )
    CREATE = Operation(
        method="POST",
        path=_PATH,
        summary="Creating remote engine {name}",
        result=Engine,
        permission=_PERMISSION,
    )
    GET = Operation(
        method="GET",
        path=f"{_PATH}/{{id}}",
        summary="Reading remote engine {id}",
        result=Engine,
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}",
        summary="Deleting remote engine {id}",
        result=type(None),
        permission=_PERMISSION,
        hints={409: "Take the engine out of its cluster, or unpair it, then try again"},
    )
    UNPAIR = Operation(
        method="DELETE",
        path=f"{_PATH}/{{id}}/pairing",
        summary="Unpairing remote engine {id}",
        result=str,
        permission=_PERMISSION,
    )

    def unpair(
        self,
        engine: str,
        *,
        keep_osgi_deployments: bool | None = None,
        keep_microservice_deployments: bool | None = None,
    ) -> str:
        """Detach an engine from its installation. The engine keeps its id and gets a new key.

        Args:
            engine: Id of the engine.
            keep_osgi_deployments: Whether OSGi services stay deployed, for an upgrade of the engine.
            keep_microservice_deployments: Whether microservices stay deployed, for an upgrade of the engine.

        Returns:
            The API's message. Its content is not documented.

        """
        return self._dispatcher.call(
            self.UNPAIR,
            engine,
            parameters={
                "keepOsgiDeployments": keep_osgi_deployments,
                "keepMicroserviceDeployments": keep_microservice_deployments,
            },
        )
