"""The pack's policies as Pulumi's, with other levels and settings where a pack wants them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, TypeAlias, cast, get_args

import pulumi_policy

from talend_processing.policies.adaptor import adapted
from talend_processing.policies.declaration import Level, Policy
from talend_processing.policies.errors import PolicyConfigError
from talend_processing.policies.production import ENVIRONMENTS, STACKS, Production
from talend_processing.policies.registry import REGISTRY
from talend_processing.policies.settings import Settings, refuse_unknown
from talend_processing.provider.kinds.values import Value

LEVEL: Final = "enforcementLevel"
Override: TypeAlias = str | Mapping[str, Value]
"""A level, or settings with or without `enforcementLevel`: what Pulumi's config file holds for a policy."""


def policies(
    overrides: Mapping[str, Override] | None = None,
    *,
    production: Production | None = None,
    docs: str | None = None,
) -> list[pulumi_policy.Policy]:
    """The pack's policies, for a pack of one's own.

    Args:
        overrides: Levels and settings by the name of a policy; a config file still overrides them.
        production: What counts as production, for all policies that ask.
        docs: The address of the page of the policies, with a section each, for Pulumi's metadata.

    Raises:
        PolicyConfigError: No policy or setting has such a name, or a value does not fit.

    """
    given = overrides or {}
    if unknown := sorted(given.keys() - REGISTRY.keys()):
        raise PolicyConfigError(f"no policy is called {', '.join(unknown)}; there are {', '.join(REGISTRY)}")
    made = [_overridden(policy, given.get(name, {}), production) for name, policy in REGISTRY.items()]
    return [adapted(policy, f"{docs}#{policy.name}" if docs else None) for policy in made]


def _overridden(policy: Policy, override: Override, production: Production | None) -> Policy:
    values = dict(override) if isinstance(override, Mapping) else {LEVEL: override}
    level = values.pop(LEVEL, policy.level)
    if level not in get_args(Level):
        raise PolicyConfigError(
            f"policy {policy.name}: {LEVEL} is {level!r}; it can be {', '.join(get_args(Level))}"
        )
    refuse_unknown(policy.name, policy.settings, values)
    if production is not None and STACKS in policy.settings:
        values = {
            STACKS: list(production.stacks),
            ENVIRONMENTS: list(production.environments),
            **values,
        }
    Settings(policy.name, policy.settings, values)
    settings = {
        name: replace(setting, default=values.get(name, setting.default))
        for name, setting in policy.settings.items()
    }
    return replace(policy, level=cast("Level", level), settings=settings)
