"""Import the objects that a plan adopts, and verify the result by a preview."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from talend_processing.adopt.plan.import_file import import_document, write_private
from talend_processing.adopt.plan.matching import name_of
from talend_processing.adopt.plan.model import Plan
from talend_processing.adopt.plan.preview import Preview, operations_of
from talend_processing.adopt.pulumi_command import Pulumi

_IMPORT_OPTIONS: Final = ("--generate-code=false", "--protect=false", "--skip-preview", "--yes")
_ONE_WRITE: Final = {"PULUMI_SKIP_CHECKPOINTS": "true"}
"""With this variable, Pulumi saves the state only at the end: the state has all of the objects or none."""
_EXPECTED: Final = {"identical": "same", "changed": "update"}
"""The operation that the next preview shows for an imported resource, by its status in the plan."""


def import_plan(pulumi: Pulumi, plan: Plan, preview: Preview) -> None:
    """Import the objects that a plan adopts into the stack's state.

    Only the current user can read the import file, which is deleted afterwards.

    Raises:
        PulumiError: Pulumi refused the import.

    """
    with tempfile.TemporaryDirectory(prefix="talend-adopt-") as folder:
        path = Path(folder) / "import.json"
        write_private(path, import_document(plan, preview))
        pulumi.run("import", "--file", str(path), *_IMPORT_OPTIONS, environ=_ONE_WRITE)


def deviations(pulumi: Pulumi, plan: Plan, preview: Preview) -> list[str]:
    """Preview the program after the import, and describe each operation that deviates from the plan.

    Raises:
        DocumentError: The output of pulumi is unexpected.
        PulumiError: The preview failed.

    """
    return list(_deviations(operations_of(pulumi), plan, preview.operations))


def _deviations(after: Mapping[str, str], plan: Plan, before: Mapping[str, str]) -> Iterator[str]:
    """Compare the operations of the previews before and after the import, both by URN."""
    expected_operations = {one.planned.urn: _EXPECTED[one.status] for one in plan.adopted}
    for urn, operation in sorted(after.items()):
        expected = expected_operations.get(urn)
        if expected is not None and operation != expected:
            yield f"{name_of(urn)}: expected {expected}, but the preview says {operation}"
        elif expected is None and operation not in {"same", before.get(urn, "same")}:
            earlier = before.get(urn, "nothing")
            yield f"{name_of(urn)}: the preview says {operation}, but before the import it said {earlier}"
    for urn in sorted(expected_operations.keys() - after.keys()):
        yield f"{name_of(urn)}: imported, but no longer in the preview"
