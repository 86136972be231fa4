"""The old state of a stack, for policies that compare it with the new arguments.

Pulumi passes only the new arguments to a pack. The pack reads the old state from the file in the setting
`state`, or runs `pulumi stack export`. The export neither changes nor locks the stack.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import TEXT, Setting, Settings
from talend_processing.stack.document import read_text
from talend_processing.stack.export import SKIP_EXPORT, export_state
from talend_processing.stack.secret_markers import unwrapped_map
from talend_processing.stack.state import ManagedResource, State, read_state

STATE: Final = {
    "state": Setting(
        TEXT,
        "",
        "The absolute path of a file that `pulumi stack export` has written. Without a path, the pack runs"
        " that command itself, once in each preview or update.",
    )
}
"""The setting `state`, which every policy that uses the old state includes."""
_EMPTY_STATE: Final = State("", "", "", (), ())


class NoStateError(Exception):
    """The old state is not available. The message says why, and what to do."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}; run `pulumi stack export > FILE` and give the absolute path of FILE in the setting"
            " `state`"
        )


def find_in_state(settings: Settings, subject: Subject) -> ManagedResource | None:
    """Return a resource as it was before the change, or None if it is new.

    In a test of a pack there is no stack to export. Every resource is then new unless `state` is set.

    Raises:
        NoStateError: The setting `state` is not the absolute path of this stack's state, the export
            failed, or a secret in the state cannot be read.

    """
    path = settings.text("state")
    if path and not Path(path).is_absolute():
        raise NoStateError(
            "the setting `state` must be an absolute path, because a pack runs in another folder"
        )
    state, by_urn, error = _read(path, subject.project, subject.stack)
    if error:
        raise NoStateError(error)
    if state.stack and (state.project, state.stack) != (subject.project, subject.stack):
        raise NoStateError(
            f"{state.name} is the state of {state.project}/{state.stack}, not of"
            f" {subject.project}/{subject.stack}"
        )
    resource = by_urn.get(subject.urn)
    if resource is not None:
        try:
            unwrapped_map(resource.outputs)
        except (ValueError, RecursionError):
            what = f"the plaintext of a secret of {subject.name} is not JSON"
            raise NoStateError(f"{state.name}: {what}") from None
    return resource


@lru_cache(maxsize=8)
def _read(path: str, project: str, stack: str) -> tuple[State, dict[str, ManagedResource], str]:
    """Return the state, its resources by URN, and an error text, which is empty on success.

    The first result is cached, because Pulumi may have changed the state by the time of a later call.
    """
    state, message = _EMPTY_STATE, ""
    try:
        if path:
            text, name = read_text(path, sys.stdin)
            state = read_state(text, name=name)
        elif not os.environ.get(SKIP_EXPORT):
            state = export_state(project, stack)
    except TalendError as error:
        message = str(error)
    return state, {resource.urn: resource for resource in state.managed}, message
