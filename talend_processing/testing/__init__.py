"""Test your own programs with a simulated account, temporary stacks on a real `pulumi`, and assertions.

A pytest plugin provides fixtures such as `talend_simulator`, `talend_stack` and `talend_pairing`. pytest
loads it where this package is installed. It imports the rest of the package only when a test uses a fixture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.provider.kinds.values import UNKNOWN
    from talend_processing.testing.assertions import (
        assert_changes,
        assert_creates,
        assert_deletes,
        assert_no_changes,
        assert_replaces,
        assert_updates,
    )
    from talend_processing.testing.changes import Changes
    from talend_processing.testing.installed import NoPulumiError, pulumi_folder
    from talend_processing.testing.machines import pairing
    from talend_processing.testing.policies import (
        Declared,
        PackError,
        PolicyPack,
        Remediation,
        Violation,
        policy_pack,
    )
    from talend_processing.testing.policy_values import SecretInput
    from talend_processing.testing.simulator_process import SimulatorProcess
    from talend_processing.testing.stack import Stack, StackError

__all__ = [
    "UNKNOWN",
    "Changes",
    "Declared",
    "NoPulumiError",
    "PackError",
    "PolicyPack",
    "Remediation",
    "SecretInput",
    "SimulatorProcess",
    "Stack",
    "StackError",
    "Violation",
    "assert_changes",
    "assert_creates",
    "assert_deletes",
    "assert_no_changes",
    "assert_replaces",
    "assert_updates",
    "pairing",
    "policy_pack",
    "pulumi_folder",
]

_MODULES = {
    "Changes": "changes",
    "Declared": "policies",
    "NoPulumiError": "installed",
    "PackError": "policies",
    "PolicyPack": "policies",
    "Remediation": "policies",
    "SecretInput": "policy_values",
    "SimulatorProcess": "simulator_process",
    "Stack": "stack",
    "StackError": "stack",
    "UNKNOWN": "policy_values",
    "Violation": "policies",
    "assert_changes": "assertions",
    "assert_creates": "assertions",
    "assert_deletes": "assertions",
    "assert_no_changes": "assertions",
    "assert_replaces": "assertions",
    "assert_updates": "assertions",
    "pairing": "machines",
    "policy_pack": "policies",
    "pulumi_folder": "installed",
}

__getattr__, __dir__ = lazily(globals(), _MODULES)
