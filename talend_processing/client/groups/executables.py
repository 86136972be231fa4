"""Tasks and plans that can be executed."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.client.groups.verbs import Group
from talend_processing.client.models.executions import Executable
from talend_processing.client.models.model import Page
from talend_processing.client.operation import Operation
from talend_processing.client.operations import executables as operations
from talend_processing.client.paging import PAGE, paged


class Executables(Group):
    """Executables of one kind."""

    LIST: Operation[Page[Executable]]

    def list(
        self, *, name: str | None = None, environment_id: str | None = None, workspace_id: str | None = None
    ) -> Iterator[Executable]:
        """All that fit, page by page as they are read, each once.

        Args:
            name: Only those with this name.
            environment_id: Only those of this environment.
            workspace_id: Only those of this workspace.

        """
        filters = {"name": name, "environmentId": environment_id, "workspaceId": workspace_id}
        return paged(
            lambda offset: self._caller.call(self.LIST, query={**filters, "limit": PAGE, "offset": offset}),
            lambda found: found.executable,
        )


class Tasks(Executables):
    """Tasks that the token's user may see."""

    LIST = operations.LIST_TASKS


class Plans(Executables):
    """Plans that the token's user may see."""

    LIST = operations.LIST_PLANS
