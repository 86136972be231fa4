"""`talend-processing export`: write the program that declares the objects of an account."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from cyclopts import Parameter

from talend_processing.cli.shared.exits import Exit, UsageError
from talend_processing.cli.shared.options import (
    DOCUMENT,
    FROM_ENVIRONMENT,
    Account,
    AsJson,
    NonEmptyText,
    not_empty,
    refuse_two_stdins,
)
from talend_processing.cli.shared.output import say
from talend_processing.client.errors import TalendError

if TYPE_CHECKING:
    from talend_processing.adopt.export.program import Program

Style: TypeAlias = Literal["resources", "topology"]
Members: TypeAlias = Literal["memberships", "list"]
Kind: TypeAlias = Literal[
    "AdvancedRunProfile",
    "BigDataRunProfile",
    "CloudJvmRollback",
    "ClusterMembership",
    "DataIntegrationRunProfile",
    "DatabricksRunProfile",
    "EngineCluster",
    "EngineClusterRunProfile",
    "PipelineEngine",
    "RemoteEngine",
    "RemoteEngineRunProfile",
    "RunProfile",
    "StandardRunProfile",
]
Names: TypeAlias = Annotated[tuple[NonEmptyText, ...], Parameter(metavar="NAME")]
Patterns: TypeAlias = Annotated[tuple[NonEmptyText, ...], Parameter(metavar="PATTERN")]


def export(  # noqa: PLR0913 - each parameter is an option
    *,
    output: Annotated[Path, Parameter(metavar="DIR")],
    style: Annotated[Style | None, Parameter(name="--as")] = None,
    members: Members = "memberships",
    full: bool = False,
    environment: Names = (),
    workspace: Names = (),
    kind: Annotated[tuple[Kind, ...], Parameter(metavar="KIND")] = (),
    name: Patterns = (),
    exclude: Patterns = (),
    not_in: Annotated[tuple[str, ...], DOCUMENT] = (),
    not_in_stack: Names = (),
    set_secrets: bool = False,
    stack: Annotated[str | None, Parameter(metavar="NAME", validator=not_empty)] = None,
    account: Account = FROM_ENVIRONMENT,
    as_json: AsJson = False,
) -> Exit:
    """Write a Pulumi program that declares the objects of the account.

    The command does not write to the account.

    The exit code is 0 if everything was exported, 9 if some objects were left out, 5 if there was nothing to
    export, and 2 if the folder or a setting is invalid. Values that look like secrets appear neither in the
    program nor on the terminal: the program reads them from the stack's config.

    In the folder of an earlier export, only new objects are added, in separate files. --set-secrets also sets
    secrets of earlier exports that are missing from the stack's config.

    Args:
        output: The folder of the program: a new or empty one, or the folder of an earlier export.
        style: A resource for each object (the default), or an EnvironmentTopology for each workspace. The
            folder of an earlier export keeps its style, but new objects always become resources.
        members: How to declare the engines of a cluster: with one ClusterMembership each, or as a list that
            allows no other engines.
        full: Also write arguments that are false, and each name that equals the resource's name in Pulumi.
        environment: Only objects in this environment, by name or id; repeatable.
        workspace: Only objects in this workspace, by name or id; repeatable.
        kind: Only resources of this class; repeatable.
        name: Only objects whose own name or parent's name matches this pattern, such as 'etl-*'; repeatable.
        exclude: Leave out objects whose own name or parent's name matches this pattern; repeatable.
        not_in: Leave out the objects in this exported state; repeatable.
        not_in_stack: Leave out the objects of this stack; repeatable.
        set_secrets: In the stack's config, set the secrets whose values the API shows. Create the stack if it
            does not exist.
        stack: The stack for --set-secrets.

    """
    refuse_two_stdins(*not_in)
    if members == "list" and style == "topology":
        raise UsageError(
            "--members list needs --as resources: an EnvironmentTopology always uses memberships"
        )
    if set_secrets is not (stack is not None):
        raise UsageError("--set-secrets and --stack need each other: give both or neither")
    from talend_processing.adopt.account_reader import read_account  # noqa: PLC0415 - slow to import
    from talend_processing.adopt.export.folder import earlier_export, project_name, write_files  # noqa: PLC0415
    from talend_processing.adopt.export.program import Options, build_program  # noqa: PLC0415
    from talend_processing.adopt.filters import Filters  # noqa: PLC0415
    from talend_processing.adopt.stacks import managed_ids  # noqa: PLC0415
    from talend_processing.provider.session.session import Session  # noqa: PLC0415

    manifest = earlier_export(output)
    if manifest is not None and style not in {None, manifest.style}:
        raise UsageError(
            f"{output} was exported with --as {manifest.style}: omit --as, or use another folder"
        )
    filters = Filters(environment, workspace, kind, name, exclude, managed_ids(not_in, not_in_stack))
    settings = account.settings()
    with account.client() as client:
        session = Session(client, api_url=settings.api_url, wait=client.wait)
        account_objects = read_account(session, filters, settings.parallel)
    if manifest is not None and not manifest.matches(account_objects):
        raise UsageError(
            f"{output} was exported from another account than the one at {settings.api_url}, which does not"
            " have the exported environments. Use the credentials of the exported account, or another folder"
        )
    options = Options(style or "resources", full=full, members=members == "list")
    program = build_program(account_objects, filters, options, project_name(output), manifest)
    if program.files:
        write_files(output, program.files)
        if manifest is not None and manifest.style == "topology":
            say("the new objects are declared as resources, because the topology files may have been edited")
    secrets_result = _set_secrets(program, output, stack)
    _print(program, output, secrets_result, as_json=as_json, is_update=manifest is not None)
    if secrets_result.error is not None:
        say("the program is complete, but not all secrets are set: run the same command again")
        raise secrets_result.error
    if not program.declared:
        return Exit.NOT_FOUND
    return Exit.PARTIAL if program.omissions else Exit.SUCCESS


@dataclass
class _SecretsResult:
    """The result of setting secrets in the stack's config."""

    selected: bool = False
    """Whether the stack is now the selected one."""
    keys: set[str] = field(default_factory=set)
    """The config keys of the secrets that this command has set."""
    error: TalendError | None = None
    """Why not all secrets are set."""


def _set_secrets(program: Program, folder: Path, stack: str | None) -> _SecretsResult:
    secrets_result = _SecretsResult()
    if stack is None or not (program.files or program.earlier_secrets):
        return secrets_result
    from talend_processing.adopt.stacks import select_stack, set_secrets  # noqa: PLC0415 - only with --set-secrets

    new_secrets, earlier_secrets = (
        [one.secret for one in secrets] for secrets in (program.secrets, program.earlier_secrets)
    )
    try:
        select_stack(folder, stack)
        secrets_result.selected = True
        for key in set_secrets(folder, stack, new_secrets, earlier_secrets):
            secrets_result.keys.add(key)
    except TalendError as error:
        secrets_result.error = error
    return secrets_result


def _print(
    program: Program, folder: Path, secrets_result: _SecretsResult, *, as_json: bool, is_update: bool
) -> None:
    from talend_processing.adopt.export.report import json_report, text_report  # noqa: PLC0415
    from talend_processing.cli.shared.output import deliver  # noqa: PLC0415

    if as_json:
        deliver(json_report(program, folder, secrets_result.keys), None)
    else:
        deliver(text_report(program, folder, secrets_result.keys, selected=secrets_result.selected), None)
    if program.declared:
        return
    if program.unmatched:
        say(f"error: no object matches: {'; '.join(program.unmatched)}")
    elif is_update:
        say(f"nothing new: {folder} has all selected objects that can be exported")
    else:
        say("error: the account has no selected object that can be exported")
