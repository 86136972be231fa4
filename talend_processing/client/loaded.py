"""Groups of operations that are imported when they are first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, cast

from talend_processing.lazy import load

if TYPE_CHECKING:
    from talend_processing.client.api import TalendClient

GroupT = TypeVar("GroupT")


class Loaded(Generic[GroupT]):
    """One group of a client. A process needs few of them, and their models take long to import.

    Its class is called as the attribute is: `remote_engines` are `RemoteEngines`.

    Args:
        module: The module in `groups` that has the class.

    """

    def __init__(self, module: str) -> None:
        self._module = f"talend_processing.client.groups.{module}"

    def __set_name__(self, owner: type[TalendClient], attribute: str) -> None:
        self._attribute = attribute
        self._class = attribute.title().replace("_", "")

    def __get__(self, client: TalendClient, owner: type[TalendClient]) -> GroupT:
        group = load(self._module, self._class)(client.caller)
        # From now on Python finds the group itself; of two threads that made one, both get the first.
        return cast("GroupT", vars(client).setdefault(self._attribute, group))
