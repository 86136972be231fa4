"""Operations on the Cloud Engine's Java."""

from __future__ import annotations

from talend_processing.client.models.engines import CloudJvm
from talend_processing.client.operation import Operation

GET = Operation(
    id="cloud_jvm.get",
    method="GET",
    path="/processing/engines/cloud/jvm/rollback",
    doing="Reading the JVM rollback of Cloud Engines",
    answer=CloudJvm,
    permission="TMC_CLUSTER_MANAGEMENT",
)
SET = Operation(
    id="cloud_jvm.set",
    method="PUT",
    path="/processing/engines/cloud/jvm/rollback",
    doing="Setting the JVM rollback of Cloud Engines",
    answer=type(None),
    success=(204,),
    permission="TMC_CLUSTER_MANAGEMENT",
)

CLOUD_JVM = (
    GET,
    SET,
)
