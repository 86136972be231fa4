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
    {"*": "None: the provider finds the new profile in the list."},
)
_LOCATION: Final = Rule(
    "location_header",
    "If a create returns no body, does the response have a `Location` header?",
    "omit",
    {"*": "None: the provider finds the new profile in the list."},
)
_LIST: Final = Rule(
    "pipeline_list_kinds",
    "Does a Pipeline Engine's list of run profiles contain its `data-integration` profiles?",
    "all",
    {
        "documented": "None: the provider also looks for data-integration profiles with the search.",
        "all": "None.",
    },
)
_SEARCH: Final = Rule(
    "search_pipeline_profiles",
    "Does the search for run profiles find the `data-integration` profiles of Pipeline Engines?",
    "show",
    {
        "hide": "None if the engine's list contains them (`pipeline_list_kinds`: `all`). Otherwise a"
        " DataIntegrationRunProfile cannot be managed.",
        "show": "None.",
    },
)
_SAME_NAME: Final = Rule(
    "duplicate_pipeline_profiles",
    "Can two profiles of a Pipeline Engine have the same type and name?",
    "allow",
    {
        "allow": "None: the provider looks for a profile of the same type and name before it creates one.",
        "refuse": "None: the API enforces what the provider checks.",
    },
)
_TOKEN: Final = Rule(
    "databricks_token",
    "How does the API show the token of a Databricks profile?",
    "masked",
    {
        "shown": "The token is readable to everyone who may read the profile. The provider keeps it"
        " secret in state.",
        "*": "None: the provider never writes a masked token back.",
    },
)
_ARGUMENTS: Final = Rule(
    "data_integration_arguments",
    "Are the `jvmArguments` of a data-integration profile a list or one string in responses?",
    "array",
    {"*": "None: the client accepts both."},
)


def run(lab: Lab) -> None:
    """Create one profile of each type and read the profiles."""
    engine = lab.pipeline_engine
    created: dict[str, tuple[ProbeObject | None, Reply]] = {}
    for profile_type, body in BODIES.items():
        kind = PIPELINE_PROFILES[profile_type]
        created[profile_type] = lab.sandbox.create(kind, profile_type, body, parent=engine.id)
    _observe_responses(lab, [reply for _, reply in created.values() if reply.ok and not reply.from_list])
    with lab.observing(_SAME_NAME):
        first, reply = created["standard"]
        lab.require_success(reply)
        number = first.number if first is not None else None
        _, again = lab.sandbox.create(
            PIPELINE_PROFILES["standard"], "standard", BODIES["standard"], parent=engine.id, number=number
        )
        lab.observe(_SAME_NAME.name, "allow" if lab.accepted(again) else "refuse")
    _observe_data_integration(lab, engine, *created["data-integration"])
    with lab.observing(_TOKEN):
        _observe_token(lab, *created["databricks"])


def _observe_responses(lab: Lab, replies: list[Reply]) -> None:
    if not replies:
        for rule in (_BODY, _LOCATION):
            lab.not_observed(rule.name, "no profile of a Pipeline Engine could be created")
        return
    bodies = [reply for reply in replies if reply.get("id")]
    note = "" if len(bodies) in {0, len(replies)} else f"{len(bodies)} of {len(replies)} types return a body"
    lab.observe(_BODY.name, "send" if bodies else "omit", note=note)
    if bodies:
        lab.not_observed(_LOCATION.name, "the creates return a body")
        return
    located = any(reply.headers.get("location") for reply in replies)
    lab.observe(_LOCATION.name, "send" if located else "omit")


def _observe_data_integration(lab: Lab, engine: ProbeObject, obj: ProbeObject | None, reply: Reply) -> None:
    """Observe where the API shows the data-integration profile, and in which form its arguments."""
    found: Record | None = None
    with lab.observing(_LIST):
        lab.require_success(reply)
        listed = lab.require_success(
            lab.api.get(PIPELINE_PROFILES["standard"].path_to_list(engine.id))
        ).records
        found = _entry(lab, listed, obj)
        lab.observe(_LIST.name, "all" if found else "documented")
    with lab.observing(_SEARCH):
        lab.require_success(reply)
        search_body = {"offset": 0, "processorIds": [engine.id], "name": f"{PREFIX}{lab.sandbox.run_id}"}
        listed = lab.require_success(lab.api.search(search_body)).records
        entry = _entry(lab, listed, obj)
        lab.observe(_SEARCH.name, "show" if entry else "hide")
        found = found or entry
    with lab.observing(_ARGUMENTS):
        lab.require_success(reply)
        object_id = (obj.id if obj is not None else "") or str((found or {}).get("id", ""))
        if not object_id:
            raise NotObservedError("neither the list nor the search contains the profile")
        kind = PIPELINE_PROFILES["data-integration"]
        record = lab.require_success(lab.api.get(kind.path_of(object_id, engine.id))).record
        lab.observe(_ARGUMENTS.name, "string" if isinstance(record.get("jvmArguments"), str) else "array")


def _entry(lab: Lab, listed: list[Record], obj: ProbeObject | None) -> Record | None:
    """Return the list entry of a profile, found by the number in its name, or None."""
    if obj is None:
        return None
    return next((one for one in listed if has_number(one, lab.sandbox.run_id, obj.number)), None)


def _observe_token(lab: Lab, obj: ProbeObject | None, reply: Reply) -> None:
    lab.require_success(reply)
    if obj is None or not obj.id:
        raise NotObservedError("the list does not contain the profile")
    databricks = lab.require_success(lab.api.get(obj.path)).record.get("databricks")
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
