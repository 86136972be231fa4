"""Does the list of engines show what an engine's own GET shows?

Calls: the list of engines, and the GET of the probe's engine.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.kinds import ENGINES
from talend_processing.probe.lab import Lab
from talend_processing.probe.rules import Experiment, NotObservedError, Rule

_KEY: Final = Rule(
    "engine_list_key",
    "Does the list of engines hold the keys of engines that are not paired?",
    "show",
    {
        "omit": "The provider reads engines from lists: it keeps the key that it knows, and after"
        " unpairing it"
        " reads the new one from the engine itself.",
        "show": "None.",
    },
)


def run(lab: Lab) -> None:
    """Compare the engine in the list with its own GET."""
    alone = lab.need(lab.api.get(lab.engine.path)).record
    entry = lab.entry(ENGINES, lab.engine)
    if not alone.get("preAuthorizedKey"):
        raise NotObservedError("the engine does not show its key")
    missing = sorted(set(alone) - set(entry) - {"preAuthorizedKey"})
    note = f"the list also leaves out {', '.join(missing)}" if missing else ""
    lab.observe(_KEY.name, "show" if entry.get("preAuthorizedKey") else "omit", note=note)


EXPERIMENT: Final = Experiment(
    rules=(_KEY,),
    does="compares its engine in the list of engines with the engine's own GET",
    run=run,
    calls=2,
    engines=("engine",),
)
