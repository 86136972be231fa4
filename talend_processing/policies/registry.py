"""The list of all policies."""

from __future__ import annotations

from typing import Final

from talend_processing.policies.declaration import Policy
from talend_processing.policies.rules import (
    change_within_limits,
    descriptions_present,
    jvm_rollback_in_named_stacks,
    names_match_pattern,
    no_runs_in_read_only_stacks,
    no_secrets_in_plain_inputs,
)
from talend_processing.policies.rules.engines import (
    clusters_are_uniform,
    clusters_have_enough_members,
    paired_engines_not_replaced,
    production_engines_in_clusters,
    production_engines_protected,
)
from talend_processing.policies.rules.run_profiles import (
    databricks_within_limits,
    debugging_off_in_production,
    heap_within_limits,
    initial_heap_has_maximum,
    jvm_arguments_coherent,
    maximum_heap_kept,
    no_open_ports_in_production,
    no_removed_jvm_options,
    yarn_within_limits,
)

_MODULES: Final = (
    change_within_limits,
    clusters_are_uniform,
    clusters_have_enough_members,
    databricks_within_limits,
    debugging_off_in_production,
    descriptions_present,
    heap_within_limits,
    initial_heap_has_maximum,
    jvm_arguments_coherent,
    jvm_rollback_in_named_stacks,
    maximum_heap_kept,
    names_match_pattern,
    no_open_ports_in_production,
    no_removed_jvm_options,
    no_runs_in_read_only_stacks,
    no_secrets_in_plain_inputs,
    paired_engines_not_replaced,
    production_engines_in_clusters,
    production_engines_protected,
    yarn_within_limits,
)

REGISTRY: Final[dict[str, Policy]] = {module.POLICY.name: module.POLICY for module in _MODULES}
"""The policies of the pack by name."""
