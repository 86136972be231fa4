"""The state that all calls of the host's process share: the session, and whether a call has failed."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

from talend_processing.provider.host import grpc_server, progress
from talend_processing.provider.host.sdk_internals import switched_off
from talend_processing.short_processes import fast_exit, fast_imports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talend_processing.client.api.client import TalendClient
    from talend_processing.provider.session.session import Session

_WORKERS = 96
"""Threads of the host: more than any sensible `--parallel`, so that Cancel and short calls get a thread."""


class Process:
    """The state of the host's process, which serves one `pulumi` command."""

    def __init__(self) -> None:
        self.session: Session | None = None
        """The session, once the host has configured the provider."""
        self.failed = False
        """Whether a call has failed. Resources that use outputs of a failed resource then lack arguments."""
        self._lock = threading.Lock()

    def open_session(self, config: Mapping[str, str]) -> None:
        """Open the session, unless it is open already.

        Raises:
            SettingsError: A setting is missing or malformed, or contradicts another.

        """
        with self._lock:
            if self.session is None:
                fast_exit()
                session = _new_session(config)
                session.lists.start_read_ahead()
                self.session = session


PROCESS: Final = Process()


def _new_session(config: Mapping[str, str]) -> Session:
    from talend_processing.client.regions import unknown_region_warning  # noqa: PLC0415 - only the host needs it
    from talend_processing.client.settings import Settings  # noqa: PLC0415
    from talend_processing.provider.session.session import Session  # noqa: PLC0415

    settings = Settings.load(config, os.environ)
    if doubt := unknown_region_warning(settings.api_url):
        progress.warn(doubt)
    cancelled = threading.Event()
    adjusted = grpc_server.adjust(max(_WORKERS, settings.parallel), cancelled.set)
    if not adjusted and not switched_off():
        progress.warn(
            "this pulumi SDK runs at most 4 calls of dynamic resources at once, and Ctrl-C waits for them"
        )

    def connect() -> TalendClient:
        # The client's libraries take longer to import than everything else of this package.
        with fast_imports():
            from talend_processing.client.api.client import TalendClient  # noqa: PLC0415

        return TalendClient(settings, cancelled=cancelled)

    def wait(seconds: float) -> None:
        opened.client.wait(seconds)

    opened = Session(
        connect,
        api_url=settings.api_url,
        progress=progress.progress,
        warn=progress.warn,
        wait=wait,
        attended=progress.Attendance(),
        current_urn=progress.urn,
        list_delay=settings.list_delay,
    )
    return opened
