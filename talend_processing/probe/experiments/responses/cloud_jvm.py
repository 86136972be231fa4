"""Does the API still have the JVM rollback, a setting of the Cloud Engines?

Calls: the GET of the setting, and with `--include-account-settings` a PUT of its current value.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.lab import Lab

_ROLLBACK: Final = Rule(
    "cloud_jvm_rollback",
    "Does the API have the JVM rollback of the Cloud Engines?",
    "present",
    {
        "present": "No effect.",
        "*": "CloudJvmRollback cannot be used with this account. Remove the resource from programs. Until"
        " then, a refresh keeps the state of the resource and warns.",
    },
)
_PATH: Final = "/processing/engines/cloud/jvm/rollback"
_ABSENT: Final = frozenset({404, 405, 410})


def run(lab: Lab) -> None:
    """Read the setting. With `--include-account-settings`, also write the same value back."""
    reply = lab.api.get(_PATH)
    if reply.status in _ABSENT:
        lab.observe(_ROLLBACK.name, str(reply.status))
        return
    rollback = lab.require_success(reply).record.get("jobJvmRollback")
    note = ""
    if lab.target.account_settings and isinstance(rollback, bool):
        put_reply = lab.api.put(_PATH, {"jobJvmRollback": rollback})
        note = f"a PUT of the setting returned {put_reply.status}"
    lab.observe(_ROLLBACK.name, "present", note=note)


EXPERIMENT: Final = Experiment(
    rules=(_ROLLBACK,),
    summary="reads the JVM rollback of the Cloud Engines",
    run=run,
    calls=1,
)
