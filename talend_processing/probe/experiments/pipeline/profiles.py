"""What do creates of Pipeline Engine profiles return, and where does the API show the profiles?

Calls: a POST of a profile of each of the five kinds, another one with the kind and name of the first, the
engine's list of profiles, a search for profiles, and the GETs of the Databricks and the
data-integration profile.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.api import Record, Reply
from talend_processing.probe.experiment import PROFILE_MANAGEMENT, Experiment, NotObservedError, Rule
from talend_processing.probe.experiments.pipeline.bodies import BODIES, TOKEN
from talend_processing.probe.kinds import PIPELINE_PROFILES
from talend_processing.probe.lab import Lab
from talend_processing.probe.markers import PREFIX, has_number
from talend_processing.probe.removal import Thing

_BODY: Final = Rule(
    "pipeline_create_body",
    "Does creating a Pipeline Engine's profile return a body?",
    "omit",
    {"*": "None: the provider finds the new profile in the list."},
)
_LOCATION: Final = Rule(
    "location_header",
    "Do creates without a body have a `Location` header?",
    "omit",
    {"*": "None: the provider finds the new profile in the list."},
)
_LIST: Final = Rule(
    "pipeline_list_kinds",
    "Does a Pipeline Engine's list contain its `data-integration` profiles?",
    "all",
    {
        "documented": "None: for data-integration profiles, the provider also searches run profiles.",
        "all": "None.",
    },
)
_SEARCH: Final = Rule(
    "search_pipeline_profiles",
    "Does the search over run profiles find the `data-integration` profiles of Pipeline Engines?",
    "show",
    {
        "hide": "None, as long as the engine's list shows them (`pipeline_list_kinds`). If neither does, a"
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
    """Create one profile of each kind and read them."""
    engine = lab.pipeline_engine
    made: dict[str, tuple[Thing | None, Reply]] = {}
    for kind, body in BODIES.items():
        made[kind] = lab.box.create(PIPELINE_PROFILES[kind], kind, body, parent=engine.id)
    _observe_responses(lab, [reply for _, reply in made.values() if reply.ok and not reply.lost])
    with lab.asking(_SAME_NAME):
        first, reply = made["standard"]
        lab.need(reply)
        number = first.number if first is not None else None
        _, again = lab.box.create(
            PIPELINE_PROFILES["standard"], "standard", BODIES["standard"], parent=engine.id, number=number
        )
        lab.observe(_SAME_NAME.name, "allow" if lab.accepted(again) else "refuse")
    _observe_data_integration(lab, engine, *made["data-integration"])
    with lab.asking(_TOKEN):
        _observe_token(lab, *made["databricks"])


def _observe_responses(lab: Lab, replies: list[Reply]) -> None:
    """Observe what the accepted creates returned."""
    if not replies:
        for rule in (_BODY, _LOCATION):
            lab.cannot(rule.name, "no profile of a Pipeline Engine could be created")
        return
    bodies = [reply for reply in replies if reply.get("id")]
    note = "" if len(bodies) in {0, len(replies)} else f"{len(bodies)} of {len(replies)} kinds return a body"
    lab.observe(_BODY.name, "send" if bodies else "omit", note=note)
    if bodies:
        lab.cannot(_LOCATION.name, "creates return a body")
        return
    located = any(reply.headers.get("location") for reply in replies)
    lab.observe(_LOCATION.name, "send" if located else "omit")


def _observe_data_integration(lab: Lab, engine: Thing, thing: Thing | None, reply: Reply) -> None:
    """Observe where the API shows the data-integration profile, and how it shows the arguments."""
    found: Record | None = None
    with lab.asking(_LIST):
        lab.need(reply)
        listed = lab.need(lab.api.get(PIPELINE_PROFILES["standard"].lists(engine.id))).records
        found = _entry(lab, listed, thing)
        lab.observe(_LIST.name, "all" if found else "documented")
    with lab.asking(_SEARCH):
        lab.need(reply)
        search_body = {"offset": 0, "processorIds": [engine.id], "name": f"{PREFIX}{lab.box.run}"}
        listed = lab.need(lab.api.search(search_body)).records
        entry = _entry(lab, listed, thing)
        lab.observe(_SEARCH.name, "show" if entry else "hide")
        found = found or entry
    with lab.asking(_ARGUMENTS):
        lab.need(reply)
        object_id = (thing.id if thing is not None else "") or str((found or {}).get("id", ""))
        if not object_id:
            raise NotObservedError("neither the list nor the search shows the id of the profile")
        kind = PIPELINE_PROFILES["data-integration"]
        record = lab.need(lab.api.get(kind.one(object_id, engine.id))).record
        lab.observe(_ARGUMENTS.name, "string" if isinstance(record.get("jvmArguments"), str) else "array")


def _entry(lab: Lab, listed: list[Record], thing: Thing | None) -> Record | None:
    """Return the list entry of a profile, found by the number in its name; None if it is not listed."""
    if thing is None:
        return None
    return next((one for one in listed if has_number(one, lab.box.run, thing.number)), None)


def _observe_token(lab: Lab, thing: Thing | None, reply: Reply) -> None:
    """Observe how the API shows the token of the Databricks profile."""
    lab.need(reply)
    if thing is None or not thing.id:
        raise NotObservedError("the list does not show the id of the profile")
    databricks = lab.need(lab.api.get(thing.path)).record.get("databricks")
    token = databricks.get("token") if isinstance(databricks, dict) else None
    if token == TOKEN:
        lab.observe(_TOKEN.name, "shown")
    else:
        lab.observe(_TOKEN.name, "masked" if token else "omitted")


EXPERIMENT: Final = Experiment(
    rules=(_BODY, _LOCATION, _LIST, _SEARCH, _SAME_NAME, _TOKEN, _ARGUMENTS),
    does="creates a profile of each of the five kinds on its Pipeline Engine and reads them",
    run=run,
    calls=19,
    permission=PROFILE_MANAGEMENT,
    engines=("pipeline engine",),
)
