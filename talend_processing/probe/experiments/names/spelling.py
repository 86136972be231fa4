"""Which names does the API accept, and does it store them unchanged?

Calls: the POSTs and DELETEs of clusters with unusual names. The API has accepted a usual name before, so a
refusal is due to the name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from talend_processing.probe.experiment import Experiment, Rule
from talend_processing.probe.kinds import CLUSTER
from talend_processing.probe.lab import Lab

_BLANKS: Final = Rule(
    "name_blanks",
    "Does the API keep blanks at the start and end of a name?",
    "keep",
    {
        "keep": "No effect: the provider sends names as they are declared.",
        "trim": "The API returns another name than the declared one. Declare names without leading and"
        " trailing blanks.",
        "refuse": "A create with such a name fails. Declare names without leading and trailing blanks.",
    },
)
_UNICODE: Final = Rule(
    "name_unicode",
    "Does the API accept letters outside of ASCII in a name?",
    "allow",
    {"refuse": "A create with such a name fails with the API's message. Declare names in ASCII."},
)
_LENGTH: Final = Rule(
    "name_length",
    "What is the maximum length of a name in characters?",
    None,
    {
        "null": "No effect: a name of 300 characters is accepted.",
        "*": "A create with a longer name fails with the API's message. The provider has no"
        " limit of its own.",
    },
)
_LONGEST_TRIED: Final = 300
_LENGTHS: Final = (255, 128, 100, 64)
"""The lengths to try if the API refuses 300 characters. The report contains the first that it accepts."""


def run(lab: Lab) -> None:
    """Create clusters with unusual names."""
    _ = lab.cluster  # The first access creates a cluster with a usual name.
    with lab.observing(_BLANKS):
        stored_name, refused = _try_name(lab, "blanks", lambda name: f" {name} ")
        if refused:
            lab.observe(_BLANKS.name, "refuse")
        else:
            lab.observe(_BLANKS.name, "trim" if stored_name == stored_name.strip() else "keep")
    with lab.observing(_UNICODE):
        _, refused = _try_name(lab, "unicode-äж日")
        lab.observe(_UNICODE.name, "refuse" if refused else "allow")
    with lab.observing(_LENGTH):
        if not _is_too_long(lab, _LONGEST_TRIED):
            lab.observe(_LENGTH.name, None)
            return
        longest_accepted = next((length for length in _LENGTHS if not _is_too_long(lab, length)), None)
        if longest_accepted is None:
            lab.not_observed(
                _LENGTH.name, f"a name of {_LENGTHS[-1]} characters is refused. Shorter names were not tried"
            )
        else:
            lab.observe(
                _LENGTH.name,
                longest_accepted,
                note=f"the longest of {', '.join(map(str, _LENGTHS))} that is accepted",
            )


def _is_too_long(lab: Lab, length: int) -> bool:
    _, refused = _try_name(lab, "long", lambda name: name.ljust(length, "x"))
    return refused


def _try_name(lab: Lab, label: str, change_name: Callable[[str], str] = str) -> tuple[str, bool]:
    """Create and delete a cluster. Return the name in the response, and whether the API refused the name."""
    cluster, reply = lab.sandbox.create(CLUSTER, label, lab.empty_cluster, change_name=change_name)
    if not lab.accepted(reply) or cluster is None:
        return "", True
    lab.sandbox.discard(cluster)
    return reply.get("name"), False


EXPERIMENT: Final = Experiment(
    rules=(_BLANKS, _UNICODE, _LENGTH),
    summary="creates and deletes clusters whose names have blanks, non-ASCII letters or many characters",
    run=run,
    calls=6,
)
