"""The simulator's switches, one for each rule that the API reference leaves open."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.simulator.control.open_rules_of_requests import REQUEST_SWITCHES
from talend_processing.simulator.control.switch import Setting, Switch, number, words

SWITCHES: dict[str, Switch] = {
    # engines
    "engine_delete_conflict": words(
        "both",
        "never paired in_cluster",
        "Whether deleting an engine answers 409 if it is paired, if it is in a cluster, in both cases, or"
        " never.",
    ),
    "duplicate_engine_names": words(
        "allow",
        "refuse",
        "Whether two engines of the same kind may have the same name in an environment; if not, 400.",
    ),
    "engine_tokens": Switch(
        None, "The maximum number of Remote and Pipeline Engines of the account.", accepts_null=True
    ),
    "engine_tokens_status": words(
        "400", "403", "The status of creating more engines than `engine_tokens` allows."
    ),
    "unpair_json_accept": words(
        "refuse", "allow", "Whether unpairing, which returns text, answers 406 to `Accept: application/json`."
    ),
    "unpair_string": words("message", "key", "Whether unpairing returns a message or the new pairing key."),
    "unpair_unpaired": words(
        "accept",
        "refuse",
        "Whether unpairing an unpaired engine gives it a new pairing key; if not, 400.",
    ),
    # clusters
    "cluster_delete_with_members": words(
        "allow",
        "refuse",
        "Whether a cluster that has engines can be deleted (its engines remain); if not, 400.",
    ),
    "cluster_list_engines": words(
        "omit",
        "include",
        "Whether the list of clusters contains their `engines`; the reference omits them.",
    ),
    "duplicate_cluster_names": words(
        "allow", "refuse", "Whether two clusters of a workspace may have the same name; if not, 400."
    ),
    "member_again": words(
        "accept",
        "conflict",
        "Whether adding an engine to a cluster that it is already in answers 204 or 409.",
    ),
    "member_elsewhere": words(
        "conflict", "move", "Whether adding an engine of another cluster answers 409 or moves the engine."
    ),
    "member_environment_status": words(
        "409", "400", "The status of adding an engine that is in another environment than the cluster."
    ),
    "reschedule_fields": words(
        "optional",
        "required",
        "Whether the PUT that adds an engine to a cluster needs a body with `method` and `runProfileId`.",
    ),
    # executions
    "dispatch_seconds": number(
        0.02, "Seconds from the trigger of a task to its start, unless it has to wait."
    ),
    "execution_seconds": number(
        0.1, "Seconds that a task runs, unless the seed sets the `seconds` of the task."
    ),
    "execution_list_delay": number(0, "Seconds until lists show a started execution."),
    "engine_unavailable": words(
        "deploy_failed",
        "execution_rejected wait",
        "What happens to a task whose engines are unpaired, unavailable or deleted: it ends with the status"
        " that the value names, or it waits.",
    ),
    "engine_executions": number(3, "The maximum number of tasks that an engine runs at the same time."),
    "engine_busy": words(
        "wait",
        "execution_rejected deploy_failed",
        "What happens to a task whose engines run the maximum number of tasks: it waits, or it ends with the"
        " status that the value names.",
    ),
    "account_executions": number(200, "The maximum number of tasks that the account runs at the same time."),
    "account_full": words(
        "wait",
        "execution_rejected 400",
        "What happens to a task if the account runs the maximum number of tasks: it waits, it is rejected, or"
        " its start answers 400.",
    ),
    "task_running_again": words(
        "execution_rejected",
        "deploy_failed",
        "The status of an execution that starts while another execution of its task runs, if"
        " `parallelExecutionAllowed` is false.",
    ),
    "task_parameters": words(
        "text", "any", "Whether a task's `parameters` must be strings; the reference says `Object`."
    ),
    "terminate_json_accept": words(
        "refuse",
        "allow",
        "Whether terminating, which may return text, answers 406 to `Accept: application/json`.",
    ),
    "plan_step_alone": words(
        "refuse",
        "start",
        "Whether starting a plan with `stepId` but without `executionPlanId` answers 400 or starts at the"
        " step.",
    ),
    "plan_rerun_days": number(
        30, "The maximum age in days of a failed plan execution that can be rerun; if it is older, 422."
    ),
    "history_days": number(
        60, "The longest period, in days, that a list of executions covers. Newer API versions: 10."
    ),
    "history_default_days": number(
        60,
        "The period, in days, that a list covers by default, at most `history_days`. Newer API versions: 7.",
    ),
    "history_offset": Switch(
        None, "The maximum `offset` of a list of executions. Newer API versions: 1000.", accepts_null=True
    ),
    "history_kept_days": number(
        60, "Days until an ended execution of a task or plan is no longer found (404)."
    ),
    "promotion_conflict": words(
        "400",
        "409",
        "The status of starting a promotion while another one with the same source and target runs.",
    ),
    "promotion_under_way": words(
        "202",
        "201 wait",
        "How the API answers the start of a promotion that takes time: 202 without a body, 201 with the"
        " execution's id and state, or (wait) 201 with the report after the promotion has ended.",
    ),
    # run profiles
    "runtime_id_is": words(
        "id",
        "uuid either",
        "Whether `runtimeId` of a run profile is the `id` (id) or the `runtimeId` (uuid) of its engine or"
        " cluster. With the value `either`, requests may send one or the other, and responses show the `id`.",
    ),
    "microservice_profiles": words(
        "allow",
        "refuse",
        "Whether run profiles of type MICROSERVICE and TALEND_RUNTIME can be created at the paths of engines"
        " and clusters; if not, 400.",
    ),
    "profile_delete_delay": Switch(
        0.05,
        "Seconds from the 202 of a deletion until the run profile of a Remote Engine is gone. With next-read,"
        " it is gone after the next read at the path of its engine or cluster.",
        ("next-read",),
        accepts_number=True,
    ),
    "profile_rename_conflict": words(
        "allow",
        "refuse",
        "Whether a PUT may give a run profile the name of another profile of its engine or cluster; if not,"
        " 409, or 400 at `/processing/run-profiles`. Always allowed if `duplicate_profile_names` is `allow`.",
    ),
    "generic_delete_missing": words(
        "404",
        "204",
        "The status of deleting a missing run profile at `/processing/run-profiles/{id}`; the reference lists"
        " no 404.",
    ),
    "duplicate_pipeline_profiles": words(
        "allow",
        "refuse",
        "Whether two profiles of a Pipeline Engine may have the same type and name; if not, 400.",
    ),
    "pipeline_list_kinds": words(
        "all",
        "documented",
        "Whether the list of a Pipeline Engine's profiles contains or omits `data-integration` profiles.",
    ),
    "search_pipeline_profiles": words(
        "show",
        "hide",
        "Whether `/processing/run-profiles/search` finds the `data-integration` profiles of Pipeline Engines."
        " The reference lists a Pipeline Engine (Remote Engine Gen2) among the processors.",
    ),
    "databricks_token": words(
        "masked", "shown omitted", "How a response shows the token of a Databricks profile."
    ),
    "data_integration_arguments": words(
        "array",
        "string",
        "Whether a response shows `jvmArguments` of a data-integration profile as an array or as one string.",
    ),
    "location_header": words(
        "omit", "send", "Whether responses to creates have a `Location` header if they have no body."
    ),
    # requests and responses
    "fiql_errors": words(
        "400", "ignore 500", "Whether an invalid FIQL query answers 400, is ignored, or answers 500."
    ),
    "unknown_query": words("refuse", "ignore", "Whether an unknown query parameter answers 400."),
    "string_bodies": words(
        "text", "json", "Whether bodies of type `string` in the reference are text/plain or JSON strings."
    ),
    "bare_error_bodies": words(
        "send",
        "omit",
        "Whether an error response has a body if the reference documents this error without a body.",
    ),
    "retry_after": Switch(
        None,
        "`Retry-After` of a 429: seconds, `date` for an HTTP date, or null for no header.",
        ("date",),
        accepts_number=True,
        accepts_null=True,
    ),
    "token_seconds": number(1800, "The lifetime of a service account's token in seconds."),
    **REQUEST_SWITCHES,
}
"""All switches by name. Each default is the strictest or the likeliest interpretation of the reference."""


class Switches:
    """The current values of a simulator's switches."""

    def __init__(self, initial: Mapping[str, object] | None = None) -> None:
        self._initial = dict(initial or {})
        self._values: dict[str, Setting] = {}
        self.reset()

    def reset(self) -> None:
        """Restore the values with which the simulator was started."""
        self._values = {name: switch.default for name, switch in SWITCHES.items()}
        self.set_all(self._initial)

    def set(self, name: str, value: object) -> None:
        """Set a switch, or raise a ValueError if the name is unknown or the value is not accepted."""
        self._values[name] = self._validated(name, value)

    def set_all(self, values: Mapping[str, object]) -> None:
        """Set several switches. If a name or value is invalid, raise a ValueError and set none of them."""
        self._values |= {name: self._validated(name, value) for name, value in values.items()}

    @staticmethod
    def _validated(name: str, value: object) -> Setting:
        switch = SWITCHES.get(name)
        if switch is None:
            raise ValueError(f"unknown switch {name!r}: use one of {', '.join(sorted(SWITCHES))}")
        value = switch.as_word(value)
        if not switch.accepts(value):
            raise ValueError(f"switch {name} cannot be {value!r}: use {switch.accepted_values()}")
        return value

    def __getitem__(self, name: str) -> Setting:
        return self._values[name]

    def number(self, name: str) -> float:
        """Return the value of a switch as a number. Raise a TypeError if it is not a number."""
        value = self._values[name]
        if not isinstance(value, int | float):
            raise TypeError(f"switch {name} is {value!r}, not a number")
        return value

    def all(self) -> dict[str, Setting]:
        """Return the values of all switches."""
        return dict(self._values)


def parse_switch(text: str) -> tuple[str, Setting]:
    """Parse `name=value`, or raise a ValueError. The value is a number, `null` or a word."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"{text!r} is not name=value")
    if value == "null":
        return name, None
    if name in SWITCHES and value in SWITCHES[name].choices:
        return name, value
    try:
        return name, float(value)
    except ValueError:
        return name, value
