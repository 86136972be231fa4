"""The lifecycle of an account-wide setting, whose value can be changed but which cannot be deleted."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.client.errors import ApiError, TalendError
from talend_processing.client.operation import JsonObject
from talend_processing.provider.errors import LifecycleError, UnavailableError
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.values import Inputs, Outputs, Value
from talend_processing.provider.lifecycle.lifecycle import Lifecycle, ReadResult
from talend_processing.provider.lifecycle.state import inputs_of, outputs
from talend_processing.provider.session.list_cache import UNAVAILABLE
from talend_processing.provider.session.session import Session


class CloudJvmLifecycle(Lifecycle):
    """The lifecycle of `CloudJvmRollback`. A delete sets `jobJvmRollback` to `value_on_delete`, if given."""

    def create(self, session: Session, inputs: Inputs) -> tuple[str, Outputs]:
        """Set `jobJvmRollback` in the account unless it already has the declared value."""
        object_id = self.spec.endpoint.singleton_id
        with session.ownership.adopt(object_id) as is_free:
            if not is_free:
                raise LifecycleError(
                    f"{self.spec.endpoint.noun}: two resources of this program set it. Remove one of the two"
                )
            if self._read(session)["jobJvmRollback"] != inputs["jobJvmRollback"]:
                self._set(session, inputs["jobJvmRollback"])
        return object_id, self._outputs(session, inputs)

    def read(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> ReadResult | None:
        """Read the setting. It always exists, so the result is never None."""
        del object_id
        api_object = self._read(session)
        inputs = inputs_of(self.spec, olds)
        outs = outputs(self.spec, inputs, api_object, api_url=session.api_url, olds=olds)
        return ReadResult(outs, inputs_of(self.spec, outs))

    def update(
        self,
        session: Session,
        object_id: str,
        olds: Mapping[str, Value],
        inputs: Inputs,
    ) -> Outputs:
        """Set `jobJvmRollback` in the account if the argument changed. Store `value_on_delete` in state."""
        del object_id
        if "jobJvmRollback" in diff(self.spec, olds, inputs).changed:
            self._set(session, inputs["jobJvmRollback"])
        return self._outputs(session, inputs)

    def delete(self, session: Session, object_id: str, olds: Mapping[str, Value]) -> None:
        """Set `jobJvmRollback` to `value_on_delete` if given, unless another resource adopted the setting."""
        if session.ownership.is_taken_over(object_id):
            return
        value_on_delete = olds.get("valueOnDelete")
        if value_on_delete is None:
            return
        try:
            session.client.cloud_jvm.set(job_jvm_rollback=bool(value_on_delete))
        except ApiError as error:
            if error.status not in UNAVAILABLE:
                raise
            session.warn(
                f"{self._unavailable(error)}. The provider could not write value_on_delete to the account"
            )

    def _read(self, session: Session) -> JsonObject:
        """Return the setting.

        Raises:
            UnavailableError: The account does not offer the setting, or denies it to these credentials.

        """
        try:
            return session.client.cloud_jvm.get().wire()
        except ApiError as error:
            raise self._with_remedy(error) from error

    def _set(self, session: Session, value: Value) -> None:
        """Change the setting.

        Raises:
            UnavailableError: The account does not offer the setting, or denies it to these credentials.

        """
        try:
            session.client.cloud_jvm.set(job_jvm_rollback=bool(value))
        except ApiError as error:
            raise self._with_remedy(error) from error

    def _with_remedy(self, error: ApiError) -> TalendError:
        if error.status not in UNAVAILABLE:
            return error
        return UnavailableError(
            f"{self._unavailable(error)}. To drop the resource, remove it from the program. That changes"
            " nothing in the account"
        )

    def _unavailable(self, error: ApiError) -> str:
        return (
            f"{self.spec.endpoint.noun}: this account does not offer the setting, or denies it to these"
            f" credentials (the API answered {error.status})"
        )

    def _outputs(self, session: Session, inputs: Inputs) -> Outputs:
        api_object = {"jobJvmRollback": inputs["jobJvmRollback"]}
        return outputs(self.spec, inputs, api_object, api_url=session.api_url)
