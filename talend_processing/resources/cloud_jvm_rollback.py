"""The Java version of Cloud Engines."""

from __future__ import annotations

from talend_processing.provider.declare.declaration import TalendResource
from talend_processing.provider.declare.fields import Prop, option, prop
from talend_processing.provider.kinds.spec import Endpoint


class CloudJvmRollback(
    TalendResource,
    endpoint=Endpoint(
        "cloud_jvm",
        "Cloud JVM rollback",
        key=(),
        form="singleton",
        singleton_id="cloud-jvm-rollback",
    ),
):
    """The setting that lets Cloud Engines run tasks with Java 8 instead of their default, Java 11.

    Each account has this setting once. The API cannot create or delete it, only change it. Deleting the
    resource does not change the setting unless `value_on_delete` is given.

    Operations: `GET` and `PUT /processing/engines/cloud/jvm/rollback`.
    """

    job_jvm_rollback: Prop[bool] = prop()
    """True for Java 8, False for the default version."""
    value_on_delete: Prop[bool | None] = option(default=None)
    """The value of the setting after the resource is deleted. If omitted, the setting does not change."""
