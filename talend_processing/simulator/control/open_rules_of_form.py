"""Open rules about the form of names, bodies and lists, and about features that some accounts lack."""

from __future__ import annotations

from talend_processing.simulator.control.switch import Switch, number, words

FORM_SWITCHES: dict[str, Switch] = {
    # names
    "name_blanks": words(
        "keep", "trim refuse", "Whether blanks at the ends of a name are kept, removed, or answered with 400."
    ),
    "name_length": Switch(
        None, "The maximum number of characters of a name; 400 if it has more.", nothing=True
    ),
    "name_unicode": words(
        "allow", "refuse", "Whether names may contain characters outside ASCII; if not, 400."
    ),
    "name_case": words(
        "distinct", "same", "Whether names that differ only in case are distinct or the same."
    ),
    "duplicate_profile_names": words(
        "refuse",
        "allow",
        "Whether a new run profile may have the name of another one of its engine or cluster; if not, 409, or"
        " 400 from `/processing/run-profiles`.",
    ),
    # bodies
    "unknown_fields": words("refuse", "ignore", "Whether a body with an unknown field answers 400."),
    "jvm_argument_entries": words(
        "keep",
        "split refuse",
        "Whether several JVM arguments in one entry are kept, split into entries, or answered with 400.",
    ),
    "profile_put_omitted": words(
        "drop",
        "keep",
        "Whether a PUT without a description removes the description of a run profile, except through"
        " `/processing/run-profiles`, where it never does.",
    ),
    "profile_new_members": words(
        "refuse",
        "store",
        "Whether a PUT of a run profile stores fields that the reference does not list, as in newer APIs; if"
        " not, `unknown_fields` applies. A later PUT without these fields removes them, unless"
        " `profile_put_omitted` is `keep`.",
    ),
    "pipeline_create_body": words(
        "omit", "send", "Whether creating a Pipeline Engine's profile returns the profile."
    ),
    "error_bodies": words(
        "full", "short", "Whether errors contain a code and the request's id, or only a status and a message."
    ),
    "token_encodings": words(
        "both", "json form", "Which encodings of a request the token endpoint accepts; 415 for the other."
    ),
    # lists
    "engine_list_key": words(
        "show", "omit", "Whether lists of engines contain the keys of engines that are not paired."
    ),
    "runtime_list_delay": number(0, "Seconds until lists show a new engine or cluster."),
    "list_order": words(
        "created",
        "latest name",
        "The order of engines and clusters in lists: oldest first, latest first, or by name.",
    ),
    "page_limit": words(
        "refuse",
        "cap",
        "Whether a limit above 100 of a list of executions answers 400 or a page of 100 items.",
    ),
    "fiql_wildcard": words("any", "literal", "Whether `*` in the value of a query matches any text."),
    "fiql_ordering": words("allow", "refuse", "Whether queries may use `=ge=` and similar operators."),
    # features
    "engine_version": words(
        "omit", "show", "Whether a Remote Engine gets a version when it pairs, as in newer APIs."
    ),
    "debug_host": words(
        "keep", "fill", "Whether a Remote Engine fills in its `debug.host` when it pairs, if it has none."
    ),
    "member_workspace": words(
        "move", "keep", "Whether an engine moves to the workspace of the cluster that it joins."
    ),
    "generic_profile_processors": words(
        "all",
        "dynamic",
        "Whether generic run profiles can be created for all processors or only for dynamic engines.",
    ),
    "cloud_jvm_rollback": words(
        "present",
        "404 405 410",
        "Whether the account has the JVM rollback of the Cloud Engines; if not, the status of the response.",
    ),
}
"""The open rules about form. `open_rules.SWITCHES` includes them."""
