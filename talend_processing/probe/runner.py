"""Run the experiments one after another, then remove the objects that they created."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.client.errors import CallError
from talend_processing.probe.experiment import Experiment, Finding, NotObservedError, Unobserved
from talend_processing.probe.lab import Lab, TokenRefusedError, no_response_reason
from talend_processing.probe.plan import missing_options
from talend_processing.probe.removal import NotRemoved

_log: Final = logging.getLogger(__name__)
_INCONCLUSIVE: Final = "the responses of the API do not answer the question"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a run."""

    findings: dict[str, Finding]
    not_removed: tuple[NotRemoved, ...]
    """The objects that remain in the account."""
    calls: int
    interrupted: bool = False
    """Whether Ctrl-C or SIGTERM ended the experiments."""
    token_refused: bool = False
    """Whether a response with status 401 ended the experiments."""


def run_experiments(
    lab: Lab,
    experiments: Sequence[Experiment],
    say: Callable[[str], None],
    *,
    before_removal: Callable[[], None] = lambda: None,
) -> Outcome:
    """Run experiments, then remove their objects, even after an error or an interrupt.

    If Ctrl-C or a refused token ends the experiments, the outcome contains the findings so far.

    Args:
        lab: The API, the objects and the findings that the experiments share.
        experiments: The experiments in order.
        say: Prints a line of progress.
        before_removal: Called before the removal, for example to ignore the next Ctrl-C.

    """
    interrupted = token_refused = False
    runnable = [one for one in experiments if not missing_options(one, lab.target)]
    try:
        for experiment in experiments:
            if experiment in runnable:
                say(f"[{runnable.index(experiment) + 1}/{len(runnable)}] {experiment.summary}")
            _observe(lab, experiment)
    except KeyboardInterrupt:
        interrupted = True
        say("interrupted: removing the created objects")
    except TokenRefusedError:
        token_refused = True
    finally:
        before_removal()
        not_removed = tuple(one for one in lab.sandbox.remove_all() if isinstance(one, NotRemoved))
        say(
            f"{len(not_removed)} object(s) remain in the account"
            if not_removed
            else "removed all created objects"
        )
    cause = "the probe was interrupted" if interrupted else "the API refused the token"
    for experiment in experiments:
        _record_unobserved(lab, experiment, f"{cause} before the experiment ended")
    return Outcome(dict(lab.findings), not_removed, lab.api.calls, interrupted, token_refused)


def _observe(lab: Lab, experiment: Experiment) -> None:
    """Run one experiment. Then record a reason for each of its rules that has no finding."""
    lab.permission = experiment.permission
    missing = missing_options(experiment, lab.target)
    reason = f"the experiment needs {' and '.join(missing)}" if missing else _INCONCLUSIVE
    try:
        if not missing:
            experiment.run(lab)
    except TokenRefusedError as error:
        _record_unobserved(lab, experiment, str(error))
        raise
    except NotObservedError as error:
        reason = str(error)
    except CallError as error:
        reason = no_response_reason(error)
    except Exception as error:  # noqa: BLE001 - a bug in one experiment must not stop the others
        _log.debug("a bug in an experiment", exc_info=True)
        reason = f"a bug in the experiment ({type(error).__name__}). Report it"
    _record_unobserved(lab, experiment, reason)


def _record_unobserved(lab: Lab, experiment: Experiment, reason: str) -> None:
    """Record the reason for each rule of the experiment that has no finding yet."""
    for rule in experiment.rules:
        lab.findings.setdefault(rule.name, Unobserved(reason))
