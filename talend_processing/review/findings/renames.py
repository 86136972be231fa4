"""Find engines and clusters that are replaced only because of a new name, such as one with today's date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from talend_processing.graph.topology import RUNTIMES
from talend_processing.provider.kinds.registry import find
from talend_processing.provider.kinds.spec import Role
from talend_processing.provider.kinds.values import Value
from talend_processing.stack.step import Step, display_text

_MIN_DIGITS: Final = 4
"""A name with at least this many digits probably contains a date or a number that the program computes."""
_MEMBERS: Final = "remoteEngines"
_ADVICE: Final = "does the program compute the name, for instance from a date?"


def renames(steps: Iterable[Step]) -> dict[str, str]:
    """Return a sentence for each engine or cluster that is replaced only because its name changes.

    Args:
        steps: All steps of a preview.

    Returns:
        The sentences, by URN of the replaced resource. A deletion and a creation count as a replacement if
        the two resources have the same arguments, and names that differ only in their digits.

    """
    sentences: dict[str, str] = {}
    similar_steps: dict[str, dict[str, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for step in steps:
        if step.kind not in RUNTIMES or step.delete_pending:
            continue
        if step.op == "replace":
            old, new = step.old_inputs or step.old or {}, step.new or {}
            if old.get("name") != new.get("name") and _arguments(step, old) == _arguments(step, new):
                sentences[step.urn] = (
                    f"only the name changes since the last `up`, from `{display_text(old.get('name'))}` to"
                    f" `{display_text(new.get('name'))}`; everything else is equal: {_ADVICE}"
                )
        elif step.op in {"delete", "create"}:
            values = step.new if step.op == "create" else step.old_inputs or step.old
            name = str((values or {}).get("name"))
            # Many engines have equal arguments, so deletions and creations are matched by name too.
            if sum(map(str.isdigit, name)) >= _MIN_DIGITS:
                without_digits = re.sub(r"\d", "", name)
                key = f"{step.kind} {without_digits} {_arguments(step, values or {})}"
                similar_steps[key][step.op].append(step)
    for group in similar_steps.values():
        deleted, created = (sorted(group[op], key=lambda one: one.name) for op in ("delete", "create"))
        for old_step, new_step in zip(deleted, created, strict=False):
            new_name = new_step.values.get("name")
            if new_name != old_step.values.get("name"):
                sentences[old_step.urn] = (
                    f"`{display_text(new_name)}` is created with the same arguments, so only the name changes"
                    f" since the last `up`; everything else is equal: {_ADVICE}"
                )
    return sentences


def _arguments(step: Step, values: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Return the arguments that a create sends to the API, without the name and a cluster's members."""
    return [
        (prop.wire, repr(values[prop.wire]))
        for prop in find(step.kind).arguments
        if prop.wire not in {"name", _MEMBERS}
        and prop.role is Role.BODY
        and values.get(prop.wire) is not None
    ]
