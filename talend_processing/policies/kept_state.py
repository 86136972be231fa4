"""A state that `pulumi stack export` wrote to a file, for policies that must know what there is."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from talend_processing.client.errors import TalendError
from talend_processing.policies.subject import Subject
from talend_processing.review.state import Held, State, read_state


class NoStateError(Exception):
    """There is no state to compare with; the text says why."""


def held(path: str, subject: Subject) -> Held | None:
    """What the state in a file holds of a resource; None if it is new.

    Raises:
        NoStateError: There is no such file, it is no state, or the state of another stack.

    """
    if not path:
        raise NoStateError("no state is given")
    if not Path(path).is_absolute():
        raise NoStateError("state must be an absolute path: a pack runs in a folder of its own")
    found = _state(path)
    if found.stack and (found.project, found.stack) != (subject.project, subject.stack):
        raise NoStateError(
            f"{path} is the state of {found.project}/{found.stack}, not of {subject.project}/{subject.stack}"
        )
    return _by_urn(path).get(subject.urn)


@lru_cache(maxsize=8)
def _state(path: str) -> State:
    """Read once: a pack's process lives for one run."""
    try:
        return read_state(Path(path).read_text(encoding="utf-8"), name=path)
    except (OSError, UnicodeDecodeError, TalendError) as error:
        raise NoStateError(" ".join(str(error).split())) from None


@lru_cache(maxsize=8)
def _by_urn(path: str) -> dict[str, Held]:
    return {one.urn: one for one in _state(path).held}
