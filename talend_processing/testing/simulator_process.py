"""A simulator in a separate process."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from talend_processing.simulator import SimulatorControl


class SimulatorProcess(SimulatorControl):
    """A simulator in a separate process on a free port. It has the same controls as `Simulator`.

    The constructor starts the process. `stop` or the end of a `with` block ends it.

    Raises:
        RuntimeError: The process did not start. The message gives the reason.

    """

    def __init__(
        self,
        *,
        seed: Mapping[str, Any] | Path | None = None,
        switches: Mapping[str, object] | None = None,
    ) -> None:
        command = [sys.executable, "-m", "talend_processing.simulator", "--port", "0"]
        for name, value in (switches or {}).items():
            command += ["--switch", f"{name}={'null' if value is None else value}"]
        with tempfile.TemporaryDirectory(prefix="talend-seed-") as folder:
            if isinstance(seed, Mapping):
                seed_file = Path(folder, "seed.json")
                seed_file.write_text(json.dumps(seed), encoding="utf-8")
                seed = seed_file
            command += [] if seed is None else ["--seed", str(seed)]
            # Nobody reads stderr while the process runs, and a full pipe would block it. So use a file.
            with tempfile.TemporaryFile("w+", encoding="utf-8") as stderr:
                self._process = subprocess.Popen(
                    command, stdout=subprocess.PIPE, stderr=stderr, encoding="utf-8", start_new_session=True
                )
                assert self._process.stdout is not None  # noqa: S101 - narrows the type
                first_line = self._process.stdout.readline()
                if not first_line.startswith("listening on "):
                    self._process.communicate()
                    stderr.seek(0)
                    raise RuntimeError(
                        f"the simulator did not start: {stderr.read().strip() or first_line.strip()}"
                    )
        super().__init__(first_line.removeprefix("listening on ").strip())

    def stop(self) -> None:
        """End the process, and wait for its end."""
        self._process.terminate()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
