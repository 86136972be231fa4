"""The plan of a probe run, which the user confirms: its experiments, and what they create and change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from talend_processing.client.errors import TalendError
from talend_processing.probe.experiment import Experiment
from talend_processing.probe.markers import PREFIX
from talend_processing.probe.registry import EXPERIMENTS
from talend_processing.probe.target import Target

_ENGINE_TEXTS: Final = {
    "engine": "a Remote Engine",
    "second engine": "another Remote Engine",
    "pipeline engine": "a Pipeline Engine",
}
_BASE_CALLS: Final = 8
"""Calls that belong to no experiment, such as the list of workspaces."""
_CALLS_PER_ENGINE: Final = 4


class UnknownRuleError(TalendError):
    """`--only` names a rule that no experiment observes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the probe will do."""

    target: Target
    selected: Sequence[Experiment]
    """The experiments that `--only` selects; all without the option."""

    @property
    def experiments(self) -> list[Experiment]:
        """The selected experiments whose required options are given."""
        return [one for one in self.selected if not missing_options(one, self.target)]

    @property
    def engines(self) -> list[str]:
        """The engines that the probe creates, such as `second engine`. Each uses an engine token."""
        return sorted({name for one in self.experiments for name in one.engines})

    @property
    def calls(self) -> int:
        """The approximate number of API calls."""
        experiment_calls = sum(one.calls for one in self.experiments)
        return experiment_calls + _BASE_CALLS + _CALLS_PER_ENGINE * len(self.engines)

    def text(self, run_id: str) -> str:
        """Return the plan as text."""
        workspace = self.target.workspace
        lines = [
            f"The probe works in workspace {workspace.name} of environment {workspace.environment}.",
            *_other_workspace_lines(self.target),
            "",
            f"It creates objects whose names begin with {PREFIX}{run_id}, and deletes them before it ends:",
            *(f"  - {_ENGINE_TEXTS[name]}" for name in self.engines),
            "  - clusters and run profiles, a few at a time",
            *_section(
                "It also has these effects:",
                (text for one in self.experiments for text in one.lasting_changes),
            ),
            "",
            *(
                ["It reads the JVM rollback of the Cloud Engines and writes the same value back."]
                if self.target.account_settings
                else []
            ),
            "It does not touch any other engine, cluster, run profile, task, plan or setting.",
            "",
            f"It needs {len(self.engines)} engine token(s) while it runs and about {self.calls} API calls.",
            "",
            f"Experiments ({len(self.experiments)}):",
            *(f"  - {one.summary}" for one in self.experiments),
        ]
        return "\n".join(lines) + "\n"


def _other_workspace_lines(target: Target) -> list[str]:
    workspaces = (target.other_workspace, target.elsewhere)
    return [
        f"It may also create a cluster in workspace {workspace.name} of environment {workspace.environment}."
        for workspace in workspaces
        if workspace is not None
    ]


def _section(title: str, texts: Iterable[str]) -> list[str]:
    lines = [f"  - {text}" for text in texts]
    return ["", title, *lines] if lines else []


def select_experiments(only: Sequence[str]) -> list[Experiment]:
    """Return the experiments that observe the rules of `--only`, or all experiments without the option.

    Raises:
        UnknownRuleError: No experiment observes one of the rules.

    """
    known_rules = {name for one in EXPERIMENTS for name in one.rule_names}
    if unknown := [name for name in only if name not in known_rules]:
        raise UnknownRuleError(
            f"--only {unknown[0]}: no experiment observes this rule."
            f" Known rules: {', '.join(sorted(known_rules))}",
            outcome="not_sent",
        )
    return [one for one in EXPERIMENTS if not only or set(one.rule_names) & set(only)]


def missing_options(experiment: Experiment, target: Target) -> list[str]:
    """Return the command-line options that the experiment requires and the user did not give."""
    option_values = {"--task": target.task, "--plan": target.plan}
    return [option for option in experiment.required_options if not option_values[option]]
