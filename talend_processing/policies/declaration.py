"""The declaration of a policy, from which its Pulumi form and its section of the reference are generated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import Stack, Subject
from talend_processing.policies.settings import Setting, Settings

Level: TypeAlias = Literal["advisory", "mandatory", "remediate", "disabled"]
"""The effect of a violation: a warning, a failure or a remedy. `disabled` turns the policy off."""
Severity: TypeAlias = Literal["low", "medium", "high", "critical"]
Finding: TypeAlias = tuple[Subject, str]
"""A resource, and a sentence about its violation."""

Check: TypeAlias = Callable[[Subject, Settings], Iterable[str]]
"""Check one resource and yield a sentence for each violation. The function must accept unknown values."""
StackCheck: TypeAlias = Callable[[Stack, Settings], Iterable[Finding]]
"""Check all resources of a stack and yield each violation with its resource."""
Remedy: TypeAlias = Callable[[Editable, Subject, Settings], None]
"""Correct the properties of one resource in place, where that is safe."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The fields that all policies have."""

    name: str
    """Its name in config and messages, such as heap-within-limits."""
    says: str
    """The rule in one sentence."""
    why: str
    """The reason for the rule."""
    fix: str
    """Advice on a violation."""
    level: Level
    """The default level."""
    severity: Severity
    tags: tuple[str, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    limits: str = ""
    """What the policy cannot check, or checks only in part."""


@dataclass(frozen=True, kw_only=True)
class ResourcePolicy(Policy):
    """A policy that checks one resource, before Pulumi changes it."""

    kinds: tuple[str, ...]
    """The kinds of resource that it checks."""
    check: Check
    remedy: Remedy | None = None
    """The remedy at level `remediate`. Without one, a violation at that level fails the `preview` or `up`."""
    remedied: str = ""
    """A text for the reference: what the remedy changes, and what it does not."""


@dataclass(frozen=True, kw_only=True)
class StackPolicy(Policy):
    """A policy that checks all resources together.

    Pulumi checks it at the end of a preview, and again at the end of the update that follows.
    """

    check: StackCheck
