"""The operation that fetches a service account's token."""

from __future__ import annotations

from talend_processing.client.models.token import Token
from talend_processing.client.operation import Operation

_CHECK_ACCOUNT = "Check TALEND_CLIENT_ID and TALEND_CLIENT_SECRET, and that the account is of this region"

FETCH_TOKEN = Operation(
    id="token",
    method="POST",
    path="/security/oauth/token",
    doing="Fetching a token for the service account",
    answer=Token,
    repeatable=True,
    hints={400: _CHECK_ACCOUNT, 401: _CHECK_ACCOUNT, 403: _CHECK_ACCOUNT},
)
