"""A finding of a review."""

from __future__ import annotations

from dataclasses import dataclass, replace

from talend_processing.review.findings.rules import Risk
from talend_processing.stack.source_position import Position
from talend_processing.stack.step import Step


@dataclass(frozen=True)
class Finding:
    """A change of one resource, and its risk to running work."""

    rule: str
    """The name of the rule in `rules.RULES`, such as engine-replaced."""
    risk: Risk
    what: str
    """What happens to the object, such as "Remote Engine `etl-1` is deleted"."""
    reason: str
    """The reason for the risk."""
    step: Step
    details: tuple[str, ...] = ()
    """More lines below the reason."""

    @property
    def position(self) -> Position | None:
        """The line of the program that declares the resource."""
        return self.step.position

    def source_line(self, quote: str = "") -> str:
        """Return main.py:12 between two `quote` characters, or an empty string if the line is unknown.

        For a deleted resource, return "was main.py:12", because the program no longer declares it.
        """
        if self.position is None:
            return ""
        path_and_line = f"{quote}{self.position.path}:{self.position.line}{quote}"
        return f"was {path_and_line}" if self.step.op == "delete" else path_and_line

    def with_details(self, *details: str, risk: Risk | None = None) -> Finding:
        """Return the finding with additional details. If `risk` is given, it replaces the finding's risk."""
        return replace(self, details=(*self.details, *details), risk=self.risk if risk is None else risk)
