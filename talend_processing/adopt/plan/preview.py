"""Preview the program in a folder, and read the resources that `pulumi up` would create."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from talend_processing.adopt.pulumi_command import Pulumi, PulumiError, first_error_of
from talend_processing.provider.kinds.values import Value
from talend_processing.stack.document import EACH, Shape, expect, parse_object
from talend_processing.stack.step import on_one_line

_STACK_TYPE: Final = "pulumi:pulumi:Stack"
_TYPE_PART: Final = "/talend:"
"""A part of the type token of all resources of this provider."""
_HINT: Final = "`pulumi preview --json` wrote it. A newer version of talend-processing may understand it"
_STEPS: Final[Shape] = {"steps": [{"op": str, "urn": str, "oldState": {"id": str, "type": str}}]}
_SAVED_PLAN: Final[Shape] = {
    "resourcePlans": {
        EACH: {
            "steps": [str],
            "state": dict,
            "goal": {"type": str, "name": str, "parent": str, "propertyDependencies": {EACH: [str]}},
        }
    }
}


@dataclass(frozen=True)
class Planned:
    """A resource that `pulumi up` would create."""

    urn: str
    type: str
    """Pulumi's type token."""
    name: str
    parent: str
    """The URN of its parent. For a resource without a parent, the URN of the stack."""
    inputs: Mapping[str, Value]
    """Its checked arguments in Pulumi's JSON form. Each secret is in plain text inside a marker."""
    references: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The URNs of the resources that each argument refers to."""
    component: bool = False

    @property
    def kind(self) -> str:
        """The class, such as `RemoteEngine`. Empty for resources of other providers and for components."""
        return _kind(self.type)


@dataclass(frozen=True)
class Preview:
    """The result of `pulumi preview`."""

    project: str
    stack: str
    creates: Mapping[str, Planned]
    """The resources to create, by URN."""
    operations: Mapping[str, str]
    """The operation on each resource, such as `create` or `same`, by URN."""
    managed: Mapping[str, tuple[str, str]]
    """The class and the id of each of this provider's resources in the state, by URN."""


def preview(pulumi: Pulumi) -> Preview:
    """Preview a program, and read the values of its secrets.

    Only the current user can read the file with these values, which is deleted afterwards.

    Raises:
        DocumentError: There is no pulumi, or its output is unexpected.
        PulumiError: The program or the preview failed.

    """
    with tempfile.TemporaryDirectory(prefix="talend-adopt-") as folder:
        plan_file = Path(folder) / "plan.json"
        steps = _preview_steps(pulumi, "--save-plan", str(plan_file), "--show-secrets")
        saved_plan = parse_object(plan_file.read_text(encoding="utf-8"), "the plan of the preview", _HINT)
    expect(saved_plan, _SAVED_PLAN, "the plan of the preview", _HINT)
    operations = _operations(steps)
    creates = {
        urn: one
        for urn, one in _creates(saved_plan.get("resourcePlans") or {})
        if operations.get(urn, "create") == "create"
    }
    stack, project = _stack_and_project([*operations, *creates])
    return Preview(project, stack, creates, operations, _managed(steps))


def operations_of(pulumi: Pulumi) -> dict[str, str]:
    """Preview a program, and return the operation on each resource, by URN.

    Raises:
        DocumentError: The output of pulumi is unexpected.
        PulumiError: The preview failed.

    """
    return _operations(_preview_steps(pulumi))


def _preview_steps(pulumi: Pulumi, *options: str) -> list[dict[str, Any]]:
    """Run `pulumi preview` and return its steps.

    Raises:
        DocumentError: There is no pulumi, or its output is unexpected.
        PulumiError: The program or the preview failed. The message contains the first error.

    """
    process = pulumi.attempt("preview", "--json", "--show-sames", *options)
    if process.returncode != 0:
        raise PulumiError(
            f"the preview of the program failed: {_failure(process.stdout) or first_error_of(process)}"
        )
    document = parse_object(process.stdout, "the preview", _HINT)
    expect(document, _STEPS, "the preview", _HINT)
    steps: list[dict[str, Any]] = document.get("steps") or []
    return steps


def _failure(stdout: str) -> str:
    """Return the first error of a preview on one line, or an empty text."""
    try:
        document = json.loads(stdout)
    except ValueError:
        return ""
    diagnostics = document.get("diagnostics") if isinstance(document, dict) else None
    errors = [
        str(one.get("message") or "")
        for one in (diagnostics if isinstance(diagnostics, list) else ())
        if isinstance(one, dict) and one.get("severity") == "error"
    ]
    # The last line of a traceback says what failed.
    lines = [line.strip() for text in errors[:1] for line in text.splitlines() if line.strip()]
    message = lines[-1] if lines and "Traceback" in errors[0] else " ".join(lines)
    return on_one_line(message.removeprefix("error: "))


def _operations(steps: list[dict[str, Any]]) -> dict[str, str]:
    return {str(step.get("urn")): str(step.get("op")) for step in steps}


def _managed(steps: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    managed = {}
    for step in steps:
        old_state = step.get("oldState") or {}
        kind = _kind(str(old_state.get("type") or ""))
        if kind and old_state.get("id"):
            managed[str(step.get("urn"))] = kind, str(old_state["id"])
    return managed


def _kind(type_token: str) -> str:
    return type_token.rpartition(":")[2] if _TYPE_PART in type_token else ""


def _creates(resource_plans: Mapping[str, Any]) -> Iterator[tuple[str, Planned]]:
    for urn, resource_plan in resource_plans.items():
        goal = resource_plan.get("goal") or {}
        if (
            resource_plan.get("steps") == ["create"]
            and goal.get("type") != _STACK_TYPE
            and "pulumi:providers:" not in urn
        ):
            references = goal.get("propertyDependencies") or {}
            yield (
                urn,
                Planned(
                    urn,
                    str(goal.get("type")),
                    str(goal.get("name")),
                    str(goal.get("parent") or ""),
                    resource_plan.get("state") or {},
                    {argument: tuple(urns or ()) for argument, urns in references.items()},
                    component=not goal.get("custom"),
                ),
            )


def _stack_and_project(urns: list[str]) -> tuple[str, str]:
    parts = urns[0].removeprefix("urn:pulumi:").split("::") if urns else ["", ""]
    return parts[0], parts[1]
