"""Policies for the resources of talend-processing, as a pack to run and as a module for other packs.

Your own pack can take this pack's policies from `policies(...)` and add its own: policies of Pulumi's
classes, or a `ResourcePolicy` or `StackPolicy`, which `adapted(...)` converts. The module imports each name
on first use, so that `python -m talend_processing.policies` can report in one line that the extra `policies`
is not installed.
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
