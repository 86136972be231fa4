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


@dataclass(slots=True)
class Run:
    """The run of a sequence of experiments.

    Args:
        lab: The API, the objects and the findings that the experiments share.
        experiments: The experiments in order.
        say: Shows a line of progress.
        ignore_interrupt: Called before the removal. It lets the next Ctrl-C, which may be an accident, have
            no effect.

    """

    lab: Lab
    experiments: Sequence[Experiment]
    say: Callable[[str], None] = lambda _text: None
    ignore_interrupt: Callable[[], None] = lambda: None

    def go(self) -> Outcome:
        """Run the experiments, then remove their objects, also after an error or an interrupt.

        Returns the findings so far if the first Ctrl-C or the API's refusal of the token ends the run.
        """
        interrupted = refused = False
        try:
            runnable = [one for one in self.experiments if not lacking(one, self.lab.place)]
            for experiment in self.experiments:
                if experiment in runnable:
                    self.say(f"[{runnable.index(experiment) + 1}/{len(runnable)}] {experiment.does}")
                self._observe(experiment)
        except KeyboardInterrupt:
            interrupted = True
            self.say("interrupted: removing the created objects")
        except TokenRefusedError:
            refused = True
        finally:
            left = self._remove()
        why = "the probe was interrupted before" if interrupted else "the API refused the token before"
        for experiment in self.experiments:
            for rule in experiment.rules:
                self.lab.findings.setdefault(rule.name, Unobserved(why))
        return Outcome(dict(self.lab.findings), left, self.lab.api.calls, interrupted, refused)

    def _observe(self, experiment: Experiment) -> None:
        """Run one experiment, and record a finding for each of its rules."""
        self.lab.permission = experiment.permission
        missing = lacking(experiment, self.lab.place)
        reason = f"it needs {' and '.join(missing)}" if missing else ""
        try:
            if not reason:
                experiment.run(self.lab)
                reason = _NOT_SHOWN
        except TokenRefusedError as error:
            self._record_unobserved(experiment, str(error))
            raise
        except NotObservedError as error:
            reason = str(error)
        except CallError as error:
            reason = no_answer(error)
        except Exception as error:  # noqa: BLE001 - a bug in one experiment must not stop the others
            _log.debug("a bug in an experiment", exc_info=True)
            reason = f"a bug in the experiment ({type(error).__name__}). Report it"
        self._record_unobserved(experiment, reason)

    def _record_unobserved(self, experiment: Experiment, reason: str) -> None:
        """Record why nothing was observed, for each rule of the experiment that has no finding yet."""
        for rule in experiment.rules:
            self.lab.findings.setdefault(rule.name, Unobserved(reason))

    def _remove(self) -> tuple[Left, ...]:
        self.ignore_interrupt()
        left = [one for one in self.lab.box.remove_all() if isinstance(one, Left)]
        self.say(f"{len(left)} object(s) are left" if left else "removed all created objects")
        return tuple(left)
