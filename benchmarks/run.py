"""The options of one run of the benchmarks, and the destination of its tables."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine, page


@dataclass(frozen=True)
class Run:
    """The options of a run."""

    engine: Path
    sizes: tuple[int, ...]
    latencies: tuple[float, ...]
    checkpoints: tuple[bool, ...]
    repeats: int
    providers: tuple[str, ...]
    quick: bool
    output: Path | None
    """The page to write. With None the tables are only printed."""

    def say(self, text: str) -> None:
        """Show progress."""
        print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)

    def publish(self, name: str, conditions: str, body: str, part: str = "") -> None:
        """Write a table after a line with its conditions.

        Args:
            name: The table, as `--only` takes it.
            conditions: The settings that a reader needs to repeat it.
            body: The table in Markdown.
            part: The place on the page, if the table has several.

        """
        command = f"python -m benchmarks --only {name}"
        began = f"{time.strftime('%Y-%m-%d')}, {machine.load()} at the end"
        text = f"`{command}`: {conditions}. {machine.describe(self.engine)}; {began}.\n\n{body}"
        if self.output is None:
            print(f"\n{text}\n", flush=True)
        else:
            page.write(self.output, part or name, text)
