"""The options that several commands share, and the client for the account that these options select."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

from cyclopts import Parameter

from talend_processing.cli.shared.exits import UsageError
from talend_processing.cli.shared.output import say
from talend_processing.client.regions import unknown_region_warning
from talend_processing.client.settings import Settings
from talend_processing.short_processes import fast_imports
from talend_processing.stack.document import STDIN

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient


_ADDRESS: Final = ("--region", "--api-url")
OPTION_DEFAULTS: Final = Parameter(
    negative_bool=(), negative_iterable=(), show_default=lambda value: value or None
)
"""The settings that options inherit: a flag has no negative form, and help omits empty default values."""

AsJson: TypeAlias = Annotated[bool, Parameter(name="--json", help="Print JSON on stdout.")]
"""The option for output in JSON."""


def not_empty(_type: object, value: str | None) -> None:
    """Refuse an empty value, so that an unset variable of a script does not count as an omitted option."""
    if value is not None and not value.strip():
        raise ValueError("It is empty")


NonEmptyText: TypeAlias = Annotated[str, Parameter(validator=not_empty)]
"""A text that must not be empty."""
Id: TypeAlias = Annotated[str, Parameter(metavar="ID", validator=not_empty)]
"""An id of the API."""


def _readable(_type: object, value: str | tuple[str, ...] | None) -> None:
    for source in (value,) if isinstance(value, str) else value or ():
        not_empty(str, source)
        if source.startswith("-") and source != STDIN:
            raise ValueError(f"unknown option {source}")


DOCUMENT: Final = Parameter(allow_leading_hyphen=True, metavar="FILE", validator=_readable)
"""A file to read, or `-` for stdin. No other value may begin with a hyphen."""


def refuse_two_stdins(*sources: str | None) -> None:
    """Raise UsageError if more than one document would be read from stdin."""
    if sources.count(STDIN) > 1:
        raise UsageError("only one document can be read from stdin: give files for the others")


@Parameter(name="*")
@dataclass(frozen=True)
class Account:
    """The address of the API. The credentials come from the environment.

    A command takes it as `account: Account = FROM_ENVIRONMENT`.

    Attributes:
        region: The region, such as eu. The default is TALEND_REGION.
        api_url: The address of the API. The default is TALEND_API_URL.

    """

    region: NonEmptyText | None = None
    api_url: NonEmptyText | None = None

    def settings(self) -> Settings:
        """Return the settings of a client.

        Raises:
            SettingsError: A setting is missing, malformed or contradicts another.

        """
        given = dict(zip(_ADDRESS, (self.region, self.api_url), strict=True))
        return Settings.load({k: v for k, v in given.items() if v}, os.environ, address=_ADDRESS)

    def client(self) -> TalendClient:
        """Return a client for the account, to be used in a `with` statement. Warn about an unknown region.

        Raises:
            SettingsError: A setting is missing, malformed or contradicts another.

        """
        settings = self.settings()
        if doubt := unknown_region_warning(settings.api_url):
            say(f"warning: {doubt}")
        with fast_imports():  # a command such as `--help` needs no client
            from talend_processing.client.api.client import TalendClient  # noqa: PLC0415

        return TalendClient(settings)


FROM_ENVIRONMENT: Final = Account()
"""The account if no option is given on the command line."""
