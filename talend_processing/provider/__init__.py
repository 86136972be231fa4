"""The provider: check, diff, create, read, update and delete for all declared resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talend_processing.provider.host.adaptor import TalendProvider


_PROVIDERS: dict[str, TalendProvider] = {}


def provider_for(kind: str) -> TalendProvider:
    """Return the single provider of a kind of resource, such as `RemoteEngine`.

    State contains a reference to this function, so its module and its name must never change. It must stay
    a plain function: Pulumi would pickle a function with `functools.cache` by value.
    """
    from talend_processing.provider.host import adaptor  # noqa: PLC0415 - keeps the import cheap

    return _PROVIDERS.get(kind) or _PROVIDERS.setdefault(kind, adaptor.TalendProvider(kind))
