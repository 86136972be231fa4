"""Which names does the API accept, and does it store them unchanged?

Calls: a POST of a cluster for each spelling, and the DELETE of each that was accepted. The response shows the
name that the API stores. The probe has created a cluster with a usual name, so a refusal refers to the name.
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
        "keep": "None: the provider sends names as they are declared.",
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
        "null": "None: a name of 300 characters is accepted.",
        "*": "A create with a longer name fails with the API's message. The provider has no"
        " limit of its own.",
    },
)
_LONGEST: Final = 300
_LENGTHS: Final = (255, 128, 100, 64)
"""Common limits. The report contains the longest accepted one."""


def run(lab: Lab) -> None:
    """Create clusters with unusual names."""
    _ = lab.cluster
    with lab.asking(_BLANKS):
        kept, refused = _try_name(lab, "blanks", lambda name: f" {name} ")
        if refused:
            lab.observe(_BLANKS.name, "refuse")
        else:
            lab.observe(_BLANKS.name, "trim" if kept == kept.strip() else "keep")
    with lab.asking(_UNICODE):
        _, refused = _try_name(lab, "unicode-äж日")
        lab.observe(_UNICODE.name, "refuse" if refused else "allow")
    with lab.asking(_LENGTH):
        if not _too_long(lab, _LONGEST):
            lab.observe(_LENGTH.name, None)
            return
        fits = next((length for length in _LENGTHS if not _too_long(lab, length)), None)
        if fits is None:
            lab.cannot(
                _LENGTH.name, f"a name of {_LENGTHS[-1]} characters is refused; shorter ones were not tried"
            )
        else:
            lab.observe(
                _LENGTH.name, fits, note=f"the longest of {', '.join(map(str, _LENGTHS))} that is accepted"
            )


def _too_long(lab: Lab, length: int) -> bool:
    return _try_name(lab, "long", lambda name: name.ljust(length, "x"))[1]


def _try_name(lab: Lab, label: str, change_name: Callable[[str], str] = str) -> tuple[str, bool]:
    """Create and delete a cluster. Return the name that the API stored, and whether it refused the name."""
    cluster, reply = lab.box.create(CLUSTER, label, lab.empty_cluster, change_name=change_name)
    if not lab.accepted(reply) or cluster is None:
        return "", True
    lab.box.discard(cluster)
    return reply.get("name"), False


EXPERIMENT: Final = Experiment(
    rules=(_BLANKS, _UNICODE, _LENGTH),
    does="creates and deletes clusters whose names have blanks, non-ASCII letters or many characters",
    run=run,
    calls=6,
)
