"""Policies for these resources, as a pack that runs and as a module that other packs build on.

A pack of your own takes `policies(...)` and adds to it. Nothing that a program imports imports this.
"""

from __future__ import annotations

from talend_processing.policies.errors import PolicyConfigError
from talend_processing.policies.overrides import policies
from talend_processing.policies.production import Production
from talend_processing.policies.registry import REGISTRY

__all__ = ["REGISTRY", "PolicyConfigError", "Production", "policies"]
