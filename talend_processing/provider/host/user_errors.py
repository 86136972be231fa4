"""Errors that users see without a traceback. A bug of the provider keeps its traceback."""

from __future__ import annotations

import sys
import traceback
import types
from typing import Any


class UserError(Exception):
    """An error of which the user sees only the text."""


def hide_traceback(text: str) -> None:
    """Make the host send only this text as the error of the current call, with older and newer SDKs."""
    main_module = sys.modules["__main__"]
    if getattr(main_module, "traceback", None) is traceback:
        # With SDK 3.262 and later, the host sends `traceback.format_exc()`.
        main_module.traceback = types.SimpleNamespace(format_exc=_format_exc)  # type: ignore[attr-defined]
    elif not hasattr(main_module, "traceback") and (context := _call_context()) is not None:
        # With earlier SDKs, grpc would add the prefix "Exception calling application: ".
        import grpc  # noqa: PLC0415

        context.abort(grpc.StatusCode.UNKNOWN, text)


def _format_exc() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, UserError) else traceback.format_exc()


def _call_context() -> Any:
    frame = sys._getframe(1)  # noqa: SLF001 - the host's frames have the gRPC context as a local variable
    while frame.f_back is not None:
        context = frame.f_locals.get("context")
        if hasattr(context, "abort"):
            return context
        frame = frame.f_back
    return None
