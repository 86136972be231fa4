"""`talend-processing probe`: try out, in a real account, behaviour that the API's reference leaves open."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Final

from cyclopts import Parameter

from talend_processing.cli.shared.exits import Exit, UsageError
from talend_processing.cli.shared.options import FROM_ENVIRONMENT, Account, Id, NonEmptyText
from talend_processing.cli.shared.output import deliver, say
from talend_processing.cli.shared.versions import versions
from talend_processing.client.settings import ServiceAccount

if TYPE_CHECKING:
    from talend_processing.probe.api import Api
    from talend_processing.probe.removal import NotRemoved
    from talend_processing.probe.target import Target

_REPORTED_VERSIONS: Final = ("talend-processing", "Python")
"""The programs whose versions the report contains. Versions of other programs could reveal details of the
machine."""
_SECONDS_PER_MINUTE: Final = 60.0


def probe(  # noqa: PLR0913 - each parameter is an option
    *,
    environment: NonEmptyText | None = None,
    workspace: NonEmptyText | None = None,
    only: Annotated[tuple[NonEmptyText, ...], Parameter(metavar="RULE")] = (),
    other_workspace: NonEmptyText | None = None,
    other_environment: NonEmptyText | None = None,
    task: Id | None = None,
    plan: Id | None = None,
    include_account_settings: bool = False,
    report: Path = Path("talend-probe.yaml"),
    yes: bool = False,
    i_know: bool = False,
    clean_up: bool = False,
    older_than: float = 60.0,
    account: Account = FROM_ENVIRONMENT,
) -> Exit:
    """Try out, in a real account, behaviour that the API's reference leaves open.

    The command prints a plan and asks for confirmation. Then it creates temporary objects, observes one rule
    after another (such as whether engines can share a name), deletes the objects, and writes a report.

    Args:
        environment: The environment in which the probe creates its objects, by name.
        workspace: A workspace of this environment, by name.
        only: Observe only this rule; repeatable. A report that contains other rules is not overwritten.
        other_workspace: The name of another workspace of the environment, for rules about workspaces.
        other_environment: The name of another environment, for rules about environments.
        task: The id of a task that the probe may start and terminate.
        plan: The id of a plan that the probe may start.
        include_account_settings: Also write back the current value of an account-wide setting, the JVM
            rollback of the Cloud Engines.
        report: The file for the report. If the probe ends early and this file contains rules that were not
            observed again, the new report goes to a file with `-partial` in its name. The log of the probe is
            in the same folder.
        yes: Do not ask for confirmation.
        i_know: Allow an environment whose name looks like production.
        clean_up: Only delete objects that an earlier probe left behind.
        older_than: With `--clean-up`: if the log of an earlier probe is missing, delete only those of its
            objects that are older than this number of minutes.

    """
    from talend_processing.probe.api import Api  # noqa: PLC0415 - slow to import

    if not yes and not sys.stdin.isatty():
        raise UsageError("There is no terminal to ask for confirmation. Give --yes to confirm in advance")
    folder = report.parent
    with account.client() as client, _handle_sigterm_as_interrupt():
        api = Api(client)
        if clean_up:
            return _clean_up(api, folder, older_than * _SECONDS_PER_MINUTE, yes=yes)
        if environment is None or workspace is None:
            raise UsageError(
                "--environment and --workspace are required: the probe creates objects only there"
            )
        _refuse_production((environment, other_environment), i_know=i_know)
        _refuse_to_lose_rules(report, only)
        from talend_processing.probe.target import Target, find_workspace  # noqa: PLC0415

        main_location = find_workspace(api, environment, workspace)
        target = Target(
            main_location,
            find_workspace(api, environment, other_workspace) if other_workspace else None,
            find_workspace(api, other_environment, None) if other_environment else None,
            task=task or "",
            plan=plan or "",
            account_settings=include_account_settings,
            service_account=isinstance(account.settings().credentials, ServiceAccount),
        )
        return _probe(api, target, only, report, yes=yes)


def _refuse_production(names: Sequence[str | None], *, i_know: bool) -> None:
    from talend_processing.probe.target import looks_like_production  # noqa: PLC0415

    for name in names:
        if name is not None and looks_like_production(name) and not i_know:
            raise UsageError(
                f"environment {name} looks like production: the probe creates and deletes engines there."
                " Give an environment for tests, or --i-know"
            )


def _refuse_to_lose_rules(report: Path, only: Sequence[str]) -> None:
    """Refuse to overwrite a report that contains rules which `--only` excludes."""
    from talend_processing.probe.report import observed_rules  # noqa: PLC0415

    if only and (lost := observed_rules(report) - set(only)):
        rules = f"{len(lost)} other rules" if len(lost) > 1 else f"the other rule {min(lost)}"
        raise UsageError(
            f"{report}: with --only, the new report would lose {rules}."
            " Give another file with --report, or move the old report away"
        )


def _probe(api: Api, target: Target, only: Sequence[str], report: Path, *, yes: bool) -> Exit:
    from talend_processing.probe.experiment import Observed  # noqa: PLC0415
    from talend_processing.probe.lab import Lab  # noqa: PLC0415
    from talend_processing.probe.markers import new_run_id  # noqa: PLC0415
    from talend_processing.probe.plan import Plan, select_experiments  # noqa: PLC0415
    from talend_processing.probe.report import observed_rules, report_as_yaml, rows, table  # noqa: PLC0415
    from talend_processing.probe.run_log import RunLog  # noqa: PLC0415
    from talend_processing.probe.runner import run_experiments  # noqa: PLC0415
    from talend_processing.probe.sandbox import Sandbox  # noqa: PLC0415

    run_id, experiments = new_run_id(), select_experiments(only)
    say(Plan(target, experiments).text(run_id))
    if not _ask("Continue?", yes=yes):
        return Exit.SUCCESS
    log, keep_log = RunLog(report.parent, run_id), True
    try:
        lab = Lab(api, Sandbox(api, log, run_id), target)
        outcome = run_experiments(lab, experiments, say, before_removal=_ignore_next_interrupt)
        keep_log = bool(outcome.not_removed)
    finally:
        log.close(keep=keep_log)
    findings = {name: finding for name, finding in outcome.findings.items() if not only or name in only}
    sys.stdout.write(table(rows(findings)))
    ended_early = outcome.interrupted or outcome.token_refused
    observed = {name for name, finding in findings.items() if isinstance(finding, Observed)}
    if ended_early and observed_rules(report) - observed:
        say(f"{report} is kept, because it contains rules that this probe did not observe")
        report = report.with_stem(f"{report.stem}-partial")
    all_versions = versions()
    text = report_as_yaml(
        findings,
        versions={name: all_versions[name] for name in _REPORTED_VERSIONS},
        day=datetime.now(UTC).date(),
        complete=not (ended_early or only),
        calls=outcome.calls,
    )
    deliver(text, report)
    say(f"report: {report} ({outcome.calls} calls)")
    if outcome.interrupted:
        say("interrupted: the report says `notObserved` for the rules that the probe did not reach")
    return _report_not_removed(outcome.not_removed, failed=ended_early)


def _clean_up(api: Api, folder: Path, min_age: float, *, yes: bool) -> Exit:
    from talend_processing.probe.cleaning import clean_up, find_leftovers  # noqa: PLC0415
    from talend_processing.probe.removal import NotRemoved  # noqa: PLC0415

    leftovers = find_leftovers(api, folder, min_age=min_age)
    for kept in leftovers.kept:
        say(f"kept: {kept}")
    if not leftovers.objects:
        say("nothing to delete")
        list(clean_up(api, leftovers))  # deletes the logs of earlier probes
        return Exit.SUCCESS
    say("to delete:\n" + "\n".join(f"  - {one.kind.name} {one.name} ({one.id})" for one in leftovers.objects))
    if not _ask("Delete these?", yes=yes):
        return Exit.SUCCESS
    not_removed = []
    for outcome in clean_up(api, leftovers):
        if isinstance(outcome, NotRemoved):
            not_removed.append(outcome)
        else:
            say(f"deleted {outcome.kind.name} {outcome.name}")
    return _report_not_removed(not_removed, failed=False)


def _report_not_removed(objects: Sequence[NotRemoved], *, failed: bool) -> Exit:
    for not_removed in objects:
        say(f"not deleted: {not_removed}")
    if objects:
        say("Fix the cause, then run `talend-processing probe --clean-up`")
    return Exit.FAILED if objects or failed else Exit.SUCCESS


def _ask(question: str, *, yes: bool) -> bool:
    if yes:
        return True
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


@contextmanager
def _handle_sigterm_as_interrupt() -> Iterator[None]:
    """Handle SIGTERM like Ctrl-C, so that the probe removes its objects."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous_handlers = signal.signal(signal.SIGTERM, stop), signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous_handlers[0])
        signal.signal(signal.SIGINT, previous_handlers[1])


def _ignore_next_interrupt() -> None:
    """Answer the next Ctrl-C or SIGTERM with a hint, while the created objects are deleted.

    A further Ctrl-C or SIGTERM stops the process.
    """

    def explain(_number: int, _frame: FrameType | None) -> None:
        say("deleting the created objects; press Ctrl-C again to stop, then run `probe --clean-up`")
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.default_int_handler)

    signal.signal(signal.SIGINT, explain)
    signal.signal(signal.SIGTERM, explain)
