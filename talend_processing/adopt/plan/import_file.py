"""The file for `pulumi import`: the inputs and outputs of each adopted object."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from talend_processing.adopt.plan.model import Plan
from talend_processing.adopt.plan.preview import Planned, Preview
from talend_processing.client.errors import TalendError

_OWNER_ONLY = 0o600


def import_document(plan: Plan, preview: Preview) -> dict[str, Any]:
    """Return the import file for the objects that a plan adopts.

    It also contains their parent components, unless the state has them. `logicalName` is the Pulumi name.
    Two resources may have the same Pulumi name, so each entry also has a unique `name`, for example `r0`.
    """
    entries: list[dict[str, Any]] = []
    entry_names: dict[str, str] = {}
    urns_in_state: dict[str, str] = {}
    decisions = {one.planned.urn: one for one in plan.adopted}

    def add(planned: Planned) -> None:
        """Add a resource after its parent."""
        if planned.urn in entry_names:
            return
        parent = preview.creates.get(planned.parent)
        if parent is not None:
            add(parent)
        entry_names[planned.urn] = f"r{len(entry_names)}"
        decision = decisions.get(planned.urn)
        entry: dict[str, Any] = {
            "type": planned.type,
            "name": entry_names[planned.urn],
            "logicalName": planned.name,
        }
        if decision is None:
            entry["component"] = True
        else:
            entry |= {"id": decision.object_id, "inputs": decision.inputs, "outputs": decision.outputs}
        if parent is not None:
            entry["parent"] = entry_names[parent.urn]
        elif planned.parent and "::pulumi:pulumi:Stack::" not in planned.parent:
            entry["parent"] = entry_names.setdefault(planned.parent, f"p{len(urns_in_state)}")
            urns_in_state[entry["parent"]] = planned.parent
        entries.append(entry)

    for decision in plan.adopted:
        add(decision.planned)
    return {"nameTable": urns_in_state, "resources": entries}


def write_private(path: Path, document: dict[str, Any]) -> None:
    """Write a document, which may hold secrets, into a new file that only this user can read.

    Raises:
        TalendError: The file exists already, or cannot be written.

    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1, ensure_ascii=False)
    except FileExistsError:
        raise TalendError(f"{path} exists already; remove it first", outcome="not_sent") from None
    except OSError as error:
        raise TalendError(f"{path} cannot be written: {error.strerror or error}") from None
