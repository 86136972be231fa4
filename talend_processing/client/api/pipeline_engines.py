"""Pipeline Engines (Remote Engines Gen2)."""

from __future__ import annotations

from pydantic import Field

from talend_processing.client.api.crud import Creates, Deletes, Gets, Lists
from talend_processing.client.api.remote_engines import BaseEngine
from talend_processing.client.operation import Operation

_PATH = "/processing/runtimes/pipeline-engines"
_PERMISSION = "TMC_CLUSTER_MANAGEMENT"


class PipelineEngine(BaseEngine):
    """A Pipeline Engine."""

    status: str | None = None
    """PAIRED or NOT_PAIRED."""
    pre_authorized_key: str | None = Field(default=None, repr=False)
    """Secret key that pairs an installation with the engine. Returned only while the engine is not paired."""
    cloud_runner: bool | None = None
    run_status: str | None = None


class PipelineEngines(Lists[PipelineEngine], Gets[PipelineEngine], Creates[PipelineEngine], Deletes):
    """Pipeline Engines. The API creates and deletes them, but cannot change them."""

    LIST = Operation(
        method="GET",
        path=_PATH,
        summary="Listing pipeline engines",
        result=list[PipelineEngine],
        query_parameter="query",
        permission=_PERMISSION,
    )
    CREATE = Operation(
        method="POST",
        path=_PATH,
        summary="Creating pipeline engine {name}",
        result=PipelineEngine,
        permission=_PERMISSION,
    )
    GET = Operation(
        method="GET",
        path=f"{_PATH}/{{engineId}}",
        summary="Reading pipeline engine {engineId}",
        result=PipelineEngine,
        permission=_PERMISSION,
    )
    DELETE = Operation(
        method="DELETE",
        path=f"{_PATH}/{{engineId}}",
        summary="Deleting pipeline engine {engineId}",
        result=type(None),
        permission=_PERMISSION,
        hints={409: "Unpair the engine, then try again"},
    )
    UNPAIR = Operation(
        method="DELETE",
        path=f"{_PATH}/{{engineId}}/pairing",
        summary="Unpairing pipeline engine {engineId}",
        result=str,
        permission=_PERMISSION,
    )

    def unpair(self, engine: str) -> str:
        """Detach an engine from its installation. The engine keeps its id and gets a new key.

        Args:
            engine: Id of the engine.

        Returns:
            The API's message. Its content is not documented.

        """
        return self._dispatcher.call(self.UNPAIR, engine)
