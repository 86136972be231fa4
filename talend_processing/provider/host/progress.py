"""Send progress and warnings to Pulumi's engine, which shows them on the row of their resource.

The dynamic provider host has no logger. But its last command-line argument is the engine's address, and the
current request contains the resource's URN. Without a URN, the text appears on the stack's row. If the engine
cannot be reached, warnings go to stderr, which Pulumi shows on the stack's row too.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import engine_pb2_grpc

_TIMEOUT_SECONDS = 2.0


def progress(text: str) -> None:
    """Show what a resource is doing. The next text replaces this one."""
    _log(text, severity="INFO", ephemeral=True)


def warn(text: str) -> None:
    """Show a warning, which stays in the diagnostics at the end."""
    _log(text, severity="WARNING", ephemeral=False)


def info(text: str) -> None:
    """Show a message, which stays in the diagnostics at the end."""
    _log(text, severity="INFO", ephemeral=False)


def _log(text: str, *, severity: str, ephemeral: bool) -> None:
    import grpc  # noqa: PLC0415 - only the host's process talks to Pulumi's engine
    from pulumi.runtime.proto import engine_pb2  # noqa: PLC0415

    from talend_processing.secret_text import mask  # noqa: PLC0415 - a program does not need it

    text = mask(text)
    try:
        request = engine_pb2.LogRequest(
            severity=engine_pb2.LogSeverity.Value(severity),
            message=text,
            urn=urn(),
            ephemeral=ephemeral,
        )
        _pulumi_engine(sys.argv[-1]).Log(request, timeout=_TIMEOUT_SECONDS)
    except (grpc.RpcError, ValueError):
        if not ephemeral:
            print(text, file=sys.stderr, flush=True)  # noqa: T201 - the plain way to a user's screen


class PulumiEngineCheck:
    """Checks whether the Pulumi engine that started this process still runs.

    If the engine is killed, this process survives, but must not start a task, plan or promotion. An engine
    that was unreachable from the beginning counts as running.
    """

    def __init__(self) -> None:
        self._was_reachable = self._is_reachable()

    def __call__(self) -> bool:
        """Return whether the engine still runs."""
        return not self._was_reachable or self._is_reachable()

    @staticmethod
    def _is_reachable() -> bool:
        import grpc  # noqa: PLC0415
        from pulumi.runtime.proto import engine_pb2  # noqa: PLC0415

        try:
            _pulumi_engine(sys.argv[-1]).GetRootResource(
                engine_pb2.GetRootResourceRequest(), timeout=_TIMEOUT_SECONDS
            )
        except grpc.RpcError:
            return False
        return True


@functools.lru_cache(maxsize=1)
def _pulumi_engine(address: str) -> engine_pb2_grpc.EngineStub:
    import grpc  # noqa: PLC0415
    from pulumi.runtime.proto import engine_pb2_grpc  # noqa: PLC0415

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))


def urn() -> str:
    """Return the URN of the resource whose request this thread handles, or an empty string."""
    frame = sys._getframe(1)  # noqa: SLF001 - the host's frames have the request as a local variable
    while frame.f_back is not None:
        resource_urn = getattr(frame.f_locals.get("request"), "urn", "")
        if isinstance(resource_urn, str) and resource_urn:
            return resource_urn
        frame = frame.f_back
    return ""
