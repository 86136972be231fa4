"""Does the API still have the JVM rollback of the Cloud Engines?

Calls: its GET, and with `--include-account-settings` a PUT of the current value, which changes nothing.
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
        "present": "None.",
        "*": "CloudJvmRollback cannot be used with this account. Remove it from programs. A refresh keeps its"
        " state, with a warning.",
    },
)
_PATH: Final = "/processing/engines/cloud/jvm/rollback"
_ABSENT: Final = frozenset({404, 405, 410})


def run(lab: Lab) -> None:
    """Read the setting, and write the same value back if the options allow that."""
    reply = lab.api.get(_PATH)
    if reply.status in _ABSENT:
        lab.observe(_ROLLBACK.name, str(reply.status))
        return
    value = lab.need(reply).record.get("jobJvmRollback")
    note = ""
    if lab.place.account_settings and isinstance(value, bool):
        written = lab.api.put(_PATH, {"jobJvmRollback": value})
        note = "writing it is accepted" if written.ok else f"writing it answers {written.status}"
    lab.observe(_ROLLBACK.name, "present", note=note)


EXPERIMENT: Final = Experiment(
    rules=(_ROLLBACK,),
    does="reads the JVM rollback of the Cloud Engines",
    run=run,
    calls=1,
)
