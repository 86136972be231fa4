"""What a preview would change, resource by resource."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from talend_processing.provider.kinds.values import same
from talend_processing.stack.preview import read_preview
from talend_processing.stack.step import Step


@dataclass(frozen=True)
class Changes:
    """The resources of a preview; components and what Pulumi itself keeps are not among them."""

    steps: tuple[Step, ...]

    def of(self, op: str) -> tuple[Step, ...]:
        """Those to which an `up` would do this: create, update, replace, delete, same, read or import."""
        return tuple(step for step in self.steps if step.op == op)

    @property
    def made(self) -> tuple[Step, ...]:
        """Those that an `up` would touch."""
        return tuple(step for step in self.steps if step.op not in {"same", "read", "refresh"})


def read_changes(text: str) -> Changes:
    """The changes in what `pulumi preview --json --show-sames` printed.

    Raises:
        talend_processing.stack.errors.DocumentError: It is no preview.

    """
    preview = read_preview(text)
    real = {
        step["urn"]
        for step in json.loads(text)["steps"]
        if (step.get("newState") or step.get("oldState") or {}).get("custom")
    }
    return Changes(
        tuple(step for step in preview.steps if step.urn in real and not step.type.startswith("pulumi:"))
    )


def called(step: Step) -> str:
    """A resource as failures name it: `RemoteEngine etl-1`."""
    return f"{step.kind or step.type} {step.name}"


def place(step: Step) -> str:
    """The line that declares it, where it is known."""
    return f" ({step.position.path}:{step.position.line})" if step.position else ""


def changed_arguments(step: Step) -> frozenset[str]:
    """The arguments that change, by their names in Python. A changed secret is not seen."""
    new = step.new or {}
    names = step.old_inputs.keys() | new.keys()
    return frozenset(_snake(key) for key in names if not same(step.old_inputs.get(key), new.get(key)))


def values_of(step: Step) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """The arguments before and after, by their names in Python."""
    before, after = step.old_inputs, step.new or {}
    return {_snake(k): v for k, v in before.items()}, {_snake(k): v for k, v in after.items()}


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
