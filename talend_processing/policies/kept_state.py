"""The state before a change, for policies that compare with it.

Pulumi passes only the new arguments to a pack. The pack therefore runs `pulumi stack export`, which changes
and locks nothing. The URN contains the stack, and the process of the pack has the environment of `pulumi`.
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
from talend_processing.stack.state import ManagedResource, State, read_state

NO_ENGINE: Final = "TALEND_PROCESSING_NO_ENGINE"
"""Set by `talend_processing.testing`, which has no engine and no stack. All resources then count as new."""
_NOTHING: Final = State("", "", "", (), ())


class NoStateError(Exception):
    """No state is available for the comparison. The message gives the reason."""


def find_in_state(path: str, subject: Subject) -> ManagedResource | None:
    """Return a resource from the state in a file, or else from the stack's state. None if it is new.

    Raises:
        NoStateError: The file does not exist or is not a state of this stack, or the stack's own state cannot
            be exported.

    """
    if path and not Path(path).is_absolute():
        raise NoStateError("state must be an absolute path, because a pack runs in another folder")
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
    """Return the state in a file, or the reason why it is missing. It is read only once per run."""
    try:
        text, name = read_text(path, sys.stdin)
        return read_state(text, name=name), ""
    except TalendError as error:
        return _NOTHING, str(error)


@lru_cache(maxsize=8)
def _exported(project: str, stack: str) -> tuple[State, str]:
    """Return the state of the engine's stack, or the reason why it is missing.

    The pack exports it for the first resource, before any resource of that kind has changed.
    """
    if os.environ.get(NO_ENGINE):
        return _NOTHING, ""
    try:
        return export_state(project, stack), ""
    except TalendError as error:
        return _NOTHING, str(error)


@lru_cache(maxsize=8)
def _of_urns(path: str, project: str, stack: str) -> dict[str, ManagedResource]:
    found, _ = _state(path) if path else _exported(project, stack)
    return {one.urn: one for one in found.managed}
