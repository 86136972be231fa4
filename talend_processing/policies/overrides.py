"""The policies of the pack, with levels and settings that the caller overrides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeAlias, cast, get_args

import pulumi_policy

from talend_processing.policies.adaptor import adapted
from talend_processing.policies.declaration import Level, Policy
from talend_processing.policies.production import ENVIRONMENTS, STACKS, Production
from talend_processing.policies.registry import REGISTRY
from talend_processing.policies.settings import PolicyConfigError, Settings, refuse_unknown
from talend_processing.provider.kinds.values import Value

LEVEL: Final = "enforcementLevel"
Override: TypeAlias = str | Mapping[str, Value]
"""A level, or settings which may include the level as `enforcementLevel`, as in Pulumi's config file."""


def policies(
    overrides: Mapping[str, Override] | None = None,
    *,
    production: Production | None = None,
    docs: str | None = None,
) -> list[pulumi_policy.Policy]:
    """Return the pack's policies, for use in another pack.

    Args:
        overrides: Levels and settings by policy name. A file for `--policy-pack-config` takes precedence.
        production: The definition of production, for all policies that use it.
        docs: The URL of a page with one section per policy. Pulumi links each policy to its section.

    Raises:
        PolicyConfigError: A policy, level or setting does not exist, or a value is invalid.

    """
    overrides = overrides or {}
    if unknown := sorted(overrides.keys() - REGISTRY.keys()):
        raise PolicyConfigError(
            f"unknown policy {', '.join(unknown)}; the policies are {', '.join(REGISTRY)}"
        )
    overridden = [
        _overridden(policy, overrides.get(name, {}), production) for name, policy in REGISTRY.items()
    ]
    return [adapted(policy, f"{docs}#{policy.name}" if docs else None) for policy in overridden]


def _overridden(policy: Policy, override: Override, production: Production | None) -> Policy:
    values = dict(override) if isinstance(override, Mapping) else {LEVEL: override}
    level = values.pop(LEVEL, policy.level)
    if level not in get_args(Level):
        raise PolicyConfigError(
            f"policy {policy.name}: {LEVEL} is {level!r}; the levels are {', '.join(get_args(Level))}"
        )
    refuse_unknown(policy.name, policy.settings, values)
    if production is not None and STACKS in policy.settings:
        values = {
            STACKS: list(production.stacks),
            ENVIRONMENTS: list(production.environments),
            **values,
        }
    Settings(policy.name, policy.settings, values)  # raises for an invalid value
    settings = {
        name: replace(setting, default=values.get(name, setting.default))
        for name, setting in policy.settings.items()
    }
    return replace(policy, level=cast("Level", level), settings=settings)
