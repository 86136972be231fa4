"""Requests made by schemathesis from the contract, right and wrong ones, single and in sequences."""

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

from contract.account import furnish, nouns_in
from contract.check import ContractViolation, check_answer
from contract.document import Json, document, operation_at, operations

TOKEN, ACCOUNT, SECRET = "fuzz", "fuzz-account", "fuzz-secret"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
BASIC = {"Authorization": "Basic " + base64.b64encode(f"{ACCOUNT}:{SECRET}".encode()).decode()}
CREDENTIALS = {"tokens": [{"token": TOKEN}], "serviceAccounts": [{"id": ACCOUNT, "secret": SECRET}]}
"""For the seed of the simulator: since it names a token and an account, any other is refused."""

SERVER_ERRORS = frozenset(range(500, 600)) - {HTTPStatus.NOT_IMPLEMENTED}  # the API says 501 of a task
ROUND = 500  # cases; then what they have deleted is made anew
KNOWN_SHARE = 0.9  # of the arguments are ids of what exists: ids made up at random would all be 404
NAMED_BY = {
    "body.environmentId": "environment",
    "query.environmentId": "environment",
    "body.scopeId": "environment",
    "body.scopeIds[*]": "environment",
    "body.workspaceId": "workspace",
    "query.workspaceId": "workspace",
    "body.advanced.artifactId": "workspace",
    "body.remoteEngines[*]": "engine",
    "body.processorIds[*]": "engine",
    "body.engineId": "pipelineEngine",
    "body.executionPlanId": "planExecution",
    "body.stepId": "step",
    "body.type": "profileType",
    "body.processorType": "processorType",
    "query.query": "fiql",
    "query._s": "fiql",
}
NAMED_IN = {
    "createRemoteEngineRunProfile": {"body.runtimeId": "engine"},
    "createClusterRunProfile": {"body.runtimeId": "cluster"},
    "createRunProfile": {"body.runtimeId": "engine"},
    "addRemoteEngineToCluster": {"body.runProfileId": "clusterProfile", "body.method": "joining"},
    "getPlanExecutionStepErrorHandler": {
        "path.planExecutionId": "failedPlanExecution",
        "path.stepExecutionId": "failedStep",
    },
    "deletePipelineEngineRunProfile": {"path.type": "standard"},
    "deleteRemoteEngineRunProfile": {"query.newRunProfileId": "spareEngineProfile"},
    "deleteClusterRunProfile": {"query.newRunProfileId": "spareClusterProfile"},
    "executeTask": {"body.executable": "task"},
    "executePlan": {"body.executable": "plan"},
    "executePromotion": {"body.executable": "promotion"},
}
WORDS: dict[str, list[str]] = {
    "fiql": [
        "name==stock",
        "name==s*,status==PAIRED",
        "(name==a;name!=b)",
        "workspace.environment.id==5",
        "name==",
    ],
    "profileType": ["JOB_SERVER", "MICROSERVICE", "TALEND_RUNTIME"],
    "processorType": ["DYNAMIC_ENGINE", "REMOTE_ENGINE"],
    "standard": ["standard"],
    "joining": ["DEFAULT", "DUPLICATE_RUN_PROFILES", "CLUSTER_RUN_PROFILE"],
}
"""What no id is and the contract's types do not say: made up at random, it would always be refused."""


@dataclass
class Report:
    """What came of the cases."""

    sent: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    answered: Counter[int] = field(default_factory=Counter)
    followed: Counter[str] = field(default_factory=Counter)
    """Requests made from an earlier answer, by the link of the contract."""
    server_errors: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def cases(self) -> int:
        """How many requests were sent."""
        return self.sent.total()

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return not self.server_errors and not self.violations

    def refused(self, chosen: Collection[str]) -> list[str]:
        """Operations that accepted none of the requests: their answers were not seen."""
        return sorted(set(chosen) - self.accepted.keys())

    def lines(self) -> list[str]:
        """The report, for people."""
        answers = ", ".join(f"{status}: {count}" for status, count in sorted(self.answered.items()))
        return [
            (
                f"{self.cases} cases in {self.seconds:.0f} s on {len(self.sent)} operations, "
                f"{len(self.accepted)} of them with success ({answers})"
            ),
            f"made from an earlier answer: {self.followed.total()}, by {len(self.followed)} links",
            f"server errors: {len(self.server_errors)}",
            *self.server_errors,
            f"answers outside the contract: {len(self.violations)}",
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
    """Send at least that many cases to the API at that address, the same ones for the same seed.

    The account has to know `CREDENTIALS`. `ids` name what cannot be found through the API (the promotion, and
    the execution of a plan whose step failed); `only` restricts the cases to some operations.
    """
    report, seen, started = Report(), set[tuple[str, str]](), time.monotonic()
    chosen = frozenset(only if only is not None else (operation.id for operation in operations()))
    while report.cases < cases:
        before = report.cases
        with httpx.Client(base_url=url, headers=HEADERS) as client:
            known = furnish(client, dict(ids or {}), chosen)
        config = _config(url, known, seed, min(ROUND, cases - before), probed=report.accepted)
        _round(schemathesis.openapi.from_dict(_chosen_document(chosen), config=config), report, seen)
        if report.cases == before:
            raise RuntimeError(f"no case could be made from the contract with seed {seed}")
        seed += 1
    report.seconds = time.monotonic() - started
    return report


def _round(schema: schemathesis.BaseSchema, report: Report, seen: set[tuple[str, str]]) -> None:
    """One run of the engine."""
    stream = from_schema(schema).execute()
    with closing(stream.generator):
        for event in stream:
            match event:
                case ScenarioFinished(recorder=recorder):
                    _take(recorder, report, seen)
                case NonFatalError(info=info, label=label):
                    _note(report.violations, seen, label, f"{info.title}: {info.message}")
                case _:
                    continue


def _take(recorder: ScenarioRecorder, report: Report, seen: set[tuple[str, str]]) -> None:
    for case_id, interaction in recorder.interactions.items():
        request, answer = interaction.request, interaction.response
        path = urlsplit(request.uri).path
        operation = operation_at(request.method, path)
        label = operation.id if operation else f"{request.method} {path}"
        report.sent[label] += 1
        if (case := recorder.cases.get(case_id)) and case.transition:
            report.followed[case.transition.id] += 1
        if answer is None:
            _note(
                report.server_errors, seen, label, "the connection broke", f"{request.method} {request.uri}"
            )
            continue
        report.answered[answer.status_code] += 1
        if answer.status_code < HTTPStatus.BAD_REQUEST:
            report.accepted[label] += 1
        body = (request.body or b"").decode("utf-8", "replace")
        sent = f"{request.method} {request.uri} {body} -> {answer.status_code} {answer.text[:300]}"
        if answer.status_code in SERVER_ERRORS:
            _note(report.server_errors, seen, label, str(answer.status_code), sent)
            continue
        failed = [check for check in recorder.checks.get(case_id, []) if check.status == Status.FAILURE]
        for check in failed:
            if check.failure_info:
                failure = check.failure_info.failure
                _note(report.violations, seen, label, f"{check.name}: {failure.title}", failure.message, sent)
        if operation and not failed and answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            headers = {name: values[0] for name, values in answer.headers.items()}
            try:
                check_answer(request.method, path, answer.status_code, headers=headers, body=answer.content)
            except ContractViolation as violation:
                _note(report.violations, seen, label, f"{violation.field}: {violation.reason}"[:200], sent)


def _note(noted: list[str], seen: set[tuple[str, str]], label: str, what: str, *more: str) -> None:
    """Note a fault once for each operation, however many cases show it."""
    if (label, what) not in seen:
        seen.add((label, what))
        noted.append("\n    ".join([f"  {label}: {what}", *more]))


def _config(
    url: str, known: Mapping[str, str], seed: int, share: int, *, probed: Collection[str]
) -> schemathesis.Config:
    """Every other round sends nothing but right requests, since those go deepest.

    Once an operation has accepted a request it is `probed`: that request was sent again without credentials
    and with wrong ones, two of them for nothing in every round otherwise.
    """
    words = {noun: [one] for noun, one in known.items()} | WORDS
    bound = {
        operation.id: {f"path.{variable}": noun for variable, noun in nouns_in(operation.path).items()}
        | NAMED_IN.get(operation.id, {})
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
                "max-examples": max(1, share // len(operations()) // 2),
                "no-shrink": True,
                "database": "none",
                "with-security-parameters": False,
            },
            "phases": {
                "examples": {"enabled": False},
                "coverage": {"enabled": False},
                "fuzzing": {"operation-ordering": "none"},  # the document's own
            },
            # A right request may be refused for what the account holds: the contract cannot know.
            "checks": {"positive_data_acceptance": {"enabled": False}},
            "dictionaries": {noun: {"values": values} for noun, values in words.items()},
            "parameters": _bindings(NAMED_BY, words),
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


def _turn(path: str) -> tuple[int, bool]:
    parts = path.split("/")
    return -len(parts), "{type}" in parts


def _bindings(named: Mapping[str, str], words: Collection[str]) -> dict[str, Json]:
    return {
        place: {"dictionary": noun, "probability": KNOWN_SHARE}
        for place, noun in named.items()
        if noun in words
    }


def _chosen_document(chosen: Collection[str]) -> dict[str, Json]:
    """A copy of the contract, which schemathesis may change, with these operations and the links to them.

    The operations stand in the order in which they are sent: what lies deepest first, and deletions last,
    since they would take away what the others need.
    """
    api = json.loads(json.dumps(document()))
    api["paths"] = {
        path: dict(sorted(item.items(), key=lambda member: member[0] == "delete"))
        for path, item in sorted(api["paths"].items(), key=lambda pair: _turn(pair[0]))
    }
    for operation in operations():
        item = api["paths"][operation.path]
        if operation.id not in chosen:
            del item[operation.method.lower()]
            continue
        for answer in item[operation.method.lower()]["responses"].values():
            links = answer.pop("links", {})
            kept = {name: link for name, link in links.items() if link["operationId"] in chosen}
            if kept:
                answer["links"] = kept
    return dict(api)
