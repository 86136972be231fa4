"""Progress and warnings on the row of their resource.

The dynamic host provides no logger. But its last command-line argument is the address of Pulumi's engine, and
the current request contains the resource's URN. Without the URN the text appears on the stack's row. If the
engine cannot be reached, warnings and other lasting lines go to stderr, which Pulumi shows on the stack's row
too.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi.runtime.proto import engine_pb2_grpc

_TIMEOUT_SECONDS = 2.0


def progress(text: str) -> None:
    """Show the current activity of a resource. The next line replaces it."""
    _say(text, severity="INFO", ephemeral=True)


def warn(text: str) -> None:
    """Show a warning that stays in the diagnostics."""
    _say(text, severity="WARNING", ephemeral=False)


def info(text: str) -> None:
    """Show a line that stays in the diagnostics."""
    _say(text, severity="INFO", ephemeral=False)


def _say(text: str, *, severity: str, ephemeral: bool) -> None:
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
        _engine(sys.argv[-1]).Log(request, timeout=_TIMEOUT_SECONDS)
    except (grpc.RpcError, ValueError):
        if not ephemeral:
            print(text, file=sys.stderr, flush=True)  # noqa: T201 - the plain way to a user's screen


class Attendance:
    """A function that returns whether Pulumi's engine for this command is still alive.

    If it is not, the provider must not start a run. A killed engine leaves this process alive. An engine that
    was unreachable at first counts as alive.
    """

    def __init__(self) -> None:
        self._seen = self._reachable()

    def __call__(self) -> bool:
        """Return whether Pulumi's engine is still alive."""
        return not self._seen or self._reachable()

    @staticmethod
    def _reachable() -> bool:
        import grpc  # noqa: PLC0415
        from pulumi.runtime.proto import engine_pb2  # noqa: PLC0415

        try:
            _engine(sys.argv[-1]).GetRootResource(
                engine_pb2.GetRootResourceRequest(), timeout=_TIMEOUT_SECONDS
            )
        except grpc.RpcError:
            return False
        return True


@functools.lru_cache(maxsize=1)
def _engine(address: str) -> engine_pb2_grpc.EngineStub:
    import grpc  # noqa: PLC0415
    from pulumi.runtime.proto import engine_pb2_grpc  # noqa: PLC0415

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))


def urn() -> str:
    """Return the URN of the resource whose request this thread handles, or an empty string."""
    frame = sys._getframe(1)  # noqa: SLF001 - the host passes the request to no other object
    while frame.f_back is not None:
        found = getattr(frame.f_locals.get("request"), "urn", "")
        if isinstance(found, str) and found:
            return found
        frame = frame.f_back
    return ""
