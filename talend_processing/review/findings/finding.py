"""A finding of a review: one change of one resource, with its risk and the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from talend_processing.review.findings.rules import Risk
from talend_processing.stack.source_position import Position
from talend_processing.stack.step import Step


@dataclass(frozen=True)
class Finding:
    """One change of one resource."""

    rule: str
    """The name of the rule, a key of `rules.RULES`."""
    risk: Risk
    what: str
    """What happens."""
    reason: str
    """The reason for the risk."""
    step: Step
    details: tuple[str, ...] = ()

    @property
    def position(self) -> Position | None:
        """The line of the program that declares the resource."""
        return self.step.position

    def source_line(self, quote: str = "") -> str:
        """Return the position as `main.py:12`, between two `quote`s; empty if it is not known.

        A deleted resource is no longer in the program, so the result is `was main.py:12`.
        """
        if self.position is None:
            return ""
        line = f"{quote}{self.position.path}:{self.position.line}{quote}"
        return f"was {line}" if self.step.op == "delete" else line

    def with_details(self, *details: str, risk: Risk | None = None) -> Finding:
        """Return the finding with additional details, and with another risk if one is given."""
        return replace(self, details=(*self.details, *details), risk=self.risk if risk is None else risk)
