"""What a policy is, as plain data: Pulumi's policies, the pages and the tests are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from talend_processing.policies.editable import Editable
from talend_processing.policies.resource_view import Stack, Subject
from talend_processing.policies.settings import Setting, Settings

Level: TypeAlias = Literal["advisory", "mandatory", "remediate", "disabled"]
"""What a violation does: it warns, it stops the run, it is put right, or the policy does not run."""
Severity: TypeAlias = Literal["low", "medium", "high", "critical"]
Finding: TypeAlias = tuple[Subject, str]
"""What is wrong, and with which resource."""

Check: TypeAlias = Callable[[Subject, Settings], Iterable[str]]
"""Looks at one resource and yields a sentence for each violation. It must not take unknown for wrong."""
StackCheck: TypeAlias = Callable[[Stack, Settings], Iterable[Finding]]
"""Looks at all resources of a stack and yields each violation with its resource."""
Remedy: TypeAlias = Callable[[Editable, Subject, Settings], None]
"""Puts right what it safely can, in place."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What all policies have."""

    name: str
    """Its name in config and messages, such as heap-within-limits."""
    says: str
    """The rule in one sentence."""
    why: str
    """The reason, for its page."""
    fix: str
    """What to do about a violation."""
    level: Level
    """What a violation does unless config says otherwise."""
    severity: Severity
    tags: tuple[str, ...]
    settings: Mapping[str, Setting] = field(default_factory=dict)
    limits: str = ""
    """What it cannot see, for its page."""


@dataclass(frozen=True, kw_only=True)
class ResourcePolicy(Policy):
    """A policy that looks at one resource, before anything is done to it."""

    kinds: tuple[str, ...]
    """The kinds of resource that it looks at."""
    check: Check
    remedy: Remedy | None = None
    """What level `remediate` does; without one, a violation at that level stops the run."""
    remedied: str = ""
    """What the remedy does, for its page."""


@dataclass(frozen=True, kw_only=True)
class StackPolicy(Policy):
    """A policy that looks at all resources together: in a preview before, in an `up` after it is done."""

    check: StackCheck
