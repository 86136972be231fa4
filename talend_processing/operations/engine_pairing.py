"""The resource that waits until an engine is paired."""

from __future__ import annotations

from typing import Literal

from talend_processing.provider.declare.declaration import OperationResource
from talend_processing.provider.declare.fields import (
    Computed,
    ParentId,
    Prop,
    computed,
    option,
    parent_id,
    prop,
)
from talend_processing.provider.kinds.spec import Endpoint


class EnginePairing(
    OperationResource,
    endpoint=Endpoint("remote_engines", "pairing", parents=("engineId",), form="pairing", run="pairing"),
):
    """Wait until an engine is paired and available. The resource does not pair the engine.

    Put this resource into `depends_on` of the resources that need a working engine. After a successful wait,
    later `up`s do not wait again, unless `engine_id` or `kind` changes.

    Operations: `GET /processing/runtimes/remote-engines`, or `GET /processing/runtimes/pipeline-engines` for
    a Pipeline Engine.

    Example:
        >>> import talend_processing as talend
        >>> paired = talend.EnginePairing("etl-1-paired", engine_id="5d2f1d9018e83f4406199233")

    """

    engine_id: ParentId[str] = parent_id(parent_kinds=("RemoteEngine", "PipelineEngine"))
    """The id of the engine to wait for."""
    kind: Prop[Literal["remote", "pipeline"]] = prop(default="remote", replace=True)
    """The kind of engine: `remote` or `pipeline`."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait before the `up` fails."""
    poll_interval: Prop[int] = option(default=10, at_least=1)
    """Seconds between two requests for the status."""

    status: Computed[str] = computed()
    """PAIRED after the wait. A refresh updates it."""
    availability: Computed[str] = computed()
    """AVAILABLE after the wait. A refresh updates it."""
