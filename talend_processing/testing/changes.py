"""The change of each resource in a preview."""

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
    """The steps of a preview, one for each resource, without components and Pulumi's own resources."""

    steps: tuple[Step, ...]

    def of(self, op: str) -> tuple[Step, ...]:
        """Return the steps with this operation: create, update, replace, delete, same, read or import."""
        return tuple(step for step in self.steps if step.op == op)

    @property
    def made(self) -> tuple[Step, ...]:
        """The steps that change a resource."""
        return tuple(step for step in self.steps if step.op not in {"same", "read", "refresh"})


def read_changes(text: str) -> Changes:
    """Read the changes from the output of `pulumi preview --json --show-sames`.

    Raises:
        talend_processing.stack.document.DocumentError: The text is not a preview.

    """
    preview = read_preview(text)
    custom_urns = {
        step["urn"]
        for step in json.loads(text)["steps"]
        if (step.get("newState") or step.get("oldState") or {}).get("custom")
    }
    return Changes(
        tuple(
            step for step in preview.steps if step.urn in custom_urns and not step.type.startswith("pulumi:")
        )
    )


def label(step: Step) -> str:
    """Return class and name of a resource, such as `RemoteEngine etl-1`."""
    return f"{step.kind or step.type} {step.name}"


def source_line(step: Step) -> str:
    """Return where the program declares the resource, such as ` (__main__.py:9)`, or "" if unknown."""
    return f" ({step.position.path}:{step.position.line})" if step.position else ""


def changed_arguments(step: Step) -> frozenset[str]:
    """Return the Python names of the arguments that change. Changed secrets are not detected."""
    new = step.new or {}
    names = step.old_inputs.keys() | new.keys()
    return frozenset(_python_name(key) for key in names if not same(step.old_inputs.get(key), new.get(key)))


def values_of(step: Step) -> tuple[Mapping[str, object], Mapping[str, object]]:
    """Return the arguments before and after the change, by their Python names."""
    before, after = step.old_inputs, step.new or {}
    return (
        {_python_name(key): value for key, value in before.items()},
        {_python_name(key): value for key, value in after.items()},
    )


def _python_name(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
