"""The `verify` argument of the HTTP clients with which tests call simulators."""

from __future__ import annotations

import ssl
from typing import Final

NO_CERTIFICATES: Final = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""A context without certificates, which plain HTTP does not need. Loading them takes 50 ms per client."""
