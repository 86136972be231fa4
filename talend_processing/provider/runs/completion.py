"""The end of a run: waited for as often as it takes, never started again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from talend_processing.client.errors import (
    ConnectionFailedError,
    NotFoundError,
    RateLimitError,
    RequestTimeoutError,
    ServerError,
)
from talend_processing.client.operation import JsonObject
from talend_processing.provider.declare.spec import ResourceSpec
from talend_processing.provider.declare.values import Inputs, Outputs, Value
from talend_processing.provider.errors import LifecycleError
from talend_processing.provider.lifecycle.lifecycles import Found
from talend_processing.provider.lifecycle.state import inputs_of, outputs
from talend_processing.provider.runs.kinds import KINDS, RunKind, is_final, progress_of
from talend_processing.provider.runs.wait_slots import Crowd, engine_slots
from talend_processing.provider.runs.watch import Watch
from talend_processing.provider.session.session import Session

EXPIRED = "EXPIRED"
_FORGOTTEN = timedelta(days=10)
"""The API forgets executions after 10 to 60 days; before that one that is not found is only late."""
_MARGIN = timedelta(minutes=5)
"""By how much clocks may differ when executions are listed by time."""
PASSING = (ConnectionFailedError, RequestTimeoutError, RateLimitError, ServerError)
"""Trouble that does not end a wait: the run goes on whatever becomes of one look."""


class Completion:
    """Waits for the end and keeps what is known of it."""

    def create(self, session: Session, spec: ResourceSpec, inputs: Inputs) -> tuple[str, Outputs]:
        """Wait for the run's end; a run that failed fails this too, if `on_failure` says so."""
        execution_id = str(inputs.get("executionId") or "")
        if not execution_id:
            answer = _never_began(inputs)
        elif inputs.get("wait") is False:
            answer = _glance(spec, session, inputs, execution_id)
        else:
            answer = _wait(session, spec, inputs, execution_id)
        _judge(session, spec, inputs, answer)
        outs = _state(session, spec, inputs, answer)
        return execution_id or str(inputs.get("startStatus")), outs

    def read(
        self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]
    ) -> Found | None:
        """What state holds of a run that has ended, else what it is now; it is never gone."""
        kind = _kind(spec)
        if olds.get("executionId") and olds.get("status") != EXPIRED and not is_final(kind, olds):
            answer = _glance(spec, session, olds, object_id)
            outs = {**olds, **_state(session, spec, _inputs(spec, olds), answer)}
            return Found(outs, inputs_of(spec, outs))
        return Found(dict(olds), inputs_of(spec, olds))

    def update(
        self,
        session: Session,
        spec: ResourceSpec,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Wait longer, or no longer; judge the end as the arguments say now."""
        kind = _kind(spec)
        answer: Mapping[str, Value] = olds
        waits = inputs.get("executionId") and inputs.get("wait") is not False
        if waits and olds.get("status") != EXPIRED and not is_final(kind, olds):
            answer = _wait(session, spec, inputs, object_id)
        _judge(session, spec, inputs, answer)
        return _state(session, spec, inputs, answer)

    def delete(self, session: Session, spec: ResourceSpec, object_id: str, olds: Mapping[str, Value]) -> None:
        """Nothing: the run goes on, or its history stays."""


def _kind(spec: ResourceSpec) -> RunKind:
    return KINDS[spec.endpoint.run]


def _inputs(spec: ResourceSpec, olds: Mapping[str, Value]) -> Inputs:
    return {prop.wire: olds[prop.wire] for prop in spec.arguments if prop.wire in olds}


def _state(session: Session, spec: ResourceSpec, inputs: Inputs, answer: Mapping[str, Value]) -> Outputs:
    status = answer.get("status") or _kind(spec).status(answer)
    return outputs(spec, inputs, {**answer, "status": status}, api_url=session.api_url)


def _never_began(inputs: Inputs) -> JsonObject:
    status = str(inputs.get("startStatus"))
    if message := inputs.get("message"):
        raise LifecycleError(str(message))
    return {"status": status}


def _what(spec: ResourceSpec, inputs: Mapping[str, Value]) -> str:
    return f"{spec.endpoint.run} {inputs.get('executable')} (execution {inputs.get('executionId')})"


def _judge(session: Session, spec: ResourceSpec, inputs: Inputs, answer: Mapping[str, Value]) -> None:
    kind = _kind(spec)
    status = str(answer.get("status") or kind.status(answer))
    if status not in kind.bad:
        return
    why = kind.why(answer)
    text = f"{_what(spec, inputs)} ended as {status}{': ' + why if why else ''}"
    if inputs.get("onFailure") == "record":
        session.warn(text)
        return
    raise LifecycleError(f"{text}. Put right what the error says, then change `triggers` to run it again")


def _glance(
    spec: ResourceSpec, session: Session, inputs: Mapping[str, Value], execution_id: str
) -> JsonObject:
    """What the run is now, without waiting."""
    found = _get(session, _kind(spec), inputs, execution_id)
    return found if found is not None else {"status": str(inputs.get("startStatus"))}


def _get(
    session: Session, kind: RunKind, inputs: Mapping[str, Value], execution_id: str
) -> JsonObject | None:
    """The execution; None if the API does not know it yet."""
    try:
        return kind.get(session.client, execution_id)
    except NotFoundError:
        if session.moment() - _began(inputs) < _FORGOTTEN:
            return None
        session.warn(f"The API has forgotten execution {execution_id} before its end was seen")
        return {"executionId": execution_id, "status": EXPIRED}


def _began(inputs: Mapping[str, Value]) -> datetime:
    return datetime.fromisoformat(str(inputs["intendedAt"]))


def _wait(session: Session, spec: ResourceSpec, inputs: Inputs, execution_id: str) -> JsonObject:
    kind = _kind(spec)
    timeout = float(str(inputs["waitTimeout"]))
    interval = min(float(str(inputs["pollInterval"])), timeout)
    watch: Watch = session.shared(
        f"watch {spec.endpoint.run}",
        lambda: Watch(lambda since: kind.latest(session.client, since), session.now),
    )
    crowd: Crowd = session.shared("crowd", lambda: Crowd(engine_slots()))
    began = session.now()
    try:
        while True:
            answer, trouble = _poll(lambda: _seen(session, kind, inputs, watch, execution_id, interval))
            if answer is not None and (is_final(kind, answer) or answer.get("status") == EXPIRED):
                return answer
            waited = session.now() - began
            seen = trouble or (progress_of(kind, answer) if answer else "not listed yet")
            if waited >= timeout:
                raise LifecycleError(
                    f"{_what(spec, inputs)} had not ended after {timeout:.0f} s (last seen: {seen}). It goes"
                    " on, and the next `pulumi up` waits for it; raise wait_timeout if it needs longer"
                )
            session.progress(f"{seen}, {_elapsed(waited)}")
            with crowd.joined():
                session.wait(min(interval, timeout - waited))
                if advice := crowd.advice():
                    session.warn(advice)
    finally:
        watch.leave(execution_id)


def _poll(read: Callable[[], JsonObject | None]) -> tuple[JsonObject | None, str]:
    """One look; trouble that may pass is told, and the wait goes on."""
    try:
        return read(), ""
    except PASSING as error:
        return None, f"could not be read ({error})"


def _seen(
    session: Session,
    kind: RunKind,
    inputs: Inputs,
    watch: Watch,
    execution_id: str,
    interval: float,
) -> JsonObject | None:
    """The execution: in full once it has ended, till then as the shared list shows it."""
    if kind.listed:
        listed = watch.look(execution_id, _began(inputs) - _MARGIN, interval)
        if listed is not None and not is_final(kind, listed):
            return listed
    # The list is no proof of absence: it is cut to its first page, and may lag.
    return _get(session, kind, inputs, execution_id)


def _elapsed(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
