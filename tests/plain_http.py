"""A setting for tests' own clients of simulators on this machine."""

from __future__ import annotations

import ssl
from typing import Final

NO_CERTIFICATES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""`verify` of a client for plain http. Loading the certificates would take 50 ms for each client."""
