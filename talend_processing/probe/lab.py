"""The lab of a run: the API, the findings and the objects that the experiments share."""

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
from talend_processing.probe.removal import ProbeObject
from talend_processing.probe.sandbox import Sandbox
from talend_processing.probe.target import Target

REFUSALS: Final = frozenset({400, 409, 422})
"""The statuses with which the API refuses the contents of a request."""
POLL_PAUSES: Final = (0.5, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
"""Seconds between the reads of a list that does not show an object yet: a minute in total."""
_UNAUTHORIZED: Final = 401
_FORBIDDEN: Final = 403


def no_response_reason(error: CallError) -> str:
    """Return why a call got no response, for the report. The text does not name the host."""
    if isinstance(error, ApiError):
        return f"a new token was refused ({error.status})"
    if isinstance(error, RequestTimeoutError):
        return "the API did not respond in time"
    return "the API could not be reached, or the connection broke"


class TokenRefusedError(NotObservedError):
    """The API no longer accepts the token, so no further call can succeed."""


class Lab:
    """The API, the findings and the shared objects of one run.

    The first experiment that uses a shared object, such as `lab.engine`, creates it.
    """

    def __init__(self, api: Api, sandbox: Sandbox, target: Target) -> None:
        self.api = api
        self.sandbox = sandbox
        self.target = target
        self.findings: dict[str, Finding] = {}
        """The finding about each rule, by the rule's name."""
        self.permission = ""
        """The permission that the current experiment needs."""
        self._shared: dict[str, ProbeObject] = {}
        self._failed_creates: dict[str, str] = {}
        """Why a shared object could not be created, by the name of the object."""
        self._profiles_need_uuid = False
        """Whether the API requires the parent's `runtimeId` instead of its `id` in run profiles."""
        self.add_needs_body = False
        """Whether the API requires a body when an engine is added to a cluster."""

    def observe(
        self, rule_name: str, value: Value, *, also_possible: tuple[Value, ...] = (), note: str = ""
    ) -> None:
        """Record the value of a rule."""
        self.findings[rule_name] = Observed(value, also_possible, note)

    def not_observed(self, rule_name: str, reason: str) -> None:
        """Record why the value of a rule could not be determined."""
        self.findings[rule_name] = Unobserved(reason)

    @contextmanager
    def observing(self, rule: Rule) -> Iterator[None]:
        """If the `with` block fails, record why the rule has no value, and let the experiment continue.

        A refused token still ends the experiment.
        """
        try:
            yield
        except TokenRefusedError:
            raise
        except NotObservedError as error:
            self.not_observed(rule.name, str(error))
        except CallError as error:
            self.not_observed(rule.name, no_response_reason(error))

    def inconclusive(self, reply: Reply, *, permission: str | None = None) -> NotObservedError:
        """Return the error to raise if a response does not answer the question of a rule.

        If the status is 403, the error names `permission` or, by default, the permission of the current
        experiment.
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
            NotObservedError: The status is neither 2xx nor one of `refusals`.

        """
        if reply.ok:
            return True
        if reply.status in refusals:
            return False
        raise self.inconclusive(reply)

    def require_success(self, reply: Reply) -> Reply:
        """Return the response, or raise `NotObservedError` if its status is not 2xx."""
        if not reply.ok:
            raise self.inconclusive(reply)
        return reply

    @property
    def engine(self) -> ProbeObject:
        """A shared Remote Engine that is not paired."""
        return self._share("engine", lambda: self._create(ENGINE, "engine", self.location))

    @property
    def second_engine(self) -> ProbeObject:
        """Another shared Remote Engine that is not paired."""
        return self._share("second engine", lambda: self._create(ENGINE, "second", self.location))

    @property
    def pipeline_engine(self) -> ProbeObject:
        """A shared Pipeline Engine that is not paired."""
        return self._share(
            "pipeline engine", lambda: self._create(PIPELINE_ENGINE, "pipeline", self.location)
        )

    @property
    def cluster(self) -> ProbeObject:
        """A shared cluster."""
        return self._share("cluster", lambda: self.new_cluster("cluster"))

    @property
    def second_cluster(self) -> ProbeObject:
        """Another shared cluster, in the same workspace."""
        return self._share("second cluster", lambda: self.new_cluster("second"))

    @property
    def location(self) -> dict[str, object]:
        """The fields of a request body that name the probe's environment and workspace."""
        workspace = self.target.workspace
        return {"environmentId": workspace.environment_id, "workspaceId": workspace.id}

    @property
    def empty_cluster(self) -> dict[str, object]:
        """The body that creates a cluster without engines. `Sandbox.create` adds name and description."""
        return {**self.location, "remoteEngines": []}

    def share_as(self, name: str, obj: ProbeObject) -> None:
        """Share a created object under a name such as `second engine`, unless another object has the name."""
        self._shared.setdefault(name, obj)

    def new_cluster(self, label: str, *, number: int | None = None) -> ProbeObject:
        """Create an empty cluster, or raise `NotObservedError`."""
        return self._create(CLUSTER, label, self.empty_cluster, number=number)

    def try_create_profile(
        self,
        parent: ProbeObject,
        label: str,
        *,
        number: int | None = None,
        runtime_id: str | None = None,
        profile_type: str = "JOB_SERVER",
        arguments: tuple[str, ...] = ("-Xms64m",),
    ) -> tuple[ProbeObject | None, Reply]:
        """Create a run profile of an engine or a cluster.

        Return the profile (None if the API refused it) and the response. Without `runtime_id`, the body's
        `runtimeId` is the parent's `id`, or the parent's `runtimeId` if the API refuses the `id`.
        """

        def create(sent_runtime_id: str) -> tuple[ProbeObject | None, Reply]:
            return self.sandbox.create(
                CLUSTER_PROFILE if parent.kind is CLUSTER else ENGINE_PROFILE,
                label,
                {"type": profile_type, "jvmArguments": list(arguments), "runtimeId": sent_runtime_id},
                parent_id=parent.id,
                number=number,
            )

        if runtime_id is not None:
            return create(runtime_id)
        uuid = str(parent.record.get("runtimeId", ""))
        profile, reply = create(uuid if self._profiles_need_uuid else parent.id)
        if profile is None and reply.status in REFUSALS and not self._profiles_need_uuid and uuid:
            uuid_profile, uuid_reply = create(uuid)
            if uuid_profile is not None:
                self._profiles_need_uuid = True
                return uuid_profile, uuid_reply
        return profile, reply

    def create_profile(self, parent: ProbeObject, label: str, *, number: int | None = None) -> ProbeObject:
        """Create a run profile of an engine or a cluster, or raise `NotObservedError`."""
        profile, reply = self.try_create_profile(parent, label, number=number)
        if profile is None or not profile.id:
            raise self.inconclusive(reply, permission=PROFILE_MANAGEMENT)
        return profile

    def add_engine(self, cluster: ProbeObject, engine: ProbeObject) -> Reply:
        """Add an engine to a cluster. If the API answers 400 to a request without a body, send all fields."""
        path = f"{cluster.path}/engines/{quote(engine.id, safe='')}"
        if not self.add_needs_body:
            reply = self.api.put(path)
            if reply.status != 400:  # noqa: PLR2004 - 400 refuses a missing body
                return reply
        profile = self._share(
            f"run profile of {cluster.name}", lambda: self.create_profile(cluster, "of-cluster")
        )
        full_reply = self.api.put(path, {"method": "CLUSTER_RUN_PROFILE", "runProfileId": profile.id})
        if full_reply.ok:
            self.add_needs_body = True
        return full_reply

    def wait_for_entry(
        self, path: str, obj: ProbeObject, *, query: Mapping[str, str] | None = None
    ) -> Record:
        """Read the list at `path` until it contains an object, and return the object's entry.

        Raises:
            NotObservedError: The list does not contain the object within about a minute.

        """
        for pause in (0.0, *POLL_PAUSES):
            self.api.wait(pause)
            entries = self.require_success(self.api.get(path, query=query)).records
            entry = next((one for one in entries if one.get("id") == obj.id), None)
            if entry is not None:
                return entry
        raise NotObservedError("the list does not show the new object within a minute")

    def remove_engine(self, cluster: ProbeObject, engine: ProbeObject) -> None:
        """Remove an engine from a cluster. Ignore an error: the cluster may not contain the engine."""
        self.api.delete(f"{cluster.path}/engines/{quote(engine.id, safe='')}", repeat=True)

    def _create(
        self, kind: Kind, label: str, body: Mapping[str, object], *, number: int | None = None
    ) -> ProbeObject:
        obj, reply = self.sandbox.create(kind, label, body, number=number)
        if obj is None or not obj.id:
            no_tokens = kind.needs_engine_token and not reply.ok and "token" in reply.text.lower()
            if no_tokens and reply.status != _UNAUTHORIZED:
                self.observe("engine_tokens_status", str(reply.status))
                raise NotObservedError(
                    f"the account has no engine token left (the API answered {reply.status})"
                )
            raise self.inconclusive(reply, permission=CLUSTER_MANAGEMENT)
        return obj

    def _share(self, name: str, create: Callable[[], ProbeObject]) -> ProbeObject:
        """Return the shared object of this name. Create it on first use. Do not repeat a failed create."""
        if name in self._failed_creates:
            raise NotObservedError(self._failed_creates[name])
        shared = self._shared.get(name)
        if shared is not None and not shared.absent:
            return shared
        try:
            created = create()
        except TokenRefusedError:
            raise
        except NotObservedError as error:
            self._failed_creates[name] = str(error)
            raise
        except CallError as error:
            self._failed_creates[name] = no_response_reason(error)
            raise
        self._shared[name] = created
        return created
