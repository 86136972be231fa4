"""Where an object lives, what its natural key is, and what to call it in a message."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from talend_processing.provider.kinds.spec import Place, ResourceSpec
from talend_processing.provider.kinds.values import Inputs, Value, same
from talend_processing.provider.session.session import Key


def place_of(spec: ResourceSpec, values: Mapping[str, Value]) -> Place:
    """The collection and the parents' ids that an object's path is made of."""
    return spec.endpoint.collection, tuple(str(values[parent]) for parent in spec.endpoint.parents)


def listing_of(spec: ResourceSpec, values: Mapping[str, Value]) -> Place:
    """The list that an object stands in."""
    return spec.endpoint.listing(values) if spec.endpoint.listing else place_of(spec, values)


def key_of(spec: ResourceSpec, inputs: Inputs) -> Key:
    """The natural key that a create reserves."""
    listing = spec.endpoint.collection, listing_of(spec, inputs)[1]
    return listing, tuple(str(inputs.get(name)) for name in spec.endpoint.key)


def has_key(spec: ResourceSpec, inputs: Inputs, answer: Mapping[str, Value]) -> bool:
    """Whether an object of the API is the one that the arguments describe."""
    by_wire = {prop.wire: prop for prop in spec.arguments}
    if not all(same(inputs.get(name), by_wire[name].observe(answer)) for name in spec.endpoint.key):
        return False
    return spec.endpoint.same is None or spec.endpoint.same(inputs, answer)


def called(spec: ResourceSpec, values: Mapping[str, Value], object_id: str = "") -> str:
    """An object in words: `Remote Engine 'etl-1' (5c9…)`."""
    name = values.get("name")
    words = [spec.endpoint.noun]
    if isinstance(name, str):
        words.append(f"'{name}'")
    if object_id:
        words.append(f"({object_id})")
    return " ".join(words)


def age_of(answer: Mapping[str, Value], now: datetime | None = None) -> str:
    """How long an object has existed, as far as the API tells."""
    created = answer.get("createDate") or answer.get("creationDate")
    if not isinstance(created, str):
        return "of unknown age"
    try:
        since = (now or datetime.now(UTC)) - datetime.fromisoformat(created)
    except ValueError:
        return f"created {created}"
    hours = since.total_seconds() / 3600
    if hours < 1:
        return f"created {max(0, int(hours * 60))} min ago"
    return f"created {int(hours)} h ago" if hours < 48 else f"created {int(hours // 24)} days ago"  # noqa: PLR2004 - two days
