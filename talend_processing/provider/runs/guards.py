"""What must hold before anything starts, so that it cannot start twice."""

from __future__ import annotations

import os

from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.session.session import Session


def refuse_lost_state() -> None:
    """Refuse to start anything whose intent the engine does not save before.

    Raises:
        LifecycleError: It does not.

    """
    if os.environ.get("PULUMI_SKIP_CHECKPOINTS", "").lower() in {"1", "true"}:
        raise LifecycleError(
            "PULUMI_SKIP_CHECKPOINTS is set, so an interrupted `up` would forget that it has started a run"
            " and start it again. Unset it for programs with runs"
        )


def attend(session: Session, what: str) -> None:
    """Refuse to start anything once the engine is gone: another one may be at work already.

    It is asked right before the request goes: a token, the request limit or a pause may have taken minutes.

    Raises:
        LifecycleError: The engine is gone.

    """
    if not session.attended():
        raise LifecycleError(f"{what} was not started: the `pulumi` that asked for it is gone")
