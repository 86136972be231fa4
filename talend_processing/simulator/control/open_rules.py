"""Rules of the real API that its reference leaves open: each can be set the other way."""

from __future__ import annotations

from collections.abc import Mapping

from talend_processing.simulator.control.open_rules_of_form import FORM_SWITCHES
from talend_processing.simulator.control.switch import Setting, Switch, number, words

SWITCHES: dict[str, Switch] = {
    # engines
    "engine_delete_conflict": words(
        "both",
        "never paired in_cluster",
        "When deleting an engine answers 409: in these states of the engine.",
    ),
    "duplicate_engine_names": words(
        "allow", "refuse", "Whether two engines of an environment may have one name; if not, 400."
    ),
    "engine_tokens": Switch(
        None, "How many Remote and Pipeline Engines the account may have; one more is refused.", nothing=True
    ),
    "engine_tokens_status": words(
        "400", "403", "The status that refuses an engine when the account has no engine token left."
    ),
    "unpair_json_accept": words(
        "refuse", "allow", "Whether unpairing with `Accept: application/json` answers 406, as it sends text."
    ),
    "unpair_string": words("message", "key", "What the string that unpairing answers holds."),
    "unpair_unpaired": words(
        "accept",
        "refuse",
        "Whether an engine that is not paired can be unpaired, for a new key; if not, 400.",
    ),
    # clusters
    "cluster_delete_with_members": words(
        "allow", "refuse", "Whether a cluster that has engines can be deleted, leaving them; if not, 400."
    ),
    "cluster_list_engines": words(
        "omit",
        "include",
        "Whether the list of clusters holds their `engines`; the reference leaves them out.",
    ),
    "duplicate_cluster_names": words(
        "allow", "refuse", "Whether two clusters of a workspace may have one name; if not, 400."
    ),
    "member_again": words(
        "accept", "conflict", "Whether adding an engine to the cluster it is in answers 204 or 409."
    ),
    "member_elsewhere": words(
        "conflict", "move", "Whether adding an engine that is in another cluster answers 409 or moves it."
    ),
    "member_environment_status": words(
        "409", "400", "The status that refuses an engine of another environment than the cluster's."
    ),
    "reschedule_fields": words(
        "optional", "required", "Whether `method` and `runProfileId` may be left out when an engine joins."
    ),
    # executions
    "dispatch_seconds": number(0.02, "Seconds from the trigger of a task to its start on an engine."),
    "execution_seconds": number(0.1, "Seconds that a task runs whose seed does not say otherwise."),
    "execution_list_delay": number(0, "Seconds until lists show an execution that was started."),
    "engine_unavailable": words(
        "deploy_failed",
        "execution_rejected wait",
        "What becomes of a task whose engines are unpaired, unavailable or gone: a status, or it waits.",
    ),
    "engine_executions": number(3, "How many tasks an engine runs at once."),
    "engine_busy": words(
        "wait",
        "execution_rejected deploy_failed",
        "What becomes of a task whose engines run as many as they may: it waits, or a status.",
    ),
    "account_executions": number(200, "How many tasks the account runs at once."),
    "account_full": words(
        "wait",
        "execution_rejected 400",
        "What becomes of a task when the account runs as many as it may; 400 refuses to start it.",
    ),
    "task_running_again": words(
        "execution_rejected",
        "deploy_failed",
        "How a task ends that is started while it runs, if `parallelExecutionAllowed` is false.",
    ),
    "task_parameters": words(
        "text", "any", "Whether a task's `parameters` are text only; the reference says `Object`."
    ),
    "terminate_json_accept": words(
        "refuse",
        "allow",
        "Whether terminating with `Accept: application/json` answers 406, as it sends text.",
    ),
    "plan_step_alone": words(
        "refuse",
        "start",
        "Whether a plan started with `stepId` but without `executionPlanId` answers 400 or starts there.",
    ),
    "plan_rerun_days": number(30, "How old a failed plan execution may be to be rerun; 422 if older."),
    "history_days": number(60, "The longest period that lists of executions take; newer APIs take 10 days."),
    "history_default_days": number(
        60, "The period of a list that is asked for without one, if `history_days` is not less; newer: 7."
    ),
    "history_offset": Switch(
        None, "The largest `offset` of a list of executions; newer APIs take 1000.", nothing=True
    ),
    "history_kept_days": number(60, "Days after which an execution that has ended is forgotten: 404."),
    "promotion_conflict": words(
        "400",
        "409",
        "The status that refuses a promotion while another one runs between the same environments.",
    ),
    "promotion_under_way": words(
        "202",
        "201 wait",
        "What starting a promotion answers that does not end at once: no body, its execution's id, or 201"
        " with the report when it has ended.",
    ),
    # run profiles
    "runtime_id_is": words(
        "id",
        "uuid either",
        "Which of the parent's ids `runtimeId` of a run profile holds: `id` or `runtimeId`.",
    ),
    "microservice_profiles": words(
        "allow", "refuse", "Whether run profiles can be of type MICROSERVICE and TALEND_RUNTIME; if not, 400."
    ),
    "profile_delete_delay": Switch(
        0.05,
        "Seconds until a deleted engine run profile (202) is gone, or after its next read.",
        ("next-read",),
        number=True,
    ),
    "profile_rename_conflict": words(
        "allow", "refuse", "Whether a PUT may give a run profile the name of another; if not, 409."
    ),
    "generic_delete_missing": words(
        "404",
        "204",
        "What deleting a missing `/processing/run-profiles/{id}` answers; the reference lists no 404.",
    ),
    "duplicate_pipeline_profiles": words(
        "allow",
        "refuse",
        "Whether two profiles of a Pipeline Engine may have one type and name; if not, 400.",
    ),
    "pipeline_list_kinds": words(
        "all",
        "documented",
        "Whether a Pipeline Engine's list holds all its profiles or leaves out `data-integration`.",
    ),
    "search_pipeline_profiles": words(
        "show",
        "hide",
        "Whether `/processing/run-profiles/search` finds the `data-integration` profiles of Pipeline Engines:"
        " the reference names Gen2 among its processors.",
    ),
    "databricks_token": words(
        "masked", "shown omitted", "How a Databricks profile that is read shows its token."
    ),
    "data_integration_arguments": words(
        "array",
        "string",
        "Whether `jvmArguments` of a data-integration profile are read as they were sent, or as one string.",
    ),
    "location_header": words("omit", "send", "Whether creates without a body have a `Location` header."),
    # lists
    "fiql_errors": words(
        "400", "ignore 500", "What a query that cannot be read does: 400, all objects, 500."
    ),
    "unknown_query": words("refuse", "ignore", "Whether an unknown query parameter answers 400."),
    "string_bodies": words(
        "text", "json", "Whether bodies that the reference calls `string` are text/plain or a JSON string."
    ),
    "bare_error_bodies": words(
        "send", "omit", "Whether error statuses that the reference lists without a body have one."
    ),
    "retry_after": Switch(
        None,
        "The `Retry-After` of a 429: seconds, `date` for an HTTP date, or no header.",
        ("date",),
        number=True,
        nothing=True,
    ),
    "token_seconds": number(1800, "How long a service account's token lives."),
    **FORM_SWITCHES,
}
"""Every open rule by name. The defaults are the stricter reading, or the likelier one."""


class Switches:
    """The rules of one simulator, as they are set."""

    def __init__(self, given: Mapping[str, object] | None = None) -> None:
        self._initial = dict(given or {})
        self._set: dict[str, Setting] = {}
        self.reset()

    def reset(self) -> None:
        """Back to the defaults and what the simulator was started with."""
        self._set = {name: switch.default for name, switch in SWITCHES.items()}
        self.set_all(self._initial)

    def set(self, name: str, value: object) -> None:
        """Set one rule."""
        self._set[name] = self._fit(name, value)

    def set_all(self, rules: Mapping[str, object]) -> None:
        """Set several rules, or none if one of them cannot be set so."""
        self._set |= {name: self._fit(name, value) for name, value in rules.items()}

    @staticmethod
    def _fit(name: str, value: object) -> Setting:
        switch = SWITCHES.get(name)
        if switch is None:
            raise ValueError(f"no switch is called {name!r}: there are {', '.join(sorted(SWITCHES))}")
        if isinstance(value, int) and not isinstance(value, bool) and str(value) in switch.choices:
            value = str(value)
        if not switch.accepts(value):
            raise ValueError(f"switch {name} cannot be {value!r}: it takes {switch.takes()}")
        return value if isinstance(value, str | float | int) else None

    def __getitem__(self, name: str) -> Setting:
        return self._set[name]

    def number(self, name: str) -> float:
        """A rule that is a number now."""
        value = self._set[name]
        if not isinstance(value, int | float):
            raise TypeError(f"switch {name} is {value!r}, not a number")
        return value

    def all(self) -> dict[str, Setting]:
        """Every rule as it is set."""
        return dict(self._set)


def from_text(text: str) -> tuple[str, Setting]:
    """`name=value` as on a command line: a number, `null`, or a word."""
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
