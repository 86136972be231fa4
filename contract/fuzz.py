"""Fuzzing with valid and invalid requests, which schemathesis generates from the contract.

It sends single requests, and sequences that follow the links of the contract.
"""

import base64
import json
import time
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

import httpx
import schemathesis
from schemathesis.engine import Status, from_schema
from schemathesis.engine.events import NonFatalError, ScenarioFinished
from schemathesis.engine.recorder import ScenarioRecorder

from contract.account import create_objects, kinds_by_variable
from contract.check import ContractViolation, check_response
from contract.document import Json, document, operation_at, operations
from contract.fuzz_values import KINDS_IN_OPERATIONS, KINDS_OF_VALUES, WORDS

TOKEN, ACCOUNT, SECRET = "fuzz", "fuzz-account", "fuzz-secret"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
BASIC = {"Authorization": "Basic " + base64.b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode()}
CREDENTIALS = {"tokens": [{"token": TOKEN}], "serviceAccounts": [{"id": ACCOUNT, "secret": SECRET}]}
"""A part of the simulator's seed. It lists credentials, so that the simulator rejects all others."""

SERVER_ERRORS = frozenset(range(500, 600)) - {HTTPStatus.NOT_IMPLEMENTED}  # a documented status of tasks
ROUND = 500  # cases; each round begins with new objects, because the last one may have deleted some
KNOWN_SHARE = 0.9  # the share of arguments that are existing ids, because random ids are always a 404


@dataclass
class Report:
    """The results of the requests, counted by operation or status."""

    sent: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    followed: Counter[str] = field(default_factory=Counter)
    """The number of requests built from an earlier response, by the link of the contract."""
    server_errors: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def cases(self) -> int:
        """The number of requests sent."""
        return self.sent.total()

    @property
    def clean(self) -> bool:
        """Whether there are no server errors and no violations."""
        return not self.server_errors and not self.violations

    def never_accepted(self, chosen: Collection[str]) -> list[str]:
        """Return the operations that accepted no request, so that their success responses are untested."""
        return sorted(set(chosen) - self.accepted.keys())

    def lines(self) -> list[str]:
        """Return the report as text."""
        answers = ", ".join(f"{status}: {count}" for status, count in sorted(self.answered.items()))
        return [
            (
                f"{self.cases} cases in {self.seconds:.0f} s on {len(self.sent)} operations, "
                f"{len(self.accepted)} of them with success ({answers})"
            ),
            f"built from an earlier response: {self.followed.total()}, by {len(self.followed)} links",
            f"server errors: {len(self.server_errors)}",
            *self.server_errors,
            f"violations of the contract: {len(self.violations)}",
            *self.violations,
        ]


def fuzz(
    url: str,
    cases: int,
    *,
    seed: int = 1,
    ids: Mapping[str, str] | None = None,
    only: Collection[str] | None = None,
) -> Report:
    """Send at least `cases` cases to the API at `url`. The same seed generates the same cases.

    The account must accept `CREDENTIALS`. `ids` are those of objects that cannot be found through the API
    (promotion, execution of a plan with a failed step). `only` restricts the cases to some operations.
    """
    report, seen, started = Report(), set[tuple[str, str]](), time.monotonic()
    chosen = frozenset(only if only is not None else (operation.id for operation in operations()))
    while report.cases < cases:
        before = report.cases
        with httpx.Client(base_url=url, headers=HEADERS) as client:
            known = create_objects(client, dict(ids or {}), chosen)
        config = _config(url, known, seed, min(ROUND, cases - before), probed=report.accepted)
        _round(schemathesis.openapi.from_dict(_chosen_document(chosen), config=config), report, seen)
        if report.cases == before:
            raise RuntimeError(f"seed {seed} generates no cases from the contract")
        seed += 1
    report.seconds = time.monotonic() - started
    return report


def _round(schema: schemathesis.BaseSchema, report: Report, seen: set[tuple[str, str]]) -> None:
    """Run schemathesis once, and add its results to the report."""
    stream = from_schema(schema).execute()
    with closing(stream.generator):
        for event in stream:
            match event:
                case ScenarioFinished(recorder=recorder):
                    _evaluate(recorder, report, seen)
                case NonFatalError(info=info, label=label):
                    _note(report.violations, seen, label, f"{info.title}: {info.message}")
                case _:
                    continue


def _evaluate(recorder: ScenarioRecorder, report: Report, seen: set[tuple[str, str]]) -> None:
    for case_id, interaction in recorder.interactions.items():
        request, response = interaction.request, interaction.response
        path = urlsplit(request.uri).path
        operation = operation_at(request.method, path)
        label = operation.id if operation else f"{request.method} {path}"
        report.sent[label] += 1
        if (case := recorder.cases.get(case_id)) and case.transition:
            report.followed[case.transition.id] += 1
        if response is None:
            _note(
                report.server_errors,
                seen,
                label,
                "the connection was closed",
                f"{request.method} {request.uri}",
            )
            continue
        report.answered[response.status_code] += 1
        if response.status_code < HTTPStatus.BAD_REQUEST:
            report.accepted[label] += 1
        body = (request.body or b"").decode("utf-8", "replace")
        sent = f"{request.method} {request.uri} {body} -> {response.status_code} {response.text[:300]}"
        if response.status_code in SERVER_ERRORS:
            _note(report.server_errors, seen, label, str(response.status_code), sent)
            continue
        failed = [check for check in recorder.checks.get(case_id, []) if check.status == Status.FAILURE]
        for check in failed:
            if check.failure_info:
                failure = check.failure_info.failure
                _note(report.violations, seen, label, f"{check.name}: {failure.title}", failure.message, sent)
        if operation and not failed and response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            headers = {name: values[0] for name, values in response.headers.items()}
            try:
                check_response(
                    request.method, path, response.status_code, headers=headers, body=response.content
                )
            except ContractViolation as violation:
                _note(report.violations, seen, label, f"{violation.field}: {violation.reason}"[:200], sent)


def _note(findings: list[str], seen: set[tuple[str, str]], label: str, what: str, *more: str) -> None:
    """Add a finding once for each operation, even if several cases have it."""
    if (label, what) not in seen:
        seen.add((label, what))
        findings.append("\n    ".join([f"  {label}: {what}", *more]))


def _config(
    url: str, known: Mapping[str, str], seed: int, cases: int, *, probed: Collection[str]
) -> schemathesis.Config:
    """Build the configuration of a round. Every other round sends only valid requests, which reach most code.

    `probed` are the operations that have accepted a request. Their authentication has been checked and is not
    checked again.
    """
    words = {kind: [one] for kind, one in known.items()} | WORDS
    bound = {
        operation.id: {
            f"path.{variable}": kind for variable, kind in kinds_by_variable(operation.path).items()
        }
        | KINDS_IN_OPERATIONS.get(operation.id, {})
        for operation in operations()
    }
    return schemathesis.Config.from_dict(
        {
            "seed": seed,
            "base-url": url,
            "headers": HEADERS,
            "continue-on-failure": True,
            "cache": {"enabled": False},
            "suppress-health-check": ["all"],
            "warnings": False,
            "request-timeout": 10,
            "generation": {
                "mode": "positive" if seed % 2 else "all",
                "max-examples": max(1, cases // len(operations()) // 2),
                "no-shrink": True,
                "database": "none",
                "with-security-parameters": False,
            },
            "phases": {
                "examples": {"enabled": False},
                "coverage": {"enabled": False},
                "fuzzing": {"operation-ordering": "none"},  # the order of the document
            },
            # A valid request may be rejected because of the account's contents, which the contract ignores.
            "checks": {"positive_data_acceptance": {"enabled": False}},
            "dictionaries": {kind: {"values": values} for kind, values in words.items()},
            "parameters": _bindings(KINDS_OF_VALUES, words),
            "operations": [
                {
                    "include-operation-id": operation,
                    "parameters": _bindings(named, words),
                    "checks": {"ignored_auth": {"enabled": operation not in probed}},
                    **({"headers": BASIC} if operation == "createToken" else {}),
                }
                for operation, named in bound.items()
            ],
        }
    )


def _path_order(path: str) -> tuple[int, bool]:
    parts = path.split("/")
    return -len(parts), "{type}" in parts


def _bindings(named: Mapping[str, str], words: Collection[str]) -> dict[str, Json]:
    return {
        location: {"dictionary": kind, "probability": KNOWN_SHARE}
        for location, kind in named.items()
        if kind in words
    }


def _chosen_document(chosen: Collection[str]) -> dict[str, Json]:
    """Return a copy of the contract, reduced to the chosen operations and the links to them.

    The operations are in the order in which they are sent: the longest paths first, and for each path the
    deletion last, because other operations need the objects. Schemathesis may modify the copy.
    """
    api = json.loads(json.dumps(document()))
    api["paths"] = {
        path: dict(sorted(item.items(), key=lambda member: member[0] == "delete"))
        for path, item in sorted(api["paths"].items(), key=lambda pair: _path_order(pair[0]))
    }
    for operation in operations():
        item = api["paths"][operation.path]
        if operation.id not in chosen:
            del item[operation.method.lower()]
            continue
        for response in item[operation.method.lower()]["responses"].values():
            links = response.pop("links", {})
            kept = {name: link for name, link in links.items() if link["operationId"] in chosen}
            if kept:
                response["links"] = kept
    return dict(api)
