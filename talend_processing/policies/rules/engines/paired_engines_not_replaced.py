"""No paired engine in production is replaced without an acknowledgement."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.kept_state import STATE, NoStateError, find_in_state
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import FLAG, TEXTS, Setting, Settings
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.values import holds_unknown
from talend_processing.stack.secret_markers import is_masked, unwrapped_map
from talend_processing.stack.state import ManagedResource


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report an engine that the provider would replace, because its arguments differ from the state."""
    if subject.name in settings.texts("acknowledged") or not is_production(subject, settings):
        return
    try:
        before = find_in_state(settings, subject)
    except NoStateError as error:
        yield f"cannot tell whether it is replaced: {error}"
        return
    if before is None or (replaces := _replaces(subject, before)) == []:
        return
    if settings.flag("refreshed") and before.outputs.get("status") == "NOT_PAIRED":
        return
    names = ", ".join(subject.python_name(wire) for wire in replaces)
    yield (
        f"a change of {names} replaces it: its machine runs nothing until it is paired again."
        " Revert the change, or name the engine in acknowledged"
    )


def _replaces(subject: Subject, before: ManagedResource) -> list[str]:
    olds = unwrapped_map(before.outputs)
    # Unknown values and values that are encrypted in the state cannot be compared, and count as unchanged.
    news = {
        wire: olds.get(wire) if holds_unknown(value) or is_masked(olds.get(wire)) else value
        for wire, value in subject.values.items()
    }
    return list(diff(subject.spec, olds, news).replaces)


POLICY = ResourcePolicy(
    name="paired-engines-not-replaced",
    says="No paired engine in production is replaced without an acknowledgement.",
    why="The new engine has a new id and a new key. Its machine must be paired again by hand, and nothing"
    " runs on it until then.",
    fix="Revert the change, or name the engine in `acknowledged` for this one change.",
    level="mandatory",
    severity="high",
    tags=("availability", "production", "review"),
    settings={
        **PRODUCTION,
        **STATE,
        "acknowledged": Setting(TEXTS, [], "Pulumi's names of engines that may be replaced."),
        "refreshed": Setting(
            FLAG,
            default=False,
            meaning="Whether the stack was refreshed before the export: engines that are"
            " NOT_PAIRED in the state may then be replaced. Otherwise all engines count as paired, because"
            " the state may be out of date.",
        ),
    },
    limits="If `pulumi` is not on PATH or cannot export the stack, each engine in production that is not"
    " acknowledged is a violation with that reason: give `state`, or disable the policy. In a test of a pack,"
    " all engines are new unless `state` is given. An argument that is unknown or encrypted in the state"
    " counts as unchanged. The policy does not see `--replace`, `replace_on_changes` or a new Pulumi name.",
    kinds=("RemoteEngine", "PipelineEngine"),
    check=check,
)
