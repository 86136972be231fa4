"""Support for a Pulumi program: the client for its look-ups, a check of credentials, and a fast exit."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pulumi
from pulumi.runtime import config

from talend_processing.provider.config_keys import CONFIG_KEYS, SECRET_KEYS
from talend_processing.provider.host.sdk_internals import under_mocks
from talend_processing.short_processes import fast_exit, fast_imports

if TYPE_CHECKING:
    from talend_processing.client.api.client import TalendClient
    from talend_processing.client.settings import Settings


_PROGRAM_RUNNER = "pulumi-language-python-exec"
"""The script with which Pulumi runs a Python program."""
_NOT_MOCKED = (
    "pulumi.runtime.set_mocks does not mock look-ups, which read a Talend account. In the test, point"
    " TALEND_API_URL and TALEND_ACCESS_TOKEN to a simulator (fixture talend_simulator), or replace the"
    " look-up (fixture monkeypatch)"
)


@functools.cache
def prepare_end_of_program() -> None:
    """Let the process of a program end quickly, and without a traceback if Pulumi interrupts it.

    Pulumi interrupts a program after it has reported that a resource failed. Python would then print a
    traceback that names no line of the program.
    """
    # Do this only in a process that Pulumi started: its command line contains the script.
    if _PROGRAM_RUNNER not in (Path(argument).name for argument in sys.orig_argv):
        return
    fast_exit()
    previous_hook = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            previous_hook(kind, error, trace)

    sys.excepthook = show


def refuse_plain_credentials() -> None:
    """Stop a program whose stack config contains a credential in plain text.

    Raises:
        pulumi.RunError: There is such a credential. The text names its key and the command that encrypts it.

    """
    for key in SECRET_KEYS:
        if config.get_config(key) and not config.is_config_secret(key):
            raise pulumi.RunError(
                f"{key} is in the stack's config in plain text. Encrypt it:"
                f" `pulumi config set --secret {key}`. Then revoke the old value: old versions of the"
                " config file may contain it"
            )


def program_client() -> TalendClient:
    """Return the client that all look-ups of a program share.

    Raises:
        pulumi.RunError: A setting is missing, malformed or contradictory, a credential is in plain text, or a
            unit test with mocks would read a real account.

    """
    with fast_imports():
        from talend_processing.client.errors import SettingsError  # noqa: PLC0415 - only look-ups need it
        from talend_processing.client.settings import Settings, is_loopback  # noqa: PLC0415

    refuse_plain_credentials()
    config_values = {key: value for key in CONFIG_KEYS if (value := config.get_config(key))}
    try:
        settings = Settings.load(config_values, os.environ)
    except SettingsError as error:
        raise pulumi.RunError(_NOT_MOCKED if under_mocks() else str(error)) from error
    if under_mocks() and not is_loopback(urlsplit(settings.api_url).hostname or ""):
        raise pulumi.RunError(_NOT_MOCKED)
    return client_for(settings)


@functools.lru_cache(maxsize=1)
def client_for(settings: Settings) -> TalendClient:
    """Return the shared client with these settings."""
    with fast_imports():
        from talend_processing.client.api.client import TalendClient  # noqa: PLC0415

    return TalendClient(settings)


@contextmanager
def reading(subject: str) -> Iterator[None]:
    """Convert a `TalendError` raised in the block to an error that Pulumi shows without a traceback.

    Args:
        subject: The object that the block looks up, for the error. Example: `Run profile 'stock'`.

    Raises:
        pulumi.RunError: The block raised a `TalendError`.

    """
    from talend_processing.client.errors import TalendError  # noqa: PLC0415

    try:
        yield
    except TalendError as error:
        raise pulumi.RunError(f"{subject} could not be looked up: {error}") from error
