"""`talend-processing adopt`: bring the objects that a program declares into its state."""

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

    The command matches each object that `pulumi up` would create with an existing one in the account, by its
    natural key or its adopt_id, and prints the plan. With --yes it imports the objects into the stack's
    state, and a second preview verifies the result. It never writes to the account.

    The exit code is 0 if all existing objects can be adopted (with --yes: if they are adopted and verified),
    9 if --partial left objects out, 5 if the state has no objects yet and the account has none of the
    program's, 1 if a resource cannot be adopted, the account has no engine or cluster of the state, the
    program failed or the verification failed, and 2 if a state or a setting is invalid.

    Args:
        stack: The stack. The default is the selected stack.
        folder: The folder of the program.
        yes: Import the objects that the plan adopts.
        partial: With --yes, import what can be adopted, even if something else cannot.
        also_managed: A state of another stack, whose objects cannot be adopted; repeatable.
        keep_file: Keep the import file in the folder, as talend-import.json. It may hold secrets.

    """
    refuse_two_stdins(*also_managed)
    from talend_processing.adopt.plan.matching import make_plan  # noqa: PLC0415 - heavy, and not for `--help`
    from talend_processing.adopt.plan.preview import preview  # noqa: PLC0415
    from talend_processing.adopt.pulumi_command import Pulumi  # noqa: PLC0415
    from talend_processing.adopt.stacks import managed_ids, settings_of  # noqa: PLC0415
    from talend_processing.client.api import TalendClient  # noqa: PLC0415
    from talend_processing.provider.session.session import Session  # noqa: PLC0415

    pulumi = Pulumi(folder, stack)
    pulumi.require_version()
    others = managed_ids(also_managed)
    settings = settings_of(pulumi)
    say("previewing the program")
    seen = preview(pulumi)
    with TalendClient(settings) as client:
        session = Session(client, api_url=settings.api_url, wait=client.wait)
        plan = make_plan(session, seen, others, settings.parallel)
    if keep_file and plan.adopted:
        _keep_import_file(folder, plan, seen)
    wrong: list[str] = []
    blocked = bool(plan.refused) and not partial
    imported = yes and bool(plan.adopted) and not blocked and not plan.finds_nothing
    if not as_json:
        _print(plan)
    if imported:
        wrong = _import(pulumi, plan, seen)
    if as_json:
        _print_json(plan, imported=imported, wrong=wrong)
    return _exit(plan, yes=yes, imported=imported, blocked=blocked, wrong=wrong)


def _exit(plan: Plan, *, yes: bool, imported: bool, blocked: bool, wrong: list[str]) -> Exit:
    for text in wrong:
        say(f"error: {text}")
    if blocked:
        count = len(plan.refused)
        noun = "resource" if count == 1 else "resources"
        say(f"error: {count} {noun} cannot be adopted: correct the program, or adopt the rest with --partial")
        return Exit.FAILED
    if wrong:
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


def _import(pulumi: Pulumi, plan: Plan, seen: Preview) -> list[str]:
    """Import the objects. Return the deviations of a second preview from the plan, as messages."""
    from talend_processing.adopt.plan.applying import deviations, import_plan  # noqa: PLC0415

    say(f"importing {len(plan.adopted)} into the state")
    import_plan(pulumi, plan, seen)
    say("previewing the program again")
    return deviations(pulumi, plan, seen)


def _keep_import_file(folder: Path, plan: Plan, seen: Preview) -> None:
    from talend_processing.adopt.plan.import_file import import_document, write_private  # noqa: PLC0415

    write_private(folder / _IMPORT_FILE, import_document(plan, seen))
    say(f"wrote {folder / _IMPORT_FILE}; it may hold secrets, so delete it after use")


def _print(plan: Plan) -> None:
    from talend_processing.adopt.plan.report import text_report  # noqa: PLC0415

    sys.stdout.write(text_report(plan))
    sys.stdout.flush()


def _print_json(plan: Plan, *, imported: bool, wrong: list[str]) -> None:
    from talend_processing.adopt.plan.report import json_report  # noqa: PLC0415

    sys.stdout.write(json_report(plan, imported=imported, deviations=wrong))
