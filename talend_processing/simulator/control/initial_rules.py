"""Initial values of the switches, from a report of `talend-processing probe` or from `LEAST_FRIENDLY`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import yaml

from talend_processing.simulator.control.least_friendly import LEAST_FRIENDLY
from talend_processing.simulator.control.open_rules import SWITCHES
from talend_processing.simulator.control.switch import Setting

RULES_VARIABLE: Final = "TALEND_SIMULATOR_RULES"
"""The environment variable with the default for the argument `rules` of `Simulator`."""

LEAST_FRIENDLY_NAME: Final = "least-friendly"
"""The word that selects `LEAST_FRIENDLY` in place of the path of a report."""

_NEWEST_FORMAT = 1
"""The newest format of reports that this version can read."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Values of switches from a report or from `LEAST_FRIENDLY`."""

    name: str
    """The file's name, or `least-friendly`."""
    values: Mapping[str, Setting] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    """Warnings about values of the report that this version does not support."""


def rules_or_default(report: Path | str | None) -> Rules | None:
    """Read `report`, by default that of `TALEND_SIMULATOR_RULES`. Return None if neither is set."""
    source = report or os.environ.get(RULES_VARIABLE)
    return read_rules(source) if source else None


def read_rules(report: Path | str) -> Rules:
    """Read the values in a report, or return those of `LEAST_FRIENDLY` for the name `least-friendly`.

    Raises:
        ValueError: The file cannot be read, or is not a report in a supported format.

    """
    if str(report) == LEAST_FRIENDLY_NAME:
        return Rules(LEAST_FRIENDLY_NAME, LEAST_FRIENDLY)
    path = Path(report)
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path}: the report cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: the report is not YAML") from error
    entries = document.get("rules") if isinstance(document, dict) else None
    version = document.get("format") if isinstance(document, dict) else None
    if not isinstance(version, int) or not isinstance(entries, list):
        raise ValueError(f"{path}: this is not a report of `talend-processing probe`")  # noqa: TRY004
    if version > _NEWEST_FORMAT:
        raise ValueError(
            f"{path}: a newer version of talend-processing wrote this report. Upgrade talend-processing"
        )
    values: dict[str, Setting] = {}
    ignored = []
    for entry in entries:
        if not isinstance(entry, dict) or "observed" not in entry or entry.get("simulator") is False:
            continue  # not observed, or a rule without a switch
        name = str(entry.get("rule"))
        switch = SWITCHES.get(name)
        if switch is None:
            ignored.append(f"{name}: the simulator has no such switch")
            continue
        value = switch.as_word(entry["observed"])
        if switch.accepts(value):
            values[name] = value
        else:
            ignored.append(f"{name}: the switch does not accept {value!r}")
    return Rules(path.name, values, tuple(ignored))
