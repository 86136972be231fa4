"""The wait for an engine to be paired."""

from __future__ import annotations

from typing import Literal

from talend_processing.provider.declare.declaration import RunPart
from talend_processing.provider.declare.fields import (
    Computed,
    ParentId,
    Prop,
    computed,
    option,
    parent_id,
    prop,
)
from talend_processing.provider.declare.spec import Endpoint


class EnginePairing(
    RunPart,
    endpoint=Endpoint("remote_engines", "pairing", parents=("engineId",), life="pairing", run="pairing"),
):
    """Wait until an engine is paired and available. It starts nothing: the engine pairs itself.

    What needs a working engine depends on this. Once waited for, it is not waited for again, unless the
    engine is another one.

    Operations: `GET /processing/runtimes/remote-engines` and `GET /processing/runtimes/pipeline-engines`.

    Example:
        >>> import talend_processing as talend
        >>> paired = talend.EnginePairing("etl-1-paired", engine_id="5d2f1d9018e83f4406199233")

    """

    engine_id: ParentId[str] = parent_id(of=("RemoteEngine", "PipelineEngine"))
    """The engine that is waited for."""
    kind: Prop[Literal["remote", "pipeline"]] = prop(default="remote", replace=True)
    """`remote` or `pipeline`."""
    wait_timeout: Prop[int] = option(default=3600, at_least=1)
    """Seconds to wait."""
    poll_interval: Prop[int] = option(default=10, at_least=1)
    """Seconds between two looks."""

    status: Computed[str] = computed()
    """PAIRED, as last seen."""
    availability: Computed[str] = computed()
    """AVAILABLE, as last seen."""
