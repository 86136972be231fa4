"""Changes to the gRPC server of Pulumi's dynamic provider host: more parallel calls, and a handler of Cancel.

The host runs at most 4 calls in parallel and ignores Cancel, which Pulumi sends after Ctrl-C. Only private
attributes of grpc can change that. If they are missing, the server stays as it is.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

from talend_processing.provider.host.sdk_internals import internals_switched_off

_CANCEL_METHOD = "/pulumirpc.ResourceProvider/Cancel"


def adjust(workers: int, cancel: Callable[[], None]) -> bool:
    """Raise the number of parallel calls to `workers`, and make Cancel call `cancel`.

    Return whether both succeeded.
    """
    if internals_switched_off():
        return False
    try:
        server_state = _server_state()
        pool = server_state.thread_pool
        pool._max_workers = max(int(pool._max_workers), workers)  # noqa: SLF001 - there is no public way
        method_handlers = [handler._method_handlers for handler in server_state.generic_handlers]  # noqa: SLF001
        return any(_replace_cancel(handlers, cancel) for handlers in method_handlers)
    except (AttributeError, LookupError, TypeError):
        return False


def _server_state() -> Any:
    """Return the state of the gRPC server, which is a local variable of the host's main function."""
    frame: FrameType | None = sys._current_frames()[threading.main_thread().ident or 0]  # noqa: SLF001
    while frame is not None:
        server = frame.f_locals.get("server")
        if frame.f_code.co_name == "main" and server is not None:
            return server._state  # noqa: SLF001
        frame = frame.f_back
    raise LookupError("the host's main function was not found")


def _replace_cancel(handlers: dict[str, Any], cancel: Callable[[], None]) -> bool:
    """Make Cancel call `cancel`. Return False if `handlers` contains no handler of Cancel."""
    import grpc  # noqa: PLC0415 - a program's process has no server
    from google.protobuf import empty_pb2  # noqa: PLC0415

    old_handler = handlers.get(_CANCEL_METHOD)
    if old_handler is None:
        return False

    def handle_cancel(_request: Any, _context: Any) -> Any:
        cancel()
        return empty_pb2.Empty()

    handlers[_CANCEL_METHOD] = grpc.unary_unary_rpc_method_handler(
        handle_cancel,
        request_deserializer=old_handler.request_deserializer,
        response_serializer=old_handler.response_serializer,
    )
    return True
