"""Which formats does the token endpoint accept, and how long is a token valid?

Calls: two POSTs to the token endpoint, one with a JSON body and one with a form. The tokens are not used.
With a personal access token, the experiment is skipped.
"""

from __future__ import annotations

from typing import Final

from talend_processing.probe.experiment import Experiment, NotObservedError, Rule
from talend_processing.probe.lab import Lab

_ENCODINGS: Final = Rule(
    "token_encodings",
    "Does the token endpoint accept JSON, a form, or both?",
    "both",
    {"*": "No effect: the client sends JSON, and a form if the API refuses JSON with 415."},
)
_SECONDS: Final = Rule(
    "token_seconds",
    "For how many seconds is a service account's token valid?",
    1800,
    {"*": "No effect: the client renews a token before the expiry that the API states."},
)
_REFUSED: Final = frozenset({400, 401, 406, 415, 422})


def run(lab: Lab) -> None:
    """Request one token with a JSON body and one with a form."""
    if not lab.target.service_account:
        raise NotObservedError(
            "the credentials are not those of a service account (TALEND_CLIENT_ID and TALEND_CLIENT_SECRET)"
        )
    replies = {body_format: lab.api.token(form=body_format == "form") for body_format in ("json", "form")}
    accepted_formats = [
        body_format for body_format, reply in replies.items() if lab.accepted(reply, refusals=_REFUSED)
    ]
    if not accepted_formats:
        raise NotObservedError("the token endpoint refused both formats")
    lab.observe(_ENCODINGS.name, "both" if len(accepted_formats) > 1 else accepted_formats[0])
    with lab.observing(_SECONDS):
        valid_seconds = replies[accepted_formats[0]].record.get("expires_in")
        if not isinstance(valid_seconds, int | float) or isinstance(valid_seconds, bool):
            raise NotObservedError("the response does not say when the token expires")
        lab.observe(_SECONDS.name, int(valid_seconds))


EXPERIMENT: Final = Experiment(
    rules=(_ENCODINGS, _SECONDS),
    summary="requests two tokens, if the credentials are those of a service account",
    run=run,
    calls=2,
    permission="",
)
