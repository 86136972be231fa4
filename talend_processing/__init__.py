"""Talend Cloud's Processing API as Pulumi resources.

Importing this package loads neither Pulumi nor the HTTP client. Public classes and functions are imported on
their first use. In a Pulumi program, only the functions of `lookups` load the HTTP client.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from talend_processing import components, lookups, operations, resources
from talend_processing.lazy import make_dir
from talend_processing.version import __version__

if TYPE_CHECKING:
    from talend_processing.components import *  # noqa: F403 - the names of __all__
    from talend_processing.lookups import *  # noqa: F403
    from talend_processing.operations import *  # noqa: F403
    from talend_processing.resources import *  # noqa: F403

__all__ = ["__version__"]
__all__ += resources.__all__
__all__ += operations.__all__
__all__ += components.__all__
__all__ += lookups.__all__

__dir__ = make_dir(globals())


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    for package in (resources, operations, components, lookups):
        if name in package.__all__:
            value = getattr(package, name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
