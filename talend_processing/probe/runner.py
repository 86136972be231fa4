"""A run of the probe: the experiments one after another, and the removal of their objects."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.client.errors import CallError
from talend_processing.probe.experiment import Experiment, Finding, NotObservedError, Unobserved
from talend_processing.probe.lab import Lab, TokenRefusedError, no_answer
from talend_processing.probe.plan import lacking
from talend_processing.probe.removal import Left

_log: Final = logging.getLogger(__name__)
_NOT_SHOWN: Final = "the responses of this account do not show it"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings of a run, and the objects that it could not remove."""

    findings: dict[str, Finding]
    left: tuple[Left, ...]
    calls: int
    interrupted: bool = False
    token_refused: bool = False


def run_experiments(
    lab: Lab,
    experiments: Sequence[Experiment],
    say: Callable[[str], None],
    *,
    before_removal: Callable[[], None] = lambda: None,
) -> Outcome:
    """Run experiments, then remove their objects, even after an error or an interrupt.

    If Ctrl-C or a refused token ends the run, the outcome contains the findings so far.

    Args:
        lab: The API, the objects and the findings that the experiments share.
        experiments: The experiments in order.
        say: Shows a line of progress.
        before_removal: Called before the removal. It can make the process ignore the next Ctrl-C.

    """
    interrupted = refused = False
    runnable = [one for one in experiments if not lacking(one, lab.place)]
    try:
        for experiment in experiments:
            if experiment in runnable:
                say(f"[{runnable.index(experiment) + 1}/{len(runnable)}] {experiment.does}")
            _observe(lab, experiment)
    except KeyboardInterrupt:
        interrupted = True
        say("interrupted: removing the created objects")
    except TokenRefusedError:
        refused = True
    finally:
        before_removal()
        left = tuple(one for one in lab.box.remove_all() if isinstance(one, Left))
        say(f"{len(left)} object(s) are left" if left else "removed all created objects")
    why = "the probe was interrupted before" if interrupted else "the API refused the token before"
    for experiment in experiments:
        _record_unobserved(lab, experiment, why)
    return Outcome(dict(lab.findings), left, lab.api.calls, interrupted, refused)


def _observe(lab: Lab, experiment: Experiment) -> None:
    """Run one experiment, and record a finding for each of its rules."""
    lab.permission = experiment.permission
    missing = lacking(experiment, lab.place)
    reason = f"it needs {' and '.join(missing)}" if missing else _NOT_SHOWN
    try:
        if not missing:
            experiment.run(lab)
    except TokenRefusedError as error:
        _record_unobserved(lab, experiment, str(error))
        raise
    except NotObservedError as error:
        reason = str(error)
    except CallError as error:
        reason = no_answer(error)
    except Exception as error:  # noqa: BLE001 - a bug in one experiment must not stop the others
        _log.debug("a bug in an experiment", exc_info=True)
        reason = f"a bug in the experiment ({type(error).__name__}). Report it"
    _record_unobserved(lab, experiment, reason)


def _record_unobserved(lab: Lab, experiment: Experiment, reason: str) -> None:
    """Record why nothing was observed, for each rule of the experiment that has no finding yet."""
    for rule in experiment.rules:
        lab.findings.setdefault(rule.name, Unobserved(reason))
