"""The exit codes of all commands, and the error for wrong options."""

from __future__ import annotations

from enum import IntEnum

from talend_processing.client.errors import NotFoundError, SettingsError, TalendError
from talend_processing.stack.document import DocumentError


class UsageError(TalendError):
    """The command cannot run with these options. Raised before the command writes anything."""

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
    """The run did not end within the time limit, and continues."""
    REFUSED = 4
    """Nothing was started: the API refused to start the run, or the request could not be sent."""
    NOT_FOUND = 5
    """An object, such as a task or an execution, does not exist, or there is nothing to export or adopt."""
    UNKNOWN = 6
    """It is unknown whether the run has started, or how it ended. Look in Talend before another start."""
    DRIFT = 7
    """The account differs from the state."""
    RISK = 8
    """A change has at least the risk of `review --fail-on`."""
    PARTIAL = 9
    """Some objects were left out of an export or an adoption. The others were processed."""
    UNWATCHED = 10
    """Ctrl-C or an error such as 401 ended the wait. The run continues: wait again with `--execution-id`."""

    @property
    def words(self) -> str:
        """The name in lower case, with spaces, such as `not found`."""
        return self.name.lower().replace("_", " ")


def exit_of(error: TalendError) -> Exit:
    """Return the exit code for an error."""
    if isinstance(error, SettingsError | DocumentError | UsageError):
        return Exit.USAGE
    return Exit.NOT_FOUND if isinstance(error, NotFoundError) else Exit.FAILED
