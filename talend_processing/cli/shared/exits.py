"""The exit codes of all commands, and the error for wrong options."""

from __future__ import annotations

from enum import IntEnum

from talend_processing.client.errors import NotFoundError, SettingsError, TalendError
from talend_processing.stack.document import DocumentError


class UsageError(TalendError):
    """The command cannot run with the given options. Raised before anything is written."""

    def __init__(self, text: str) -> None:
        super().__init__(text, outcome="not_sent")


class Exit(IntEnum):
    """The result of a command, for scripts."""

    SUCCESS = 0
    """The command succeeded."""
    FAILED = 1
    """The command or the run failed, and no other code applies."""
    USAGE = 2
    """The command line, a setting or a given file is invalid, or a file cannot be read or written."""
    TIMEOUT = 3
    """The run did not end within the time limit. It continues."""
    REFUSED = 4
    """Nothing was started: the API refused to start the run, or the request could not be sent."""
    NOT_FOUND = 5
    """An execution, its executable or an object does not exist, or there is nothing to export or adopt."""
    UNKNOWN = 6
    """It is unknown whether the run has started, or how it ended. Check before you start it again."""
    DRIFT = 7
    """The account differs from the state."""
    RISK = 8
    """A change has at least the risk of `review --fail-on`."""
    PARTIAL = 9
    """Some objects were left out. The command has processed the others."""
    UNWATCHED = 10
    """The wait ended early: Ctrl-C, or an error such as 401. The run continues: use `--execution-id`."""

    @property
    def words(self) -> str:
        """The name of the exit code as words."""
        return self.name.lower().replace("_", " ")


def exit_of(error: TalendError) -> Exit:
    """Return the exit code for an error."""
    if isinstance(error, SettingsError | DocumentError | UsageError):
        return Exit.USAGE
    return Exit.NOT_FOUND if isinstance(error, NotFoundError) else Exit.FAILED
