"""A user's error is shown by its text alone; a bug of ours keeps its traceback."""

from __future__ import annotations

import functools
import sys
import traceback
import types
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class UserError(Exception):
    """Carries the text that a user sees."""


def one_line(
    expected: Callable[[], tuple[type[BaseException], ...]],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Show the errors that `expected` names by their text."""

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(method)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return method(*args, **kwargs)
            except expected() as error:
                present(str(error))
                raise UserError(str(error)) from None

        return wrapped

    return decorate


def present(text: str) -> None:
    """Have the host send the text alone, whichever way its SDK sends errors."""
    main = sys.modules["__main__"]
    if getattr(main, "traceback", None) is traceback:
        # SDK 3.262 and later sends `traceback.format_exc()`.
        main.traceback = types.SimpleNamespace(format_exc=_format_exc)  # type: ignore[attr-defined]
    elif not hasattr(main, "traceback") and (context := _call_context()) is not None:
        # Earlier SDKs leave it to grpc, which says "Exception calling application: ".
        import grpc  # noqa: PLC0415

        context.abort(grpc.StatusCode.UNKNOWN, text)


def _format_exc() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, UserError) else traceback.format_exc()


def _call_context() -> Any:
    frame = sys._getframe(1)  # noqa: SLF001 - the host hands the context to nobody
    while frame.f_back is not None:
        context = frame.f_locals.get("context")
        if hasattr(context, "abort"):
            return context
        frame = frame.f_back
    return None
