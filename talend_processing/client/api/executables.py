"""Models and base classes for everything that can be executed: tasks, plans and promotions."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.client.api.crud import Endpoints
from talend_processing.client.api.environments import WorkspaceInfo
from talend_processing.client.errors import TalendError
from talend_processing.client.model import Model, Page
from talend_processing.client.operation import JsonObject, Operation
from talend_processing.client.paging import PAGE_SIZE, iterate_pages


class Executable(Model):
    """A task or a plan that can be executed."""

    executable: str
    """Id of the task or plan."""
    name: str | None = None
    description: str | None = None
    workspace: WorkspaceInfo | None = None


class ExecutionIdentifier(Model):
    """Response to the start of an execution."""

    execution_id: str


class StartRequest(Model):
    """Request that starts an execution.

    Fields that the class does not declare can be given too, under the API's names.
    """

    executable: str
    """Id of the task, plan or promotion."""

    def body_for(self, operation: Operation[object]) -> JsonObject:
        """Return the body of the request with the API's names as keys, without fields that are None.

        Raises:
            TalendError: The API would refuse the request.

        """
        body: JsonObject = self.model_dump(by_alias=True, exclude_none=True)
        if faults := list(self.faults()):
            raise TalendError(f"{operation.describe((), body)}: {'; '.join(faults)}", outcome="not_sent")
        return body

    def faults(self) -> Iterator[str]:
        """Yield the reasons for which the API would refuse the request, with advice."""
        if not self.executable:
            yield "executable is empty. Give the id of the task, plan or promotion"


class Executables(Endpoints):
    """Endpoints that list tasks or plans. The API's reference omits these operations."""

    LIST: Operation[Page[Executable]]

    def list(
        self, *, name: str | None = None, environment_id: str | None = None, workspace_id: str | None = None
    ) -> Iterator[Executable]:
        """Yield all tasks or plans that the arguments describe, each once. Fetch pages as they are needed.

        Args:
            name: Exact name; None for any.
            environment_id: Id of the environment; None for any.
            workspace_id: Id of the workspace; None for any.

        """
        filters = {"name": name, "environmentId": environment_id, "workspaceId": workspace_id}

        def fetch(offset: int) -> Page[Executable]:
            return self._dispatcher.call(
                self.LIST, parameters={**filters, "limit": PAGE_SIZE, "offset": offset}
            )

        return iterate_pages(fetch, lambda listed: listed.executable)
