"""`talend-processing adopt`: import existing objects into the state of the program that declares them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from talend_processing.cli.shared.exits import Exit
from talend_processing.cli.shared.options import DOCUMENT, AsJson, not_empty, refuse_two_stdins
from talend_processing.cli.shared.output import say

if TYPE_CHECKING:
    from talend_processing.adopt.plan.model import Plan
    from talend_processing.adopt.plan.preview import Preview
    from talend_processing.adopt.pulumi_command import Pulumi

_IMPORT_FILE: Final = "talend-import.json"


def adopt(
    *,
    stack: Annotated[str | None, Parameter(metavar="NAME", validator=not_empty)] = None,
    folder: Annotated[Path, Parameter(metavar="DIR")] = Path(),
    yes: bool = False,
    partial: bool = False,
    also_managed: Annotated[tuple[str, ...], DOCUMENT] = (),
    keep_file: bool = False,
    as_json: AsJson = False,
) -> Exit:
    """Bring existing objects into the state of the program that declares them, instead of creating new ones.

    For each object that `pulumi up` would create, the command searches the account for an existing one, by
    adopt_id or by natural key, such as the name of an engine. It prints the plan. With --yes it imports the
    objects into the stack's state and verifies the result with a second preview. It never writes to the
    account.

    Exit codes:

    - 0: all existing objects can be adopted, or with --yes, are adopted and verified
    - 1: a resource cannot be adopted, the program or the verification failed, or the account has none of the
      engines and clusters in the state
    - 2: a state or a setting is invalid
    - 5: the state has no objects yet, and the account has none of the objects that the program declares
    - 9: --partial left objects out

    Args:
        stack: The stack. The default is the selected stack.
        folder: The folder of the program.
        yes: Import the objects that the plan adopts.
        partial: With --yes, import the objects that can be adopted, even if others cannot.
        also_managed: The exported state of another stack, whose objects are not adopted; repeatable.
        keep_file: Keep the import file in the folder, as talend-import.json. It may hold secrets.

    """
    refuse_two_stdins(*also_managed)
    from talend_processing.adopt.plan.matching import make_plan  # noqa: PLC0415 - slow to import
    from talend_processing.adopt.plan.preview import preview  # noqa: PLC0415
    from talend_processing.adopt.pulumi_command import Pulumi  # noqa: PLC0415
    from talend_processing.adopt.stacks import managed_ids, settings_of  # noqa: PLC0415
    from talend_processing.client.api import TalendClient  # noqa: PLC0415
    from talend_processing.provider.session.session import Session  # noqa: PLC0415

    pulumi = Pulumi(folder, stack)
    pulumi.require_version()
    managed_elsewhere = managed_ids(also_managed)
    settings = settings_of(pulumi)
    say("previewing the program")
    program_preview = preview(pulumi)
    with TalendClient(settings) as client:
        session = Session(client, api_url=settings.api_url, wait=client.wait)
        plan = make_plan(session, program_preview, managed_elsewhere, settings.parallel)
    if keep_file and plan.adopted:
        _keep_import_file(folder, plan, program_preview)
    problems: list[str] = []
    blocked = bool(plan.refused) and not partial
    must_import = yes and bool(plan.adopted) and not blocked and not plan.finds_nothing
    if not as_json:
        _print(plan)
    if must_import:
        problems = _import_objects(pulumi, plan, program_preview)
    if as_json:
        _print_json(plan, imported=must_import, problems=problems)
    return _report_result(plan, yes=yes, imported=must_import, blocked=blocked, problems=problems)


def _report_result(plan: Plan, *, yes: bool, imported: bool, blocked: bool, problems: list[str]) -> Exit:
    for text in problems:
        say(f"error: {text}")
    if blocked:
        count = len(plan.refused)
        noun = "resource" if count == 1 else "resources"
        say(f"error: {count} {noun} cannot be adopted: correct the program, or adopt the rest with --partial")
        return Exit.FAILED
    if problems:
        return Exit.FAILED
    if plan.finds_nothing:
        say(
            f"error: the account at {plan.api_url} has none of the objects of this program, so `pulumi up`"
            " would create them: is it the right account?"
        )
        return Exit.NOT_FOUND
    if imported:
        say(f"{len(plan.adopted)} adopted; the preview matches the plan")
    elif plan.adopted and not yes:
        say("nothing was imported; adopt with --yes")
    return Exit.PARTIAL if plan.refused else Exit.SUCCESS


def _import_objects(pulumi: Pulumi, plan: Plan, program_preview: Preview) -> list[str]:
    """Import the objects. Return a message for each difference between a second preview and the plan."""
    from talend_processing.adopt.plan.applying import deviations, import_plan  # noqa: PLC0415

    count = len(plan.adopted)
    say(f"importing {count} object{'' if count == 1 else 's'} into the state")
    import_plan(pulumi, plan, program_preview)
    say("previewing the program again")
    return deviations(pulumi, plan, program_preview)


def _keep_import_file(folder: Path, plan: Plan, program_preview: Preview) -> None:
    from talend_processing.adopt.plan.import_file import import_document, write_private  # noqa: PLC0415

    write_private(folder / _IMPORT_FILE, import_document(plan, program_preview))
    say(f"wrote {folder / _IMPORT_FILE}; it may hold secrets, so delete it after use")


def _print(plan: Plan) -> None:
    from talend_processing.adopt.plan.report import text_report  # noqa: PLC0415

    sys.stdout.write(text_report(plan))
    sys.stdout.flush()


def _print_json(plan: Plan, *, imported: bool, problems: list[str]) -> None:
    from talend_processing.adopt.plan.report import json_report  # noqa: PLC0415

    sys.stdout.write(json_report(plan, imported=imported, deviations=problems))
