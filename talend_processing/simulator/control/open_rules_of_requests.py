"""Switches for names, bodies and lists, and for features that some accounts lack."""

from __future__ import annotations

from talend_processing.simulator.control.switch import Switch, number, words

REQUEST_SWITCHES: dict[str, Switch] = {
    # names
    "name_blanks": words(
        "keep",
        "trim refuse",
        "Whether blanks at the start and end of a name are kept, removed, or answered with 400.",
    ),
    "name_length": Switch(
        None, "The maximum number of characters of a name; for a longer name, 400.", accepts_null=True
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
        "Whether two run profiles of an engine or cluster may have the same name; if not, creating the second"
        " one answers 409, or 400 at `/processing/run-profiles`.",
    ),
    # bodies
    "unknown_fields": words("refuse", "ignore", "Whether a body with an unknown field answers 400."),
    "jvm_argument_entries": words(
        "keep",
        "split refuse",
        "Whether the `jvmArguments` entry `-Xms1g -Xmx2g` is kept, split in two, or answered with 400.",
    ),
    "profile_put_omitted": words(
        "drop",
        "keep",
        "Whether a PUT without a description removes the description of a run profile. At"
        " `/processing/run-profiles` it never does.",
    ),
    "profile_new_members": words(
        "refuse",
        "store",
        "Whether a PUT of a run profile stores fields that the reference does not list, as a newer API might;"
        " if not, the switch `unknown_fields` applies. A later PUT without these fields removes"
        " them, unless `profile_put_omitted` is `keep`.",
    ),
    "pipeline_create_body": words(
        "omit", "send", "Whether the response to creating a Pipeline Engine's profile contains the profile."
    ),
    "error_bodies": words(
        "full", "short", "Whether an error body has a code and a request id, or only a status and a message."
    ),
    "token_encodings": words(
        "both",
        "json form",
        "Whether the token endpoint accepts JSON, a form, or both; for another type of body, 415.",
    ),
    # lists
    "engine_list_key": words(
        "show", "omit", "Whether lists of engines contain the pairing keys of unpaired engines."
    ),
    "runtime_list_delay": number(0, "Seconds until lists show a new engine or cluster."),
    "list_order": words(
        "created",
        "latest name",
        "The order of engines and clusters in lists: oldest first, newest first, or by name.",
    ),
    "page_limit": words(
        "refuse",
        "cap",
        "Whether listing executions with a `limit` above 100 answers 400, or a page of 100 executions.",
    ),
    "fiql_wildcard": words("any", "literal", "Whether `*` in a value of a FIQL query matches any text."),
    "fiql_ordering": words("allow", "refuse", "Whether FIQL queries may use `=ge=` and similar operators."),
    # features
    "engine_version": words(
        "omit", "show", "Whether a Remote Engine gets a version when it pairs, as in newer API versions."
    ),
    "debug_host": words(
        "keep", "fill", "Whether a Remote Engine without a `debug.host` sets it when it pairs."
    ),
    "member_workspace": words(
        "move", "keep", "Whether an engine moves to the workspace of the cluster that it joins."
    ),
    "generic_profile_processors": words(
        "all",
        "dynamic",
        "Whether `/processing/run-profiles` creates profiles for all processors or only for dynamic engines.",
    ),
    "cloud_jvm_rollback": words(
        "present",
        "404 405 410",
        "`present` if the account has the JVM rollback of Cloud Engines; otherwise the status of its GET and"
        " PUT.",
    ),
}
"""`open_rules.SWITCHES` includes these switches."""
