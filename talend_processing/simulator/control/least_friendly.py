"""The least friendly value of each switch: the one that is hardest for clients of the API."""

from __future__ import annotations

from typing import Final

from talend_processing.simulator.control.switch import Setting

LEAST_FRIENDLY: Final[dict[str, Setting]] = {
    # The API refuses more.
    "duplicate_engine_names": "refuse",
    "duplicate_cluster_names": "refuse",
    "duplicate_pipeline_profiles": "refuse",
    "profile_rename_conflict": "refuse",
    "unpair_unpaired": "refuse",
    "cluster_delete_with_members": "refuse",
    "member_again": "conflict",
    "reschedule_fields": "required",
    "microservice_profiles": "refuse",
    "generic_profile_processors": "dynamic",
    "cloud_jvm_rollback": "404",
    "name_unicode": "refuse",
    "name_length": 100,
    "name_case": "same",
    "fiql_ordering": "refuse",
    "account_full": "400",
    "engine_busy": "execution_rejected",
    "token_encodings": "form",
    # The API refuses with another status or with fewer details.
    "engine_tokens_status": "403",
    "member_environment_status": "400",
    "promotion_conflict": "409",
    "task_running_again": "deploy_failed",
    "fiql_errors": "500",
    "error_bodies": "short",
    "bare_error_bodies": "omit",
    "retry_after": "date",
    # The API changes, hides or adds fields.
    "name_blanks": "trim",
    "jvm_argument_entries": "split",
    "data_integration_arguments": "string",
    "databricks_token": "omitted",
    "string_bodies": "json",
    "runtime_id_is": "uuid",
    "debug_host": "fill",
    "engine_version": "show",
    # Lists show less, later or in another order.
    "engine_list_key": "omit",
    "pipeline_list_kinds": "documented",
    "search_pipeline_profiles": "hide",
    "list_order": "latest",
    "fiql_wildcard": "literal",
    "runtime_list_delay": 1,
    "execution_list_delay": 1,
    "history_days": 10,
    "history_default_days": 7,
    "history_offset": 1000,
    # The API applies changes later, or forgets executions and tokens sooner.
    "profile_delete_delay": "next-read",
    "engine_unavailable": "wait",
    "history_kept_days": 10,
    "plan_rerun_days": 10,
    "token_seconds": 300,
}
"""The least friendly value of each switch whose default is friendlier."""

UNCHANGED: Final[dict[str, str]] = {
    **dict.fromkeys(
        (
            "engine_delete_conflict",
            "unpair_json_accept",
            "unpair_string",
            "cluster_list_engines",
            "member_elsewhere",
            "task_parameters",
            "terminate_json_accept",
            "plan_step_alone",
            "promotion_under_way",
            "generic_delete_missing",
            "location_header",
            "unknown_query",
            "duplicate_profile_names",
            "unknown_fields",
            "profile_put_omitted",
            "profile_new_members",
            "pipeline_create_body",
            "page_limit",
            "member_workspace",
        ),
        "the default is the least friendly value",
    ),
    **dict.fromkeys(
        ("engine_tokens", "engine_executions", "account_executions"),
        "it is a limit of the account or engine, not a rule of the API",
    ),
    **dict.fromkeys(
        ("dispatch_seconds", "execution_seconds"),
        "it depends on the task and the engine, not on a rule of the API",
    ),
}
"""The switches that stay at their default, each with the reason."""
