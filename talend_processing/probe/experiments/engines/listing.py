"""Does the list of engines show the key and the other fields that the GET of an engine shows?

Calls: the list of engines, and the GET of the probe's engine.
"""

from __future__ import annotations

import re
from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.kinds import ENGINES
from talend_processing.probe.lab import Lab

_KEY: Final = Rule(
    "engine_list_key",
    "Does the list of engines contain the keys of engines that are not paired?",
    "show",
    {
        "omit": "State keeps the key that the provider read when it created or unpaired the engine. If"
        " somebody else unpairs the engine, the key in state is outdated.",
        "show": "No effect.",
    },
)
_USUAL_FIELD_NAME: Final = re.compile("[a-z]{1,20}([A-Z][a-z]{1,20}){0,5}")
"""The usual format of field names. A name in another format does not go into the report."""


def run(lab: Lab) -> None:
    """Compare the engine's list entry with the response to its GET."""
    details = lab.require_success(lab.api.get(lab.engine.path)).record
    entry = lab.wait_for_entry(ENGINES, lab.engine)
    if not details.get("preAuthorizedKey"):
        raise NotObservedError("the GET of the engine does not return its key")
    missing = sorted(filter(_USUAL_FIELD_NAME.fullmatch, set(details) - set(entry) - {"preAuthorizedKey"}))
    note = f"the list also omits {', '.join(missing)}" if missing else ""
    lab.observe(_KEY.name, "show" if entry.get("preAuthorizedKey") else "omit", note=note)


EXPERIMENT: Final = Experiment(
    rules=(_KEY,),
    summary="compares the list entry of the probe's engine with the response to the engine's GET",
    run=run,
    calls=2,
    engines=("engine",),
)
