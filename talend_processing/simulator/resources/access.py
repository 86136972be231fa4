"""Who may call: bearer tokens, service accounts and their tokens, permissions."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from http import HTTPStatus

from talend_processing.simulator.account.account import World, event, noun
from talend_processing.simulator.http.operations import Call, Caller, operation
from talend_processing.simulator.http.responses import Answer, ApiError, Record, as_json, bad_request
from talend_processing.simulator.http.validation import NAME, TEXT, Array, Boolean, Integer, Shape, Text

_TOKEN_REQUEST = Shape({"grant_type": NAME}, {"audience": TEXT})
_HUMAN, _SERVICE = "HUMAN", "SERVICE"


@noun(
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
    key="token",
)
def complete_token(world: World, given: Record) -> Record:
    """A token of a seed. One that expires was issued to a service account."""
    if "expiresAt" in given:
        world.schedule(given["expiresAt"], "token-expires", given["token"])
    return {"userId": "simulated-user", "userType": _HUMAN, **given}


@noun(
    "serviceAccounts",
    "Service account",
    Shape({"id": NAME, "secret": NAME}, {"permissions": Array(NAME)}),
    order=3,
)
def complete_account(world: World, given: Record) -> Record:
    """A service account of a seed."""
    del world
    return given


@event("token-expires")
def expire(world: World, token: str, at: int) -> None:
    """Keep the token, so that it is refused from now on."""
    del at
    world.table("tokens")[token]["expired"] = True


def unauthorized(details: str) -> ApiError:
    """401, to be raised."""
    return ApiError(HTTPStatus.UNAUTHORIZED, "Unauthorized", details, headers={"WWW-Authenticate": "Bearer"})


def caller(world: World, headers: Mapping[str, str]) -> Caller:
    """Whose token it is, or 401. Any will do unless the seed names some."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise unauthorized("a bearer token is needed in the Authorization header")
    tokens = world.table("tokens")
    known = tokens.get(token.strip())
    if known is None:
        if any("expiresAt" not in one for one in tokens.values()):
            raise unauthorized("the token is not valid")
        return Caller()
    if known.get("expired"):
        raise unauthorized("the token has expired")
    permissions = known.get("permissions")
    return Caller(known["userId"], known["userType"], None if permissions is None else frozenset(permissions))


def _client(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError as error:
        raise unauthorized("the Basic credentials cannot be read") from error
    if scheme.lower() != "basic" or not colon:
        raise unauthorized("the client's id and secret are needed as Basic credentials")
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
def create_service_account_token(call: Call) -> Answer:
    """A token for a service account, as JSON or as a form."""
    client_id, secret = _client(call.headers.get("authorization", ""))
    accounts = call.world.table("serviceAccounts")
    account = accounts.get(client_id)
    if accounts and (account is None or account["secret"] != secret):
        raise unauthorized("no service account has this id and secret")
    if call.body["grant_type"] != "client_credentials":
        raise bad_request("unsupported_grant_type", "grant_type must be client_credentials")
    token = call.world.key().lower()
    lives = int(call.world.switches.number("token_seconds"))
    record: Record = {"token": token, "userId": client_id, "userType": _SERVICE}
    record["expiresAt"] = call.world.now() + lives * 1000
    if account is not None and "permissions" in account:
        record["permissions"] = account["permissions"]
    call.world.table("tokens")[token] = complete_token(call.world, record)
    return as_json({"access_token": token, "expires_in": lives, "token_type": "Bearer"})
