"""The classes that declare a policy. The policy's section of the reference is generated from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import Stack, Subject
from talend_processing.policies.settings import Setting, Settings

Level: TypeAlias = Literal["advisory", "mandatory", "remediate", "disabled"]
"""`advisory` warns of violations, `mandatory` makes the preview or update fail, `remediate` corrects the
resource, `disabled` does not check.
"""
Severity: TypeAlias = Literal["low", "medium", "high", "critical"]
Finding: TypeAlias = tuple[Subject, str]
"""A resource that violates a policy, and a sentence about the violation."""

Check: TypeAlias = Callable[[Subject, Settings], Iterable[str]]
"""Check one resource and yield a sentence for each violation. Values of the resource can be `UNKNOWN`."""
StackCheck: TypeAlias = Callable[[Stack, Settings], Iterable[Finding]]
"""Check all resources of a stack and yield a `Finding` for each violation."""
Remedy: TypeAlias = Callable[[Editable, Subject, Settings], None]
"""Correct the properties of one resource in place."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The fields that all policies have."""

    name: str
    """The name in config and messages, such as heap-within-limits."""
    says: str
    """The rule in one sentence."""
    why: str
    """The reason for the rule."""
    fix: str
    """What the user should do about a violation."""
    level: Level
    """The default level."""
    severity: Severity
    tags: tuple[str, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    limits: str = ""
    """What the policy cannot check, or checks only in part."""


@dataclass(frozen=True, kw_only=True)
class ResourcePolicy(Policy):
    """A policy that checks each resource by itself, before Pulumi changes it."""

    kinds: tuple[str, ...]
    """The kinds of resource to check, such as RemoteEngine."""
    check: Check
    remedy: Remedy | None = None
    """Corrects the resource at level `remediate`. Without a remedy, `remediate` acts like `mandatory`."""
    remedied: str = ""
    """What the remedy changes and what it leaves unchanged, as a text for the reference."""


@dataclass(frozen=True, kw_only=True)
class StackPolicy(Policy):
    """A policy that checks all resources of a stack together, at the end of each preview and each update."""

    check: StackCheck
