"""Reading a state as `pulumi stack export` prints it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from talend_processing.review.errors import DocumentError
from talend_processing.review.step import Step, plain

_VERSIONS: Final = (3, 4)
_HOW = "make one with `pulumi stack export > state.json`"


@dataclass(frozen=True)
class Held:
    """One resource of this provider in a state, secrets and all."""

    urn: str
    kind: str
    object_id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    ignored: tuple[str, ...] = ()
    """What the program says to ignore changes of (Pulumi's option `ignore_changes`), by wire names."""


@dataclass(frozen=True)
class State:
    """What a stack's state holds."""

    name: str
    stack: str
    project: str
    steps: tuple[Step, ...]
    """Each resource as an unchanged step, without secrets."""
    held: tuple[Held, ...]


def read_state(text: str, *, name: str = "the state") -> State:
    """The state in a document's text.

    Raises:
        DocumentError: It is cut off, of something else, or of a version that is not known.

    """
    try:
        document = json.loads(text)
    except ValueError as error:
        where = f"line {getattr(error, 'lineno', 1)}"
        raise DocumentError(f"{name}, {where}: it is cut off or no JSON ({error}); {_HOW}") from None
    deployment = document.get("deployment") if isinstance(document, dict) else None
    if not isinstance(deployment, dict):
        raise DocumentError(f"{name}: it has no `deployment`, so it is no state of Pulumi; {_HOW}")
    if (version := document.get("version")) not in _VERSIONS:
        raise DocumentError(
            f"{name}: version {version} of the state is not known; {_VERSIONS[0]} and later are"
        )
    resources = deployment.get("resources") or []
    bad = [
        n for n, one in enumerate(resources) if not isinstance(one, dict) or "::" not in str(one.get("urn"))
    ]
    if bad:
        raise DocumentError(f"{name}, deployment.resources[{bad[0]}]: a resource must have a `urn`; {_HOW}")
    parts = str(resources[0]["urn"]).removeprefix("urn:pulumi:").split("::") if resources else ["", ""]
    # A resource that waits for its deletion shares its URN with its successor.
    live = [one for one in resources if not one.get("delete")]
    return State(
        name,
        parts[0],
        parts[1],
        tuple(_step(one) for one in live),
        tuple(held for one in live for held in _held(one)),
    )


def _step(one: Mapping[str, Any]) -> Step:
    from talend_processing.review.preview import position_of  # noqa: PLC0415 - previews read states too

    inputs, outputs = plain(one.get("inputs") or {}), plain(one.get("outputs") or {})
    assert isinstance(inputs, dict)  # noqa: S101 - narrows the type
    assert isinstance(outputs, dict)  # noqa: S101 - narrows the type
    return Step(
        op="same",
        urn=str(one["urn"]),
        old={**inputs, **outputs},
        new=inputs,
        old_inputs=inputs,
        object_id=str(one.get("id") or ""),
        parent=str(one.get("parent") or ""),
        references={str(k): tuple(v or ()) for k, v in (one.get("propertyDependencies") or {}).items()},
        position=position_of(one),
    )


def _held(one: Mapping[str, Any]) -> list[Held]:
    kind = str(one.get("type"))
    if "/talend:" not in kind:
        return []
    inputs, outputs = one.get("inputs") or {}, one.get("outputs") or {}
    ignored = tuple(map(str, one.get("ignoreChanges") or ()))
    return [
        Held(str(one["urn"]), kind.rpartition(":")[2], str(one.get("id") or ""), inputs, outputs, ignored)
    ]
