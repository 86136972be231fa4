"""How a declaration lives: check, diff, create, read, update and delete, written once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.provider.host.adaptor import TalendProvider


def provider_for(kind: str) -> TalendProvider:
    """The provider of a kind of resource.

    State holds a reference to this function: its module and its name never change again. It is a plain
    function on purpose, since a cached one would be pickled by value.
    """
    from talend_processing.provider.host.adaptor import provider_of  # noqa: PLC0415 - importing stays cheap

    return provider_of(kind)
