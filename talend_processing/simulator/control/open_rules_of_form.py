"""Open rules about form: names, bodies, lists, and what an account of another age lacks."""

from __future__ import annotations

from talend_processing.simulator.control.switch import Switch, number, words

FORM_SWITCHES: dict[str, Switch] = {
    # names
    "name_blanks": words(
        "keep", "trim refuse", "What becomes of blanks at the ends of a name: kept, taken off, or 400."
    ),
    "name_length": Switch(None, "How many characters a name may have; 400 if it has more.", nothing=True),
    "name_unicode": words(
        "allow", "refuse", "Whether names may hold characters outside of ASCII; if not, 400."
    ),
    "name_case": words(
        "distinct", "same", "Whether names that differ in upper and lower case only are two names or one."
    ),
    "duplicate_profile_names": words(
        "refuse", "allow", "Whether two run profiles of an engine or cluster may have one name; if not, 409."
    ),
    # bodies
    "unknown_fields": words("refuse", "ignore", "Whether a body with an unknown field answers 400."),
    "jvm_argument_entries": words(
        "keep",
        "split refuse",
        "What becomes of several JVM arguments in one entry: kept, split into entries, or 400.",
    ),
    "profile_put_omitted": words(
        "drop", "keep", "Whether a PUT of a run profile drops the description that it leaves out."
    ),
    "profile_new_members": words(
        "refuse",
        "store",
        "Whether run profiles take and show members that the reference does not list, as newer APIs do:"
        " if not, 400. A PUT drops those that it leaves out, unless `profile_put_omitted` is `keep`.",
    ),
    "pipeline_create_body": words(
        "omit", "send", "Whether creating a Pipeline Engine's profile answers the profile."
    ),
    "error_bodies": words(
        "full", "short", "Whether errors hold a code and the request's id, or a status and a message only."
    ),
    "token_encodings": words(
        "both", "json form", "Which encodings of its request the token endpoint takes; 415 for the other."
    ),
    # lists
    "engine_list_key": words(
        "show", "omit", "Whether lists of engines hold the keys of engines that are not paired."
    ),
    "runtime_list_delay": number(0, "Seconds until lists show an engine or cluster that was created."),
    "list_order": words(
        "created",
        "latest name",
        "The order of engines and clusters in lists: of creation, reversed, or of names.",
    ),
    "page_limit": words("refuse", "cap", "Whether a page limit above 100 answers 400 or 100 items."),
    "fiql_wildcard": words("any", "literal", "Whether `*` in a query's value stands for any text."),
    "fiql_ordering": words("allow", "refuse", "Whether queries can compare with `=ge=` and the like."),
    # what is there
    "engine_version": words(
        "omit", "show", "Whether an engine shows its version once it is paired, as newer APIs do."
    ),
    "debug_host": words(
        "keep", "fill", "Whether a Remote Engine fills in its `debug.host` when it pairs, if none was given."
    ),
    "member_workspace": words(
        "move", "keep", "Whether an engine moves to the workspace of the cluster that it joins."
    ),
    "generic_profile_processors": words(
        "all", "dynamic", "Whether generic run profiles are for all processors or for dynamic engines only."
    ),
    "cloud_jvm_rollback": words(
        "present",
        "404 405 410",
        "Whether the JVM rollback of the Cloud Engines is there; if not, a status.",
    ),
}
"""The rest of the open rules: see `switches`."""
