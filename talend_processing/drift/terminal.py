"""Print the drift on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from talend_processing.console import console_on, styled
from talend_processing.drift.report import Drift, StackResource

if TYPE_CHECKING:
    from rich.text import Text

_REMEDIES: Final = {
    "up": ("the next `pulumi up --refresh` restores it", "yellow"),
    "replacement": ("only a replacement of the object restores it", "magenta"),
}


def terminal(drift: Drift, out: TextIO) -> None:
    """Print the drift."""
    console = console_on(out)
    style = "bold red" if drift.unread else "bold yellow" if drift.has_drift else "bold green"
    console.print(styled(f"{drift.project}/{drift.stack}: {drift.headline}", style))
    for one in drift.changed:
        console.print(_heading("~", "changed", one.resource, "yellow"))
        for change in one.changes:
            remedy, colour = _REMEDIES[change.remedy]
            text = styled(f"    {change.argument}: {change.held} -> {change.found}\n")
            console.print(text.append(f"      {remedy}", colour))
    for resource in drift.missing:
        console.print(_heading("-", "missing", resource, "red"))
        console.print(styled("    the next `pulumi up --refresh` creates it again", "red"))
    for unmanaged in drift.unmanaged:
        container = unmanaged.container or unmanaged.environment
        text = styled("+ unmanaged  ", "bold cyan")
        text.append(styled(f"{unmanaged.title} ({unmanaged.object_id})", "not bold default"))
        console.print(text.append(styled(f" in {container}" if container else "", "dim not bold")))
        console.print(styled(f"    {unmanaged.adoption_line}", "dim"), soft_wrap=True)
    for unread in drift.unread:
        console.print(_heading("!", "unread", unread.resource, "red"))
        console.print(styled(f"    {unread.reason}"))
    for note in drift.notes:
        console.print(styled(f"note: {note}", "dim"))


def _heading(mark: str, outcome: str, resource: StackResource, colour: str) -> Text:
    position = f"  {resource.position.path}:{resource.position.line}" if resource.position else ""
    text = styled(f"{mark} {outcome:<9}  ", f"bold {colour}")
    text.append(styled(f"{resource.title} ({resource.object_id})", "not bold default"))
    return text.append(styled(position, "dim not bold"))
