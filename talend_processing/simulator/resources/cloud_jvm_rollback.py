"""The JVM rollback, a setting of the account: whether Cloud Engines run tasks with the older Java version."""

from __future__ import annotations

from talend_processing.simulator.account.account import SINGLETONS
from talend_processing.simulator.http.operations import Call, operation
from talend_processing.simulator.http.responses import ApiError, Response, json_response, no_content
from talend_processing.simulator.http.validation import FLAG, Shape
from talend_processing.simulator.resources.engines.engines import PERMISSION

_PATH = "/processing/engines/cloud/jvm/rollback"
_NAME = "jobJvmRollback"
SINGLETONS[_NAME] = (FLAG, False)


def _require_available(call: Call) -> None:
    status = call.account.switches["cloud_jvm_rollback"]
    if status != "present":
        raise ApiError(int(str(status)), "The JVM rollback is not available")


@operation("get_cloud_jvm_rollback", "GET", _PATH, permission=PERMISSION, errors_without_body=True)
def get_cloud_jvm_rollback(call: Call) -> Response:
    """Return the setting."""
    _require_available(call)
    return json_response({_NAME: call.account.singletons[_NAME]})


@operation(
    "set_cloud_jvm_rollback",
    "PUT",
    _PATH,
    body=Shape({_NAME: FLAG}),
    permission=PERMISSION,
    errors_without_body=True,
)
def set_cloud_jvm_rollback(call: Call) -> Response:
    """Change the setting."""
    _require_available(call)
    call.account.singletons[_NAME] = call.body[_NAME]
    return no_content()
