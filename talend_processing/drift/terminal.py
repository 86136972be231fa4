"""Drift for the eyes of somebody at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from talend_processing.console import console_on
from talend_processing.drift.report import Drift, Subject

if TYPE_CHECKING:
    from rich.text import Text

_REMEDIES: Final = {
    "up": ("the next `pulumi up --refresh` changes it back", "yellow"),
    "replacement": ("only a replacement could change it back, so it stays", "magenta"),
}


def terminal(drift: Drift, out: TextIO) -> None:
    """Print it."""
    from rich.text import Text  # noqa: PLC0415 - only the extra `cli` brings it

    console = console_on(out)
    style = "bold red" if drift.unread else "bold yellow" if drift.found else "bold green"
    console.print(Text(f"{drift.project}/{drift.stack}: {drift.headline}", style))
    for one in drift.changed:
        console.print(_heading("~", "changed", one.subject, "yellow"))
        for change in one.changes:
            says, colour = _REMEDIES[change.remedy]
            text = Text(f"    {change.argument}: {change.held} -> {change.found}\n")
            console.print(text.append(f"      {says}", colour))
    for subject in drift.missing:
        console.print(_heading("-", "missing", subject, "red"))
        console.print(Text("    the next `pulumi up --refresh` makes it again", "red"))
    for loose in drift.unmanaged:
        where = loose.where or loose.environment
        text = Text("+ unmanaged  ", "bold cyan").append(
            f"{loose.title} ({loose.object_id})", "not bold default"
        )
        console.print(text.append(f" in {where}" if where else "", "dim not bold"))
        console.print(Text(f"    {loose.adopt}", "dim"), soft_wrap=True)
    for unread in drift.unread:
        console.print(_heading("!", "unread", unread.subject, "red"))
        console.print(Text(f"    {unread.why}"))
    for note in drift.notes:
        console.print(Text(f"note: {note}", "dim"))


def _heading(mark: str, what: str, subject: Subject, colour: str) -> Text:
    from rich.text import Text  # noqa: PLC0415 - only the extra `cli` brings it

    place = f"  {subject.position.path}:{subject.position.line}" if subject.position else ""
    text = Text(f"{mark} {what:<9}  ", f"bold {colour}").append(
        f"{subject.title} ({subject.object_id})", "not bold default"
    )
    return text.append(place, "dim not bold")
