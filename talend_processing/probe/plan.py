"""The plan of a probe run: its experiments, and what they create and change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.probe.experiment import Experiment
from talend_processing.probe.markers import PREFIX
from talend_processing.probe.place import Place, Workspace
from talend_processing.probe.registry import EXPERIMENTS

_ENGINES: Final = {
    "engine": "a Remote Engine",
    "second engine": "another Remote Engine",
    "pipeline engine": "a Pipeline Engine",
}
_BASE_CALLS: Final = 8
_CALLS_PER_ENGINE: Final = 4


class UnknownRuleError(TalendError):
    """`--only` names a rule that no experiment observes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The description of a run that the user confirms before it starts."""

    place: Place
    chosen: Sequence[Experiment]

    @property
    def experiments(self) -> list[Experiment]:
        """The experiments that can run with the options given."""
        return [one for one in self.chosen if not lacking(one, self.place)]

    @property
    def engines(self) -> list[str]:
        """The engines that the run creates. Each uses an engine token until it is deleted."""
        return sorted({name for one in self.experiments for name in one.engines})

    @property
    def calls(self) -> int:
        """The approximate number of calls."""
        own = sum(one.calls for one in self.experiments)
        return own + _BASE_CALLS + _CALLS_PER_ENGINE * len(self.engines)

    def text(self, run: str) -> str:
        """Return the plan as text."""
        where = self.place.workspace
        lines = [
            f"The probe works in workspace {where.name} of environment {where.environment}.",
            *_elsewhere(self.place),
            "",
            f"It creates objects whose names begin with {PREFIX}{run}, and deletes them before it ends:",
            *(f"  - {_ENGINES[name]}" for name in self.engines),
            "  - clusters and run profiles, a few at a time",
            *_list("It also has these effects:", (text for one in self.experiments for text in one.changes)),
            "",
            "It does not touch any other engine, cluster, run profile, task, plan or setting."
            if not self.place.account_settings
            else "It writes the current value of the JVM rollback of the Cloud Engines again,"
            " and changes nothing else.",
            "",
            f"It needs {len(self.engines)} engine token(s) while it runs and about {self.calls} calls.",
            "",
            f"Experiments ({len(self.experiments)}):",
            *(f"  - {one.does}" for one in self.experiments),
        ]
        return "\n".join(lines) + "\n"


def _elsewhere(place: Place) -> list[str]:
    def line(where: Workspace) -> str:
        return f"It may also create a cluster in workspace {where.name} of environment {where.environment}."

    return [line(one) for one in (place.other_workspace, place.other_environment) if one is not None]


def _list(title: str, texts: Iterable[str]) -> list[str]:
    found = [f"  - {text}" for text in texts]
    return ["", title, *found] if found else []


def chosen(only: Sequence[str]) -> list[Experiment]:
    """Return the experiments that observe the given rules, or all if none is given.

    Raises:
        UnknownRuleError: No experiment observes one of the rules.

    """
    known = {name for one in EXPERIMENTS for name in one.names}
    if unknown := [name for name in only if name not in known]:
        raise UnknownRuleError(
            f"--only {unknown[0]}: no experiment observes it. Known rules: {', '.join(sorted(known))}",
            outcome="not_sent",
        )
    return [one for one in EXPERIMENTS if not only or set(one.names) & set(only)]


def lacking(experiment: Experiment, place: Place) -> list[str]:
    """Return the options that the experiment needs and that were not given."""
    given = {"--task": place.task, "--plan": place.plan}
    return [option for option in experiment.needs if not given[option]]
