"""Java version of Cloud Engines: one setting of the account."""

from __future__ import annotations

from talend_processing.client.api.crud import Endpoints
from talend_processing.client.model import Model
from talend_processing.client.operation import Operation

_PATH = "/processing/engines/cloud/jvm/rollback"
_PERMISSION = "TMC_CLUSTER_MANAGEMENT"


class CloudJvmSetting(Model):
    """Whether tasks on Cloud Engines run on the older Java version."""

    job_jvm_rollback: bool


class CloudJvm(Endpoints):
    """The Java version that tasks on Cloud Engines run on."""

    GET = Operation(
        method="GET",
        path=_PATH,
        summary="Reading the JVM rollback of Cloud Engines",
        result=CloudJvmSetting,
        permission=_PERMISSION,
    )
    SET = Operation(
        method="PUT",
        path=_PATH,
        summary="Setting the JVM rollback of Cloud Engines",
        result=type(None),
        permission=_PERMISSION,
    )

    def get(self) -> CloudJvmSetting:
        """Return the setting."""
        return self._dispatcher.call(self.GET)

    def set(self, job_jvm_rollback: bool) -> None:  # noqa: FBT001 - it is the setting
        """Change the setting.

        Args:
            job_jvm_rollback: True for the older Java version, False for the default one.

        """
        self._dispatcher.call(self.SET, body={"jobJvmRollback": job_jvm_rollback})
