"""The section "Lifecycle" of a resource's reference page."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from talend_processing.provider.kinds.spec import ResourceSpec, Role
from talend_processing.provider.lifecycle.lifecycle import Lifecycle, lifecycle_of
from talend_processing.provider.lifecycle.objects import ObjectLifecycle


def lines(spec: ResourceSpec) -> Iterator[str]:
    """Yield the items of the section."""
    if spec.endpoint.run:
        yield "- **Create** does the work. A refresh may read. Nothing else calls the API."
        return
    lifecycle = lifecycle_of(spec)
    if spec.endpoint.form == "object":
        key = _natural_key(spec, lifecycle)
        yield f"- **Natural key:** {key}. A create looks for it first. `on_existing` decides what follows."
    else:
        yield "- **Create:** `on_existing` and `adopt_id` have no effect."
    put = [f"`{prop.name}`" for prop in spec.arguments if prop.is_put or prop.action]
    replace = [prop for prop in spec.arguments if prop.replace]
    yield f"- **A change updates:** {', '.join(put) or 'nothing, the API has no update'}."
    if replace:
        names = ", ".join(f"`{prop.name}`" for prop in replace)
        shown = ", ".join(f"`{prop.name}`" for prop in replace if prop.role is Role.BODY)
        drift = f" Drift in {'these' if shown == names else shown} is shown and never replaces the object."
        yield f"- **A change replaces:** {names}.{drift if shown else ''}"
    if spec.endpoint.dies_with_parent:
        yield "- **Delete:** if the parent is deleted too, the object is deleted with it, without a call."
    if isinstance(lifecycle, ObjectLifecycle) and lifecycle.remedies():
        statuses = " or ".join(map(str, lifecycle.refusal_statuses))
        steps = inspect.getdoc(lifecycle.remedies) or ""
        yield (
            f"- **Delete:** if the API refuses it with {statuses}, the provider does this and tries again:"
            f" {steps[0].lower()}{steps[1:]}"
        )


def _natural_key(spec: ResourceSpec, lifecycle: Lifecycle) -> str:
    """Return the arguments that identify an object, and those that select the objects to compare."""
    key = " + ".join(f"`{spec.python_name(part)}`" for part in (*spec.endpoint.parents, *spec.endpoint.key))
    if lifecycle.listed_by:
        selected = ", ".join(f"`{spec.python_name(part)}`" for part in lifecycle.listed_by)
        return f"{key}, among the objects that {selected} select"
    optional = any(prop.name == "workspace_id" and not prop.required for prop in spec.arguments)
    return f"{key}, and `workspace_id` if it is given" if optional else key
