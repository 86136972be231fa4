"""What the stack that runs this program manages already, by its own state."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi

_READ = "pulumi:pulumi:readStackResourceOutputs"
"""An invoke that the engine itself answers, as it does a StackReference."""

_PAUSES = (0.05, 0.1, 0.2, 0.4)
"""Seconds before each further look at a state that could not be read."""


def own_runtimes() -> set[str] | None:
    """The runtime ids of this stack's engines and clusters as of its last update; None if unreadable.

    It looks again before it gives up: a state that is kept in files cannot be read in the moment in which the
    engine writes it, and the engine writes it when an update begins.
    """
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    for pause in (*_PAUSES, None):
        try:
            answer: Any = pulumi.runtime.invoke(_READ, {"stackName": stack}).value
        except Exception as error:  # noqa: BLE001 - an engine that cannot do it, whatever it raises
            pulumi.log.debug(f"{_READ}: {error}")
            if pause is not None:
                time.sleep(pause)
        else:
            return set(_runtime_ids(answer))
    return None


def _runtime_ids(answer: Any) -> Iterator[str]:
    resources = answer.get("outputs") if isinstance(answer, Mapping) else None
    for resource in (resources or {}).values():
        if "/talend:" in str(resource.get("type")):
            runtime_id = resource.get("outputs", {}).get("runtimeId")
            if isinstance(runtime_id, str):
                yield runtime_id
