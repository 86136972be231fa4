"""What the state held before a change, for policies that must know what there is.

Pulumi shows a pack what will be, not what was. But a URN names the stack, and the pack's process has the
environment of `pulumi`; so the pack asks `pulumi stack export`, which changes and locks nothing.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.policies.resource_view import Subject
from talend_processing.stack.document import read_text
from talend_processing.stack.export import export_state
from talend_processing.stack.state import Held, State, read_state

NO_ENGINE: Final = "TALEND_PROCESSING_NO_ENGINE"
"""Set where `talend_processing.testing` asks a pack, without an engine and so without a stack: all is new."""
_NOTHING: Final = State("", "", "", (), ())


class NoStateError(Exception):
    """There is no state to compare with; the text says why."""


def held(path: str, subject: Subject) -> Held | None:
    """What the state holds of a resource: that in a file, else the one of the stack; None if it is new.

    Raises:
        NoStateError: There is no such file, it is no state, or the state of another stack; or the stack's own
            cannot be exported.

    """
    if path and not Path(path).is_absolute():
        raise NoStateError("state must be an absolute path: a pack runs in a folder of its own")
    found, why = _state(path) if path else _exported(subject.project, subject.stack)
    if why:
        raise NoStateError(why)
    if found.stack and (found.project, found.stack) != (subject.project, subject.stack):
        raise NoStateError(
            f"{found.name} is the state of {found.project}/{found.stack}, not of"
            f" {subject.project}/{subject.stack}"
        )
    return _of_urns(path, subject.project, subject.stack).get(subject.urn)


@lru_cache(maxsize=8)
def _state(path: str) -> tuple[State, str]:
    """The state in a file, or why there is none; read once, for a pack's process lives for one run."""
    try:
        text, name = read_text(path, sys.stdin)
        return read_state(text, name=name), ""
    except TalendError as error:
        return _NOTHING, str(error)


@lru_cache(maxsize=8)
def _exported(project: str, stack: str) -> tuple[State, str]:
    """The state of the stack that the engine works on, or why it cannot be had.

    It is asked for when the first resource is looked at, before anything of that kind has changed.
    """
    if os.environ.get(NO_ENGINE):
        return _NOTHING, ""
    try:
        return export_state(project, stack), ""
    except TalendError as error:
        return _NOTHING, str(error)


@lru_cache(maxsize=8)
def _of_urns(path: str, project: str, stack: str) -> dict[str, Held]:
    found, _ = _state(path) if path else _exported(project, stack)
    return {one.urn: one for one in found.held}
