"""The Java that tasks on Cloud Engines run on."""

from __future__ import annotations

from talend_processing.client.groups.verbs import Group
from talend_processing.client.models.engines import CloudJvm as Answered
from talend_processing.client.operations import cloud_jvm as operations


class CloudJvm(Group):
    """One setting of the account."""

    def get(self) -> Answered:
        """Whether tasks run on the older Java."""
        return self._caller.call(operations.GET)

    def set(self, job_jvm_rollback: bool) -> None:  # noqa: FBT001 - it is the setting
        """Let tasks run on the older Java, or on the default one."""
        self._caller.call(operations.SET, body={"jobJvmRollback": job_jvm_rollback})
