"""Errors for users without a traceback. Only a bug of the provider shows one."""

from __future__ import annotations

import sys
import traceback
import types
from typing import Any


class UserError(Exception):
    """An error whose text the user sees."""


def present(text: str) -> None:
    """Make the host send only this text as its error. Older and newer SDKs send errors in different ways."""
    main = sys.modules["__main__"]
    if getattr(main, "traceback", None) is traceback:
        # SDK 3.262 and later sends `traceback.format_exc()`.
        main.traceback = types.SimpleNamespace(format_exc=_format_exc)  # type: ignore[attr-defined]
    elif not hasattr(main, "traceback") and (context := _call_context()) is not None:
        # With earlier SDKs, grpc would send the text with the prefix "Exception calling application: ".
        import grpc  # noqa: PLC0415

        context.abort(grpc.StatusCode.UNKNOWN, text)


def _format_exc() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, UserError) else traceback.format_exc()


def _call_context() -> Any:
    frame = sys._getframe(1)  # noqa: SLF001 - the host passes the context to no other object
    while frame.f_back is not None:
        context = frame.f_locals.get("context")
        if hasattr(context, "abort"):
            return context
        frame = frame.f_back
    return None
