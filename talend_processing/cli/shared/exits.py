"""The exit codes of all commands."""

from __future__ import annotations

from enum import IntEnum

from talend_processing.client.errors import NotFoundError, SettingsError, TalendError
from talend_processing.stack.errors import DocumentError


class UsageError(TalendError):
    """Options that do not go together; raised before any call."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


class Exit(IntEnum):
    """How a command ended, for scripts."""

    SUCCESS = 0
    """All is well."""
    FAILED = 1
    """The run failed, or something cannot be read or printed."""
    USAGE = 2
    """The command line, a setting, or a preview, state or seed that was given is wrong."""
    TIMEOUT = 3
    """The run had not ended in time. It goes on."""
    REFUSED = 4
    """The API refused to start the run; nothing was started."""
    NOT_FOUND = 5
    """There is no such task, plan, promotion, execution or object."""
    UNKNOWN = 6
    """Whether the run has started is not known. Look before you start it again."""
    DRIFT = 7
    """The account is not what the state says."""
    RISK = 8
    """A change is as risky as `review --fail-on` names, or more."""
    PARTIAL = 9
    """Some objects were left out, and the others are done."""
    UNWATCHED = 10
    """The API refused to show the run before its end, as with 401. It goes on: add `--execution-id`."""

    @property
    def words(self) -> str:
        """Its name for people."""
        return self.name.lower().replace("_", " ")


def exit_of(error: TalendError) -> Exit:
    """The code of an error that ends a command."""
    if isinstance(error, SettingsError | DocumentError | UsageError):
        return Exit.USAGE
    return Exit.NOT_FOUND if isinstance(error, NotFoundError) else Exit.FAILED
