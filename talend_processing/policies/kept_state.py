"""The state before a change, for policies that compare with it.

Pulumi passes only the new arguments to a pack. The pack therefore runs `pulumi stack export`, which changes
and locks nothing. The project and the stack come from the URN of the resource, and the pack inherits the
environment of `pulumi`.
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
"""The environment variable that `talend_processing.testing` sets, because it runs without a stack. If the
variable is set, all resources count as new."""
_NOTHING: Final = State("", "", "", (), ())


class NoStateError(Exception):
    """No state is available for the comparison. The message gives the reason."""


def find_in_state(path: str, subject: Subject) -> ManagedResource | None:
    """Return a resource from the state in the file `path`, or if that is empty, from the stack's state.

    Return None if the resource is new.

    Raises:
        NoStateError: The file does not exist or is not a state of this stack, or the stack's own state cannot
            be exported.

    """
    if path and not Path(path).is_absolute():
        raise NoStateError("state must be an absolute path, because a pack runs in another folder")
    found, why = _state(path) if path else _export(subject.project, subject.stack)
    if why:
        raise NoStateError(why)
    if found.stack and (found.project, found.stack) != (subject.project, subject.stack):
        raise NoStateError(
            f"{found.name} is the state of {found.project}/{found.stack}, not of"
            f" {subject.project}/{subject.stack}"
        )
    return _by_urn(path, subject.project, subject.stack).get(subject.urn)


@lru_cache(maxsize=8)
def _state(path: str) -> tuple[State, str]:
    """Return the state in a file, or the reason why it is missing. Each file is read only once per run."""
    try:
        text, name = read_text(path, sys.stdin)
        return read_state(text, name=name), ""
    except TalendError as error:
        return _NOTHING, str(error)


@lru_cache(maxsize=8)
def _export(project: str, stack: str) -> tuple[State, str]:
    """Return the state of a stack, or the reason why it is missing.

    The first check that needs the state exports it, before any resource of the checked kinds has changed.
    """
    if os.environ.get(NO_ENGINE):
        return _NOTHING, ""
    try:
        return export_state(project, stack), ""
    except TalendError as error:
        return _NOTHING, str(error)


@lru_cache(maxsize=8)
def _by_urn(path: str, project: str, stack: str) -> dict[str, ManagedResource]:
    found, _ = _state(path) if path else _export(project, stack)
    return {one.urn: one for one in found.managed}
