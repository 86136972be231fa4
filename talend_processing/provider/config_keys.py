"""The keys of the stack config that this provider reads."""

from __future__ import annotations

from typing import Final

SECRET_KEYS: Final = ("talend:accessToken", "talend:clientSecret")
"""The keys of credentials, which must be encrypted (`pulumi config set --secret`)."""

CONFIG_KEYS: Final = (
    *SECRET_KEYS,
    "talend:clientId",
    "talend:region",
    "talend:apiUrl",
    "talend:requestsPerMinute",
    "talend:requestTimeout",
    "talend:maxRetries",
    "talend:parallel",
    "talend:listDelay",
)
