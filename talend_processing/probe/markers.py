"""The names and descriptions by which the probe recognizes the objects that it created.

Both contain the id of the run. A name has the form `talend-probe-<id of the run>-<number>-<label>`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

PREFIX: Final = "talend-probe-"
_NAME: Final = re.compile(r"\s*talend-probe-([0-9a-f]{8})-(\d{2,4})-\S.*", re.DOTALL)
_DESCRIPTION: Final = re.compile(
    r"Temporary object of `talend-processing probe`, run ([0-9a-f]{8})\."
    r" Delete it if it is still there on (\d{4}-\d\d-\d\d)\."
)


def new_run_id() -> str:
    """Return a random id for a run of the probe."""
    return secrets.token_hex(4)


def name_of(run_id: str, number: int, label: str) -> str:
    """Return the name of an object, such as `talend-probe-0a1b2c3d-01-engine`."""
    return f"{PREFIX}{run_id}-{number:02}-{label}"


def description_of(run_id: str, now: float) -> str:
    """Return the description of an object that is created at `now`, in seconds since 1970."""
    day = datetime.fromtimestamp(now, UTC) + timedelta(days=1)
    return (
        f"Temporary object of `talend-processing probe`, run {run_id}."
        f" Delete it if it is still there on {day:%Y-%m-%d}."
    )


def run_id_of(record: Mapping[str, object]) -> str | None:
    """Return the id of the run that created an object, or None if the probe did not create it.

    The name and the description must have the probe's form and contain the same id.

    Example:
        >>> run_id_of({"name": "talend-probe-0a1b2c3d-01-engine", "description": "ours"}) is None
        True

    """
    name, description = record.get("name"), record.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        return None
    name_match, description_match = _NAME.fullmatch(name), _DESCRIPTION.fullmatch(description.strip())
    if name_match is None or description_match is None or name_match[1] != description_match[1]:
        return None
    return name_match[1]


def has_probe_name(record: Mapping[str, object]) -> bool:
    """Return whether an object's name has the probe's form. `run_id_of` also checks the description."""
    name = record.get("name")
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def has_number(record: Mapping[str, object], run_id: str, number: int) -> bool:
    """Return whether an object's name has the probe's form and contains this run id and number."""
    name = record.get("name")
    match = _NAME.fullmatch(name) if isinstance(name, str) else None
    return match is not None and match[1] == run_id and int(match[2]) == number


def created_at(record: Mapping[str, object]) -> float | None:
    """Return the creation time of an object in seconds since 1970, or None if it has no valid time."""
    text = record.get("createDate", record.get("creationDate"))
    if not isinstance(text, str):
        return None
    try:
        created = datetime.fromisoformat(text)
    except ValueError:
        return None
    return created.replace(tzinfo=created.tzinfo or UTC).timestamp()
