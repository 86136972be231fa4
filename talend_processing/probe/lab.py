"""The state that the experiments of one run share: the API, throw-away objects, and findings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final
from urllib.parse import quote

from talend_processing.client.errors import ApiError, CallError, RequestTimeoutError
from talend_processing.probe.api import Api, Record, Reply
from talend_processing.probe.experiment import (
    CLUSTER_MANAGEMENT,
    PROFILE_MANAGEMENT,
    Finding,
    NotObservedError,
    Observed,
    Rule,
    Unobserved,
    Value,
)
from talend_processing.probe.kinds import (
    CLUSTER,
    CLUSTER_PROFILE,
    ENGINE,
    ENGINE_PROFILE,
    PIPELINE_ENGINE,
    Kind,
)
from talend_processing.probe.place import Place
from talend_processing.probe.removal import Thing
from talend_processing.probe.sandbox import Sandbox

REFUSALS: Final = frozenset({400, 409, 422})
"""Statuses that refuse the contents of a request, not its credentials."""
POLL_PAUSES: Final = (0.5, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Pauses between polls, about one minute in total."""
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403


def no_answer(error: CallError) -> str:
    """Return why a call got no response or was not sent, without naming the host."""
    if isinstance(error, ApiError):
        return f"a new token was refused ({error.status})"
    if isinstance(error, RequestTimeoutError):
        return "the API did not respond in time"
    return "the API could not be reached, or the connection broke"


class TokenRefusedError(NotObservedError):
    """The API no longer accepts the token, so no further call can succeed."""


class Lab:
    """The API, the shared objects and the findings of one run of the probe."""

    def __init__(self, api: Api, box: Sandbox, place: Place) -> None:
        self.api = api
        self.box = box
        self.place = place
        self.findings: dict[str, Finding] = {}
        """The finding for each rule, by name."""
        self.permission = ""
        """The permission that the current experiment needs."""
        self._shared: dict[str, Thing] = {}
        self._failed_creates: dict[str, str] = {}
        self._uuid_runtime = False
        self.joins_with_fields = False
        """Whether the API let an engine join a cluster only with all fields in the body."""

    # findings
    def observe(self, rule: str, value: Value, *, also: tuple[Value, ...] = (), note: str = "") -> None:
        """Record the observation of a rule."""
        self.findings[rule] = Observed(value, also, note)

    def cannot(self, rule: str, reason: str) -> None:
        """Record why a rule could not be observed."""
        self.findings[rule] = Unobserved(reason)

    @contextmanager
    def asking(self, rule: Rule) -> Iterator[None]:
        """If the block fails, record the reason for the rule, and let the experiment continue."""
        try:
            yield
        except TokenRefusedError:
            raise
        except NotObservedError as error:
            self.cannot(rule.name, str(error))
        except CallError as error:
            self.cannot(rule.name, no_answer(error))

    def unclear(self, reply: Reply, *, permission: str | None = None) -> NotObservedError:
        """Return the error to raise for an inconclusive response.

        Args:
            reply: The response.
            permission: The permission that the call needs. The default is that of the current experiment.

        """
        if reply.status == _UNAUTHORIZED:
            return TokenRefusedError("the API refused the token (401)")
        needed = self.permission if permission is None else permission
        if reply.status == _FORBIDDEN and needed:
            return NotObservedError(f"the API answered 403: the token needs {needed}")
        return NotObservedError(f"the API answered {reply.status}")

    def accepted(self, reply: Reply, *, refusals: Collection[int] = REFUSALS) -> bool:
        """Return True if the request succeeded, and False if the API refused its contents.

        Raises:
            NotObservedError: The response shows neither.

        """
        if reply.ok:
            return True
        if reply.status in refusals:
            return False
        raise self.unclear(reply)

    def need(self, reply: Reply) -> Reply:
        """Return the response if the request succeeded.

        Raises:
            NotObservedError: The request failed.

        """
        if not reply.ok:
            raise self.unclear(reply)
        return reply

    # objects that several experiments share, created on first use
    @property
    def engine(self) -> Thing:
        """A Remote Engine that is not paired."""
        return self._share("engine", lambda: self._create(ENGINE, "engine", self.where))

    @property
    def second_engine(self) -> Thing:
        """Another Remote Engine that is not paired."""
        return self._share("second engine", lambda: self._create(ENGINE, "second", self.where))

    @property
    def pipeline_engine(self) -> Thing:
        """A Pipeline Engine that is not paired."""
        return self._share("pipeline engine", lambda: self._create(PIPELINE_ENGINE, "pipeline", self.where))

    @property
    def cluster(self) -> Thing:
        """A cluster."""
        return self._share("cluster", lambda: self.new_cluster("cluster"))

    @property
    def second_cluster(self) -> Thing:
        """Another cluster in the same workspace."""
        return self._share("second cluster", lambda: self.new_cluster("second"))

    @property
    def where(self) -> dict[str, object]:
        """The members of a request body that set the location of an object."""
        workspace = self.place.workspace
        return {"environmentId": workspace.environment_id, "workspaceId": workspace.id}

    @property
    def empty_cluster(self) -> dict[str, object]:
        """The body that creates a cluster without engines, except its name and description."""
        return {**self.where, "remoteEngines": []}

    def adopt(self, what: str, thing: Thing) -> None:
        """Use a created object as the shared `what`, unless there is one already."""
        self._shared.setdefault(what, thing)

    def new_cluster(self, label: str, *, number: int | None = None) -> Thing:
        """Create an empty cluster.

        Raises:
            NotObservedError: It could not be created.

        """
        return self._create(CLUSTER, label, self.empty_cluster, number=number)

    def profile(
        self,
        parent: Thing,
        label: str,
        *,
        number: int | None = None,
        runtime_id: str | None = None,
        profile_type: str = "JOB_SERVER",
        arguments: tuple[str, ...] = ("-Xms64m",),
    ) -> tuple[Thing | None, Reply]:
        """Create a run profile of an engine or a cluster. Return it and the response, or None if refused.

        By default, `runtimeId` of the body is the parent's `id`, or its `runtimeId` if the API accepts only
        that.
        """

        def ask(runtime: str) -> tuple[Thing | None, Reply]:
            return self.box.create(
                CLUSTER_PROFILE if parent.kind is CLUSTER else ENGINE_PROFILE,
                label,
                {"type": profile_type, "jvmArguments": list(arguments), "runtimeId": runtime},
                parent=parent.id,
                number=number,
            )

        if runtime_id is not None:
            return ask(runtime_id)
        uuid = str(parent.record.get("runtimeId", ""))
        thing, reply = ask(uuid if self._uuid_runtime else parent.id)
        if thing is None and reply.status in REFUSALS and not self._uuid_runtime and uuid:
            other, again = ask(uuid)
            if other is not None:
                self._uuid_runtime = True
                return other, again
        return thing, reply

    def need_profile(self, parent: Thing, label: str, *, number: int | None = None) -> Thing:
        """Create a run profile of an engine or a cluster.

        Raises:
            NotObservedError: It could not be created.

        """
        thing, reply = self.profile(parent, label, number=number)
        if thing is None or not thing.id:
            raise self.unclear(reply, permission=PROFILE_MANAGEMENT)
        return thing

    def join(self, cluster: Thing, engine: Thing) -> Reply:
        """Add an engine to a cluster: without a body, or with all fields if that returns 400."""
        path = f"{cluster.path}/engines/{quote(engine.id, safe='')}"
        if not self.joins_with_fields:
            reply = self.api.put(path)
            if reply.status != 400:  # noqa: PLR2004 - 400 refuses a missing body
                return reply
        profile = self._share(
            f"run profile of {cluster.name}", lambda: self.need_profile(cluster, "of-cluster")
        )
        with_fields = self.api.put(path, {"method": "CLUSTER_RUN_PROFILE", "runProfileId": profile.id})
        if with_fields.ok:
            self.joins_with_fields = True
        return with_fields

    def entry(self, path: str, thing: Thing, *, query: Mapping[str, str] | None = None) -> Record:
        """Return an object's list entry as soon as the list shows it.

        Raises:
            NotObservedError: The list does not show it within about a minute.

        """
        for pause in (0.0, *POLL_PAUSES):
            self.api.wait(pause)
            listed = self.need(self.api.get(path, query=query)).records
            found = next((one for one in listed if one.get("id") == thing.id), None)
            if found is not None:
                return found
        raise NotObservedError("the list does not show a new object")

    def leave(self, cluster: Thing, engine: Thing) -> None:
        """Remove an engine from a cluster. Ignore a refusal, because the engine may not be a member."""
        self.api.delete(f"{cluster.path}/engines/{quote(engine.id, safe='')}", repeat=True)

    def _create(
        self, kind: Kind, label: str, body: Mapping[str, object], *, number: int | None = None
    ) -> Thing:
        thing, reply = self.box.create(kind, label, body, number=number)
        if thing is None or not thing.id:
            no_tokens = kind.token and not reply.ok and "token" in reply.text.lower()
            if no_tokens and reply.status != _UNAUTHORIZED:
                self.observe("engine_tokens_status", str(reply.status))
                raise NotObservedError(
                    f"the account has no engine token left (the API answered {reply.status})"
                )
            raise self.unclear(reply, permission=CLUSTER_MANAGEMENT)
        return thing

    def _share(self, what: str, make: Callable[[], Thing]) -> Thing:
        """Return the shared object `what`. Create it on first use. Do not repeat a failed create."""
        if what in self._failed_creates:
            raise NotObservedError(self._failed_creates[what])
        found = self._shared.get(what)
        if found is not None and not found.gone:
            return found
        try:
            made = make()
        except TokenRefusedError:
            raise
        except NotObservedError as error:
            self._failed_creates[what] = str(error)
            raise
        except CallError as error:
            self._failed_creates[what] = no_answer(error)
            raise
        self._shared[what] = made
        return made
