"""Authentication and permissions: bearer tokens, service accounts and their tokens."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus

from talend_processing.simulator.account.account import Account, event, resource
from talend_processing.simulator.http.operations import Call, Caller, operation
from talend_processing.simulator.http.responses import ApiError, Record, Response, bad_request, json_response
from talend_processing.simulator.http.validation import NAME, TEXT, Array, Boolean, Integer, Shape, Text

_TOKEN_REQUEST = Shape({"grant_type": NAME}, {"audience": TEXT})
_HUMAN, _SERVICE = "HUMAN", "SERVICE"


@resource(
    "tokens",
    "Token",
    Shape(
        {"token": NAME},
        {
            "userId": NAME,
            "userType": Text((_HUMAN, _SERVICE)),
            "permissions": Array(NAME),
            "expiresAt": Integer(0, 2**62),
            "expired": Boolean(),
        },
    ),
    order=2,
    id_field="token",
)
def fill_token_defaults(account: Account, token: Record) -> Record:
    """Fill in the defaults of a token and schedule its expiry. Without `expiresAt`, it does not expire."""
    if "expiresAt" in token:
        account.schedule(token["expiresAt"], "token-expires", token["token"])
    return {"userId": "simulated-user", "userType": _HUMAN, **token}


@resource(
    "serviceAccounts",
    "Service account",
    Shape({"id": NAME, "secret": NAME}, {"permissions": Array(NAME)}),
    order=3,
)
def fill_service_account_defaults(account: Account, service_account: Record) -> Record:
    """Return a service account of a seed unchanged: it has no defaults."""
    del account
    return service_account


@event("token-expires")
def expire(account: Account, token: str, at: int) -> None:
    """Mark a token as expired. If it were deleted, `caller` could accept it as an unknown token."""
    del at
    account.table("tokens")[token]["expired"] = True


def _unauthorized(details: str) -> ApiError:
    """Return a 401 error."""
    return ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized", details, headers={"WWW-Authenticate": "Bearer"})


def caller(account: Account, headers: Mapping[str, str]) -> Caller:
    """Return the user or service account of the request's token, or raise a 401.

    A token in the account's `tokens` is valid until it expires. Any other token is valid, unless `tokens`
    contains a token without `expiresAt`.
    """
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise _unauthorized("the Authorization header must contain a bearer token")
    tokens = account.table("tokens")
    record = tokens.get(token.strip())
    if record is None:
        if any("expiresAt" not in other for other in tokens.values()):
            raise _unauthorized("the token is not valid")
        return Caller()
    if record.get("expired"):
        raise _unauthorized("the token has expired")
    permissions = record.get("permissions")
    return Caller(
        record["userId"], record["userType"], None if permissions is None else frozenset(permissions)
    )


def _client_credentials(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError as error:
        raise _unauthorized("the Basic credentials cannot be decoded") from error
    if scheme.lower() != "basic" or not colon:
        raise _unauthorized(
            "the Authorization header must contain the service account's id and secret as Basic credentials"
        )
    return client_id, secret


@operation(
    "create_service_account_token",
    "POST",
    "/security/oauth/token",
    body=_TOKEN_REQUEST,
    form=True,
    public=True,
    supporting=True,
)
def create_service_account_token(call: Call) -> Response:
    """Issue a token to a service account. If there are no service accounts, accept any id and secret."""
    client_id, secret = _client_credentials(call.headers.get("authorization", ""))
    accounts = call.account.table("serviceAccounts")
    service_account = accounts.get(client_id)
    if accounts and (service_account is None or service_account["secret"] != secret):
        raise _unauthorized("no service account has this id and secret")
    if call.body["grant_type"] != "client_credentials":
        raise bad_request("unsupported_grant_type", "grant_type must be client_credentials")
    token = call.account.random_key().lower()
    lifetime = int(call.account.switches.number("token_seconds"))
    record: Record = {"token": token, "userId": client_id, "userType": _SERVICE}
    record["expiresAt"] = call.account.now() + lifetime * 1000
    if service_account is not None and "permissions" in service_account:
        record["permissions"] = service_account["permissions"]
    call.account.table("tokens")[token] = fill_token_defaults(call.account, record)
    return json_response({"access_token": token, "expires_in": lifetime, "token_type": "Bearer"})
