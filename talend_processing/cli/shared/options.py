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


_ADDRESS_OPTIONS: Final = ("--region", "--api-url")
OPTION_SETTINGS: Final = Parameter(
    negative_bool=(), negative_iterable=(), show_default=lambda value: value or None
)
"""Parser settings for all options: a flag has no form such as `--no-yes`, and help omits empty defaults."""

AsJson: TypeAlias = Annotated[bool, Parameter(name="--json", help="Print JSON on stdout.")]


def not_empty(_type: object, value: str | None) -> None:
    """Refuse an empty value, such as `--stack "$STACK"` if the variable is not set."""
    if value is not None and not value.strip():
        raise ValueError("It is empty")


NonEmptyText: TypeAlias = Annotated[str, Parameter(validator=not_empty)]
Id: TypeAlias = Annotated[str, Parameter(metavar="ID", validator=not_empty)]
"""The id of an object, as the API returns it."""


def _check_source(_type: object, value: str | tuple[str, ...] | None) -> None:
    for source in (value,) if isinstance(value, str) else value or ():
        not_empty(str, source)
        if source.startswith("-") and source != STDIN:
            raise ValueError(f"unknown option {source}")


DOCUMENT: Final = Parameter(allow_leading_hyphen=True, metavar="FILE", validator=_check_source)
"""An option for a file to read, or `-` for stdin. No file name may begin with a hyphen."""


def refuse_two_stdins(*sources: str | None) -> None:
    """Raise UsageError if more than one document would be read from stdin."""
    if sources.count(STDIN) > 1:
        raise UsageError("only one document can be read from stdin: give files for the others")


@Parameter(name="*")
@dataclass(frozen=True)
class Account:
    """The options that select the API's address. The credentials come from the environment.

    A command declares the parameter `account: Account = FROM_ENVIRONMENT`.

    Attributes:
        region: The region, such as eu. The default is TALEND_REGION.
        api_url: The address of the API. The default is TALEND_API_URL.

    """

    region: NonEmptyText | None = None
    api_url: NonEmptyText | None = None

    def settings(self) -> Settings:
        """Return the settings of the client, from the options and the environment.

        Raises:
            SettingsError: A setting is missing or malformed, or contradicts another.

        """
        address_options = dict(zip(_ADDRESS_OPTIONS, (self.region, self.api_url), strict=True))
        return Settings.load(
            {option: value for option, value in address_options.items() if value},
            os.environ,
            address=_ADDRESS_OPTIONS,
        )

    def client(self) -> TalendClient:
        """Create a client for a `with` statement. Print a warning if the region is unknown.

        Raises:
            SettingsError: A setting is missing or malformed, or contradicts another.

        """
        settings = self.settings()
        if warning := unknown_region_warning(settings.api_url):
            say(f"warning: {warning}")
        with fast_imports():
            from talend_processing.client.api.client import TalendClient  # noqa: PLC0415 - slow to import

        return TalendClient(settings)


FROM_ENVIRONMENT: Final = Account()
"""The account without options: the environment also gives the address."""
