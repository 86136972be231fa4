"""The adaptor between Pulumi's dynamic provider host and the `Lifecycle` of a kind of resource."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from pulumi import dynamic
from pulumi.output import Unknown

from talend_processing.provider import provider_for
from talend_processing.provider.config_keys import CONFIG_KEYS
from talend_processing.provider.host import progress
from talend_processing.provider.host.process import PROCESS
from talend_processing.provider.host.user_errors import UserError, hide_traceback
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import API_URL, DECLARED
from talend_processing.provider.kinds.values import UNKNOWN, Value

if TYPE_CHECKING:
    from talend_processing.provider.kinds.spec import ResourceSpec
    from talend_processing.provider.lifecycle.lifecycle import Lifecycle
    from talend_processing.provider.session.session import Session

P = ParamSpec("P")
R = TypeVar("R")


def _user_errors(method: Callable[P, R]) -> Callable[P, R]:
    """Decorate a method: after an error, set `PROCESS.failed`. Hide the traceback unless it shows a bug."""

    @functools.wraps(method)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return method(*args, **kwargs)
        except Exception as error:
            from talend_processing.client.errors import TalendError  # noqa: PLC0415 - a declaration needs no client

            PROCESS.failed = True
            if not isinstance(error, (TalendError, registry.UnknownKindError)):
                raise
            hide_traceback(str(error))
            raise UserError(str(error)) from None

    return wrapped


class TalendProvider(dynamic.ResourceProvider):
    """Serves one kind of resource, such as `RemoteEngine`."""

    serialize_as_secret_always = False  # the pickle contains no secret

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def __reduce__(self) -> tuple[Callable[[str], TalendProvider], tuple[str]]:
        """Pickle the provider as a call of `provider_for(kind)`, so that state contains no code."""
        return provider_for, (self.kind,)

    @cached_property
    def spec(self) -> ResourceSpec:
        """The declaration that this provider serves."""
        return registry.find(self.kind)

    @_user_errors
    def configure(self, req: dynamic.ConfigureRequest) -> None:
        """Open the session, which the providers of all kinds in this process share."""
        PROCESS.open_session({key: value for key in CONFIG_KEYS if (value := req.config.get(key))})

    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> dynamic.CheckResult:
        """Validate the arguments offline, and show which object a create will adopt."""
        from talend_processing.provider.kinds.check import check  # noqa: PLC0415 - only the host checks

        result = check(self.spec, _from_host(news), _from_host(olds or {}))
        for text in result.warnings:
            progress.warn(text)
        if not result.failures and not (olds or {}).keys() - {"__provider"}:
            self._show_adoption(result.inputs)
        # `CheckFailure.property` is empty, because Pulumi would print the value of the property named there.
        #
        # With `--continue-on-error`, Pulumi leaves out an argument that comes from a failed resource, and
        # skips the resource with that argument. But first it calls `check`, and a failed check would end the
        # `up`. So once an operation on any resource has failed, `check` accepts missing arguments. If Pulumi
        # does not skip the resource, its create or update reports them.
        deferred_failures = result.missing if PROCESS.failed else []
        failures = [
            dynamic.CheckFailure("", text) for text in result.failures if text not in deferred_failures
        ]
        return dynamic.CheckResult(_to_host(result.inputs), failures)

    @_user_errors
    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.DiffResult:
        """Compare the arguments with state, offline."""
        from talend_processing.provider.kinds.diff import diff  # noqa: PLC0415 - only the host compares

        self._check_account(_id, _olds)
        news = _from_host(_news)
        if self._missing_arguments(news):
            self._register_owner(_id, news)
            # Announce an update, which will fail. A replacement would delete the object.
            return dynamic.DiffResult(changes=True)
        difference = diff(self.spec, _from_host(_olds), news)
        self._register_owner(_id, None if difference.replaces else news)
        return dynamic.DiffResult(
            # None lets Pulumi compare the inputs too, which `replace_on_changes` requires. A create that is
            # to be repeated is a change, although the inputs are equal.
            changes=difference.repeats_create or (None if difference else False),
            replaces=list(difference.replaces),
            delete_before_replace=difference.delete_first,
        )

    @_user_errors
    def create(self, props: dict[str, Any]) -> dynamic.CreateResult:
        """Create or adopt the object."""
        inputs = _from_host(props)
        self._refuse_missing_arguments(inputs)
        object_id, outs = self._lifecycle.create(self._session, inputs)
        self._declare_members(object_id, inputs)
        return dynamic.CreateResult(object_id, outs)

    @_user_errors
    def read(self, id_: str, props: dict[str, Any]) -> dynamic.ReadResult:
        """Read the object. An empty id in the result means that the object does not exist any more."""
        from talend_processing.provider.errors import UnavailableError  # noqa: PLC0415 - needs the client
        from talend_processing.provider.lifecycle.lifecycle import ReadResult  # noqa: PLC0415 - likewise

        self._check_account(id_, props)
        olds = _from_host(props)
        if DECLARED not in olds and not self.spec.endpoint.run:  # a program's `.get()` has no state
            return self._first_read(id_, olds)
        try:
            result = self._lifecycle.read(self._session, id_, olds)
        except UnavailableError as error:  # the refresh of other resources must continue
            consequence = (
                "The refresh keeps the state of this resource, and of others of this type that cannot be read"
            )
            self._session.warn_once(self.kind, f"{error}. {consequence}")
            result = ReadResult(olds, olds)
        self._session.ownership.refreshed()
        if result is None:
            return dynamic.ReadResult("", {})
        # If the response has no inputs, Pulumi keeps those in state, which is right if nothing changed.
        return dynamic.ReadResult(id_, result.outputs, None if result.outputs == olds else result.inputs)

    def _first_read(self, id_: str, arguments: Mapping[str, Value]) -> dynamic.ReadResult:
        """Read an object for a program's `.get()`."""
        from talend_processing.provider.errors import LifecycleError  # noqa: PLC0415 - needs the client

        olds = self._lifecycle.state_before_first_read(id_, arguments)
        if olds is None:
            return dynamic.ReadResult(id_, {})  # in a preview, Pulumi treats absent outputs as unknown
        result = self._lifecycle.read(self._session, id_, olds)
        if result is None:
            raise LifecycleError(f"{self.spec.endpoint.noun} {id_} does not exist")
        return dynamic.ReadResult(id_, result.outputs, result.inputs)

    @_user_errors
    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> dynamic.UpdateResult:
        """Change the object to match the arguments."""
        self._check_account(_id, _olds)
        olds, news = _from_host(_olds), _from_host(_news)
        self._refuse_missing_arguments(news)
        return dynamic.UpdateResult(self._lifecycle.update(self._session, _id, olds, news))

    @_user_errors
    def delete(self, _id: str, _props: dict[str, Any]) -> None:
        """Delete the object."""
        self._check_account(_id, _props)
        self._lifecycle.delete(self._session, _id, _from_host(_props))

    @cached_property
    def _lifecycle(self) -> Lifecycle:
        from talend_processing.provider.lifecycle.lifecycle import lifecycle_of  # noqa: PLC0415 - needs the client

        return lifecycle_of(self.spec)

    @property
    def _session(self) -> Session:
        if PROCESS.session is None:
            raise LookupError("the provider was called before it was configured")
        return PROCESS.session

    def _missing_arguments(self, inputs: Mapping[str, Value]) -> list[str]:
        """Return a failure for each missing argument that `check` left to the create or update."""
        from talend_processing.provider.kinds.check import check  # noqa: PLC0415 - only the host checks

        return check(self.spec, inputs).missing if PROCESS.failed else []

    def _refuse_missing_arguments(self, inputs: Mapping[str, Value]) -> None:
        if missing := self._missing_arguments(inputs):
            from talend_processing.provider.errors import LifecycleError  # noqa: PLC0415 - needs the client

            raise LifecycleError("; ".join(missing))

    def _register_owner(self, object_id: str, inputs: Mapping[str, Value] | None) -> None:
        """Register the resource as the owner of its object. This is the only side effect of `diff`.

        For a resource that does not change, Pulumi calls only `check` and `diff`. Still, no other resource
        may adopt its object. If the resource is about to be replaced, `inputs` is None, and the
        resource is not registered.

        Raises:
            LifecycleError: Another resource of the program owns the object. Deleting either resource would
                delete the object.

        """
        ownership = self._session.ownership
        if self.spec.endpoint.run:
            ownership.record(object_id)
            return
        self._declare_members(object_id, inputs or {})
        if inputs is None:
            ownership.replaces(object_id)
        elif not ownership.register(object_id):
            from talend_processing.provider.errors import LifecycleError  # noqa: PLC0415 - needs the client

            raise LifecycleError(
                f"two resources of this program manage {self.spec.endpoint.noun} {object_id}. Remove one of"
                " them from the program: the other resource keeps the object"
            )

    def _declare_members(self, object_id: str, inputs: Mapping[str, Value]) -> None:
        if self.spec.members:
            self._session.ownership.declare_members(object_id, inputs.get(self.spec.members))

    def _show_adoption(self, inputs: Mapping[str, Value]) -> None:
        """Show which object a create will adopt. Make no call unless the arguments ask for an adoption."""
        if not (inputs.get("adoptId") or inputs.get("onExisting") == "adopt"):
            return
        from talend_processing.provider.lifecycle.existing_objects import Adopts  # noqa: PLC0415 - needs the client

        lifecycle = self._lifecycle
        if not isinstance(lifecycle, Adopts) or PROCESS.session is None:
            return
        if text := lifecycle.describe_adoption(self._session, inputs):
            progress.info(text)

    def _check_account(self, object_id: str, olds: Mapping[str, Value]) -> None:
        """Refuse to work on an object whose state was recorded with another API address."""
        from talend_processing.provider.errors import LifecycleError  # noqa: PLC0415 - needs the client

        state_url, current_url = olds.get(API_URL), self._session.api_url
        if state_url is not None and state_url != current_url:
            raise LifecycleError(
                f"{self.spec.endpoint.noun} {object_id} was created at {state_url}, but this stack now uses"
                f" {current_url}. Set talend:region or talend:apiUrl back, or use another stack"
                " for the other account"
            )


def _from_host(value: Any) -> Any:
    """Convert Pulumi's marker of unknown values to `UNKNOWN`, and whole floats to integers.

    Leave out the property `__provider`, which is the pickled provider.
    """
    cls = type(value)
    if cls is str or cls is bool:  # most values have these types
        return value
    if cls is dict:
        return {
            key: part if type(part) is str else _from_host(part)
            for key, part in value.items()
            if key != "__provider"
        }
    if cls is list:
        return [part if type(part) is str else _from_host(part) for part in value]
    if cls is float and value.is_integer():
        return int(value)
    return UNKNOWN if isinstance(value, Unknown) else value


def _to_host(value: Any) -> Any:
    if value is UNKNOWN:
        return Unknown()  # type: ignore[no-untyped-call]
    if isinstance(value, dict):
        return {key: _to_host(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_to_host(part) for part in value]
    return value
