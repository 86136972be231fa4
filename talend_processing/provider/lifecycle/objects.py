"""The lifecycle of an object in a collection: an engine, a cluster or a run profile."""

from __future__ import annotations

from talend_processing.provider.kinds.spec import ResourceSpec
from talend_processing.provider.lifecycle.create import Creates
from talend_processing.provider.lifecycle.delete import Deletes
from talend_processing.provider.lifecycle.lifecycle import lifecycle_of


class ObjectLifecycle(Creates, Deletes):
    """Create with POST, update with GET and PUT, delete with DELETE, read from a cached list or with GET.

    Subclasses for single kinds override some of these methods and class attributes:

    - `create_body`, `send_create`, `create_returns_id`, `resolve_refusal` for a create (`create.py`);
    - `list_key`, `listed_by`, `reads_from_list`, `entry_suffices`, `child_lists`, `with_omitted_values`
      for a read, and `is_same` for a look-up by natural key (`read.py`);
    - `act` for an update that is not a PUT (`update.py`);
    - `remedies`, `refusal_statuses`, `send_delete` for a delete (`delete.py`).
    """


def object_lifecycle(spec: ResourceSpec) -> ObjectLifecycle:
    """Return the lifecycle of a kind of objects.

    Raises:
        TypeError: The resources of this kind are not objects in a collection. Example: `ClusterMembership`.

    """
    lifecycle = lifecycle_of(spec)
    if not isinstance(lifecycle, ObjectLifecycle):
        raise TypeError(f"{spec.kind}: the resources of this kind are not objects in a collection")
    return lifecycle
