"""The one setting of the Cloud Engines: whether they run tasks with the older Java."""

from __future__ import annotations

from talend_processing.simulator.account.account import SETTINGS
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import Answer, ApiError, as_json, no_content
from talend_processing.simulator.http.validation import FLAG, Shape
from talend_processing.simulator.resources.engines.engines import PERMISSION

_PATH = "/processing/engines/cloud/jvm/rollback"
_NAME = "jobJvmRollback"
SETTINGS[_NAME] = (FLAG, False)


def _refuse_absent(call: Call) -> None:
    rule = call.world.switches["cloud_jvm_rollback"]
    if rule != "present":
        raise ApiError(int(str(rule)), "The JVM rollback is not available")


@operation("get_cloud_jvm_rollback", "GET", _PATH, permission=PERMISSION, bare_errors=True)
def get_cloud_jvm_rollback(call: Call) -> Answer:
    """The setting."""
    _refuse_absent(call)
    return as_json({_NAME: call.world.settings[_NAME]})


@operation(
    "set_cloud_jvm_rollback",
    "PUT",
    _PATH,
    body=Shape({_NAME: FLAG}),
    permission=PERMISSION,
    bare_errors=True,
)
def set_cloud_jvm_rollback(call: Call) -> Answer:
    """Change the setting."""
    _refuse_absent(call)
    call.world.settings[_NAME] = call.body[_NAME]
    return no_content()
