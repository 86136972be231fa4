"""What does a create of a Pipeline Engine's run profile return, and where does the API show the profile?

Calls: the POSTs of a profile of each type and of a second `standard` one, the engine's list of profiles, a
search for profiles, and the GETs of two profiles.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Record, Reply
from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
from talend_processing.probe.experiments.pipeline.bodies import BODIES, TOKEN
from talend_processing.probe.kinds import PIPELINE_PROFILES
from talend_processing.probe.lab import Lab
from talend_processing.probe.markers import PREFIX, has_number
from talend_processing.probe.removal import ProbeObject

_BODY: Final = Rule(
    "pipeline_create_body",
    "Does the create of a Pipeline Engine's run profile return a body?",
    "omit",
    {"*": "No effect: the provider finds the new profile in the list."},
)
_LOCATION: Final = Rule(
    "location_header",
    "If a create returns no body, does the response have a `Location` header?",
    "omit",
    {"*": "No effect: the provider finds the new profile in the list."},
)
_LIST: Final = Rule(
    "pipeline_list_kinds",
    "Does a Pipeline Engine's list of run profiles contain its `data-integration` profiles?",
    "all",
    {
        "documented": "No effect: the provider also uses the search to find data-integration profiles.",
        "all": "No effect.",
    },
)
_SEARCH: Final = Rule(
    "search_pipeline_profiles",
    "Does the search for run profiles find the `data-integration` profiles of Pipeline Engines?",
    "show",
    {
        "hide": "No effect if the engine's list contains the profiles (`pipeline_list_kinds`: `all`)."
        " Otherwise a DataIntegrationRunProfile cannot be managed.",
        "show": "No effect.",
    },
)
_SAME_NAME: Final = Rule(
    "duplicate_pipeline_profiles",
    "Can two profiles of a Pipeline Engine have the same type and name?",
    "allow",
    {
        "allow": "No effect: before a create, the provider looks for a profile of the same type and name.",
        "refuse": "No effect: the API enforces what the provider checks.",
    },
)
_TOKEN: Final = Rule(
    "databricks_token",
    "How does the API show the token of a Databricks profile?",
    "masked",
    {
        "shown": "The token is readable to everyone who may read the profile. The provider keeps it"
        " secret in state.",
        "*": "No effect: the provider never writes a masked token back.",
    },
)
_ARGUMENTS: Final = Rule(
    "data_integration_arguments",
    "Are the `jvmArguments` of a data-integration profile a list or one string in responses?",
    "array",
    {"*": "No effect: the client accepts both."},
)


def run(lab: Lab) -> None:
    """Create one profile of each type and read the profiles."""
    engine = lab.pipeline_engine
    create_results: dict[str, tuple[ProbeObject | None, Reply]] = {}
    for profile_type, body in BODIES.items():
        kind = PIPELINE_PROFILES[profile_type]
        create_results[profile_type] = lab.sandbox.create(kind, profile_type, body, parent_id=engine.id)
    _observe_responses(
        lab, [reply for _, reply in create_results.values() if reply.ok and not reply.from_list]
    )
    with lab.observing(_SAME_NAME):
        first_profile, reply = create_results["standard"]
        lab.require_success(reply)
        number = first_profile.number if first_profile is not None else None
        _, second_reply = lab.sandbox.create(
            PIPELINE_PROFILES["standard"], "standard", BODIES["standard"], parent_id=engine.id, number=number
        )
        lab.observe(_SAME_NAME.name, "allow" if lab.accepted(second_reply) else "refuse")
    _observe_data_integration(lab, engine, *create_results["data-integration"])
    with lab.observing(_TOKEN):
        _observe_token(lab, *create_results["databricks"])


def _observe_responses(lab: Lab, replies: list[Reply]) -> None:
    if not replies:
        for rule in (_BODY, _LOCATION):
            lab.not_observed(rule.name, "no profile of a Pipeline Engine could be created")
        return
    replies_with_body = [reply for reply in replies if reply.get("id")]
    count, total = len(replies_with_body), len(replies)
    note = f"the creates of {count} of {total} types return a body" if 0 < count < total else ""
    lab.observe(_BODY.name, "send" if replies_with_body else "omit", note=note)
    if replies_with_body:
        lab.not_observed(_LOCATION.name, "the creates return a body")
        return
    has_location = any(reply.headers.get("location") for reply in replies)
    lab.observe(_LOCATION.name, "send" if has_location else "omit")


def _observe_data_integration(
    lab: Lab, engine: ProbeObject, profile: ProbeObject | None, reply: Reply
) -> None:
    """Observe where the API shows the data-integration profile, and in which form its arguments."""
    entry: Record | None = None
    with lab.observing(_LIST):
        lab.require_success(reply)
        profiles = lab.require_success(
            lab.api.get(PIPELINE_PROFILES["standard"].path_to_list(engine.id))
        ).records
        entry = _entry(lab, profiles, profile)
        lab.observe(_LIST.name, "all" if entry else "documented")
    with lab.observing(_SEARCH):
        lab.require_success(reply)
        search_body = {"offset": 0, "processorIds": [engine.id], "name": f"{PREFIX}{lab.sandbox.run_id}"}
        profiles = lab.require_success(lab.api.search(search_body)).records
        search_entry = _entry(lab, profiles, profile)
        lab.observe(_SEARCH.name, "show" if search_entry else "hide")
        entry = entry or search_entry
    with lab.observing(_ARGUMENTS):
        lab.require_success(reply)
        profile_id = (profile.id if profile is not None else "") or str((entry or {}).get("id", ""))
        if not profile_id:
            raise NotObservedError("neither the list nor the search contains the profile")
        kind = PIPELINE_PROFILES["data-integration"]
        record = lab.require_success(lab.api.get(kind.path_of(profile_id, engine.id))).record
        lab.observe(_ARGUMENTS.name, "string" if isinstance(record.get("jvmArguments"), str) else "array")


def _entry(lab: Lab, profiles: list[Record], profile: ProbeObject | None) -> Record | None:
    """Return the listed profile whose name has the number of `profile`, or None if the list omits it."""
    if profile is None:
        return None
    return next((one for one in profiles if has_number(one, lab.sandbox.run_id, profile.number)), None)


def _observe_token(lab: Lab, profile: ProbeObject | None, reply: Reply) -> None:
    lab.require_success(reply)
    if profile is None or not profile.id:
        raise NotObservedError("the list does not contain the profile")
    databricks = lab.require_success(lab.api.get(profile.path)).record.get("databricks")
    token = databricks.get("token") if isinstance(databricks, dict) else None
    if token == TOKEN:
        lab.observe(_TOKEN.name, "shown")
    else:
        lab.observe(_TOKEN.name, "masked" if token else "omitted")


EXPERIMENT: Final = Experiment(
    rules=(_BODY, _LOCATION, _LIST, _SEARCH, _SAME_NAME, _TOKEN, _ARGUMENTS),
    summary="creates a run profile of each of the five types on the probe's Pipeline Engine, and reads them",
    run=run,
    calls=19,
    permission=PROFILE_MANAGEMENT,
    engines=("pipeline engine",),
)
