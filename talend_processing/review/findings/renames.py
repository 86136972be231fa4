"""Engines and clusters that are replaced only because the program computes a new name for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from talend_processing.graph.topology import RUNTIMES
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.spec import Role
from talend_processing.provider.kinds.values import Value
from talend_processing.stack.step import Step, shown

_DIGITS: Final = 4
"""Minimum number of digits in a name that the program probably computes. A year has four."""
_MEMBERS: Final = "remoteEngines"
_ADVICE: Final = "does the program compute the name, for instance from a date?"


def renames(steps: Iterable[Step]) -> dict[str, str]:
    """Return a sentence for each engine or cluster that is replaced only because its name changes.

    Args:
        steps: All steps of a preview.

    Returns:
        The sentences, by URN of the replaced resource. A deleted resource counts as replaced if a resource
        with the same arguments, and with a name that differs only in its digits, is created.

    """
    found: dict[str, str] = {}
    candidates: dict[str, dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for step in steps:
        if step.kind not in RUNTIMES or step.delete_pending:
            continue
        if step.op == "replace":
            old, new = step.old_inputs or step.old or {}, step.new or {}
            if old.get("name") != new.get("name") and _arguments(step, old) == _arguments(step, new):
                found[step.urn] = (
                    f"only the name changes since the last `up`, from `{shown(old.get('name'))}` to"
                    f" `{shown(new.get('name'))}`; everything else is equal: {_ADVICE}"
                )
        elif step.op in {"delete", "create"}:
            values = step.new if step.op == "create" else step.old_inputs or step.old
            name = str((values or {}).get("name"))
            # Engines often have equal arguments, so only names with a date or long number are matched.
            if sum(map(str.isdigit, name)) >= _DIGITS:
                alike = re.sub(r"\d", "", name)
                candidates[f"{step.kind} {alike} {_arguments(step, values or {})}"][step.op].append(step)
    for same in candidates.values():
        deleted, created = (sorted(same[op], key=lambda one: one.name) for op in ("delete", "create"))
        for old_step, new_step in zip(deleted, created, strict=False):
            new_name = new_step.values.get("name")
            if new_name != old_step.values.get("name"):
                found[old_step.urn] = (
                    f"`{shown(new_name)}` is created with the same arguments, so only the name changes since"
                    f" the last `up`; everything else is equal: {_ADVICE}"
                )
    return found


def _arguments(step: Step, values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return the arguments that the object is created with, except its name and its members.

    The members depend on other resources. Arguments such as `on_existing` are not sent to the API.
    """
    return [
        (prop.wire, repr(values[prop.wire]))
        for prop in find(step.kind).arguments
        if prop.wire not in {"name", _MEMBERS}
        and prop.role is Role.BODY
        and values.get(prop.wire) is not None
    ]
