"""The session and other state of the process in which Pulumi's dynamic provider host runs."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Final

from talend_processing.provider.host import grpc_server, progress
from talend_processing.provider.host.sdk_internals import internals_switched_off
from talend_processing.short_processes import fast_exit, fast_imports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from talend_processing.client.api.client import TalendClient
    from talend_processing.provider.session.session import Session

_MIN_WORKERS = 96
"""Least number of the host's threads: above any sensible `--parallel`, so a thread is free for Cancel."""


class Process:
    """The state of this process, which serves one `pulumi` command."""

    def __init__(self) -> None:
        self.session: Session | None = None
        """The session. None until the host configures the provider."""
        self.failed = False
        """Whether a call has failed. Then resources that use outputs of its resource may lack arguments."""
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
    if warning := unknown_region_warning(settings.api_url):
        progress.warn(warning)
    cancelled = threading.Event()
    adjusted = grpc_server.adjust(max(_MIN_WORKERS, settings.parallel), cancelled.set)
    if not adjusted and not internals_switched_off():
        progress.warn(
            "this pulumi SDK runs at most 4 calls of dynamic resources at once, and Ctrl-C waits for them"
        )

    def connect() -> TalendClient:
        # Importing the client takes longer than all other imports together.
        with fast_imports():
            from talend_processing.client.api.client import TalendClient  # noqa: PLC0415

        return TalendClient(settings, cancelled=cancelled)

    def wait(seconds: float) -> None:
        session.client.wait(seconds)

    session = Session(
        connect,
        api_url=settings.api_url,
        progress=progress.progress,
        warn=progress.warn,
        wait=wait,
        attended=progress.PulumiEngineCheck(),
        current_urn=progress.urn,
        list_delay=settings.list_delay,
    )
    return session
