"""Whether a process of this machine still runs."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Final

_SYNCHRONIZE: Final = 0x00100000
_ACCESS_DENIED: Final = 5
_WAIT_TIMEOUT: Final = 0x102

if sys.platform == "win32":

    def is_running(pid: int) -> bool:
        """Return whether a process with this id runs. `os.kill(pid, 0)` would send it Ctrl-C here."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        process = kernel.OpenProcess(_SYNCHRONIZE, 0, pid)
        if not process:
            return ctypes.get_last_error() == _ACCESS_DENIED
        running = kernel.WaitForSingleObject(process, 0) == _WAIT_TIMEOUT
        kernel.CloseHandle(process)
        return bool(running)

else:

    def is_running(pid: int) -> bool:
        """Return whether a process with this id runs, also if it belongs to another user."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
