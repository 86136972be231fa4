"""The state before a change, for policies that compare with it.

Pulumi passes only the new arguments to a pack. Unless the config names a file with the state, the pack
therefore runs `pulumi stack export`, which changes and locks nothing. The project and the stack come from the
URN of the resource, and the pack inherits the environment of `pulumi`.
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
from talend_processing.stack.export import NO_ENGINE, export_state
from talend_processing.stack.state import ManagedResource, State, read_state

STATE: Final = {
    "state": Setting(
        TEXT,
        "",
        "The absolute path of a file that `pulumi stack export` has written. Without one, the pack runs that"
        " command itself, once per run, when it first needs the state.",
    )
}
"""The setting that names a file with the state. Every policy that compares with the state has it."""
_NOTHING: Final = State("", "", "", (), ())


class NoStateError(Exception):
    """No state is available for the comparison. The message gives the reason and the remedy."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}; give `pulumi stack export > FILE` as state")


def find_in_state(settings: Settings, subject: Subject) -> ManagedResource | None:
    """Return a resource as it was before the change, or None if it is new.

    In a test of a pack there is no stack to export, so every resource counts as new unless the setting
    names a file.

    Raises:
        NoStateError: The path is not absolute, the file cannot be read or is not a state, or is a state of
            another stack, or the export failed.

    """
    path = settings.text("state")
    if path and not Path(path).is_absolute():
        raise NoStateError("state must be an absolute path, because a pack runs in another folder")
    found, by_urn, why = _read(path, subject.project, subject.stack)
    if why:
        raise NoStateError(why)
    if found.stack and (found.project, found.stack) != (subject.project, subject.stack):
        raise NoStateError(
            f"{found.name} is the state of {found.project}/{found.stack}, not of"
            f" {subject.project}/{subject.stack}"
        )
    return by_urn.get(subject.urn)


@lru_cache(maxsize=8)
def _read(path: str, project: str, stack: str) -> tuple[State, dict[str, ManagedResource], str]:
    """Return a state, its resources by URN, and the reason if no state is available.

    The result is cached at the first check. Pulumi checks each resource before changing it, so the cached
    state contains every checked resource as it was before.
    """
    found, why = _NOTHING, ""
    try:
        if path:
            text, name = read_text(path, sys.stdin)
            found = read_state(text, name=name)
        elif not os.environ.get(NO_ENGINE):
            found = export_state(project, stack)
    except TalendError as error:
        why = str(error)
    return found, {one.urn: one for one in found.managed}, why
