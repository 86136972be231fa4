"""A Pulumi policy pack for the resources of talend-processing.

Your own pack can include these policies with `policies(...)`. To add a `ResourcePolicy` or `StackPolicy` of
your own, convert it with `adapted(...)`. Each name is imported on first use, so that
`python -m talend_processing.policies` can say in one line that the extra `policies` is not installed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from talend_processing.lazy import lazily

if TYPE_CHECKING:
    from talend_processing.policies.adaptor import adapted
    from talend_processing.policies.declaration import ResourcePolicy, StackPolicy
    from talend_processing.policies.overrides import policies
    from talend_processing.policies.production import Production
    from talend_processing.policies.registry import REGISTRY
    from talend_processing.policies.resource_view import Stack, Subject
    from talend_processing.policies.settings import PolicyConfigError, Setting, Settings

__all__ = [
    "REGISTRY",
    "PolicyConfigError",
    "Production",
    "ResourcePolicy",
    "Setting",
    "Settings",
    "Stack",
    "StackPolicy",
    "Subject",
    "adapted",
    "policies",
]

_MODULES: Final = {
    "REGISTRY": "registry",
    "PolicyConfigError": "settings",
    "Production": "production",
    "ResourcePolicy": "declaration",
    "Setting": "settings",
    "Settings": "settings",
    "Stack": "resource_view",
    "StackPolicy": "declaration",
    "Subject": "resource_view",
    "adapted": "adaptor",
    "policies": "overrides",
}

__getattr__, __dir__ = lazily(globals(), _MODULES)
