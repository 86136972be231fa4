"""Policies for these resources, as a pack that runs and as a module that other packs build on.

A pack of your own takes `policies(...)` and adds to it, policies of Pulumi's or `adapted(...)` ones.
Nothing that a program imports imports this.
"""

from __future__ import annotations

from talend_processing.policies.adaptor import adapted
from talend_processing.policies.declaration import ResourcePolicy, StackPolicy
from talend_processing.policies.errors import PolicyConfigError
from talend_processing.policies.overrides import policies
from talend_processing.policies.production import Production
from talend_processing.policies.registry import REGISTRY
from talend_processing.policies.settings import Setting, Settings
from talend_processing.policies.subject import Stack, Subject

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
