"""The policy that no paired engine in production is replaced, unless the config names the engine."""

from __future__ import annotations

from collections.abc import Iterator

from talend_processing.policies.declaration import ResourcePolicy
from talend_processing.policies.kept_state import STATE, NoStateError, find_in_state
from talend_processing.policies.production import PRODUCTION, is_production
from talend_processing.policies.resource_view import Subject
from talend_processing.policies.settings import FLAG, TEXTS, Setting, Settings
from talend_processing.provider.kinds.diff import diff
from talend_processing.provider.kinds.values import holds_unknown
from talend_processing.stack.secret_markers import holds_masked, unwrapped_map
from talend_processing.stack.state import ManagedResource


def check(subject: Subject, settings: Settings) -> Iterator[str]:
    """Report an engine in production whose new arguments would replace it."""
    if subject.name in settings.texts("acknowledged") or not is_production(subject, settings):
        return
    try:
        old_engine = find_in_state(settings, subject)
    except NoStateError as error:
        yield f"cannot tell whether it is replaced: {error}"
        return
    if old_engine is None or not (causes := _replacement_causes(subject, old_engine)):
        return
    if settings.flag("refreshed") and old_engine.outputs.get("status") == "NOT_PAIRED":
        return
    names = ", ".join(subject.python_name(wire) for wire in causes)
    yield (
        f"a change of {names} replaces it: its machine runs nothing until it is paired again."
        " Revert the change, or add the engine to the setting `acknowledged`"
    )


def _replacement_causes(subject: Subject, old_engine: ManagedResource) -> list[str]:
    """Return the changed arguments that cause a replacement, named as in the state."""
    olds = unwrapped_map(old_engine.outputs)
    # A value that is unknown, or encrypted in the state, cannot be compared, so it counts as unchanged.
    news = {
        wire: olds.get(wire) if holds_unknown(value) or holds_masked(olds.get(wire)) else value
        for wire, value in subject.values.items()
    }
    return list(diff(subject.spec, olds, news).replaces)


POLICY = ResourcePolicy(
    name="paired-engines-not-replaced",
    says="No paired engine in production is replaced, unless `acknowledged` names it.",
    why="The new engine has a new id and a new key. Its machine must be paired again by hand, and nothing"
    " runs on it until then.",
    fix="Revert the change, or name the engine in `acknowledged` and remove the name after the update.",
    level="mandatory",
    severity="high",
    tags=("availability", "production", "review"),
    settings={
        **PRODUCTION,
        **STATE,
        "acknowledged": Setting(TEXTS, [], "Pulumi's names of the engines that may be replaced."),
        "refreshed": Setting(
            FLAG,
            default=False,
            meaning="Set it to true if you ran `pulumi refresh` just before the update. Engines that are"
            " NOT_PAIRED in the state may then be replaced. If false, all engines count as paired, because"
            " the state may be out of date.",
        ),
    },
    limits="If `pulumi` is not on PATH or cannot export the stack, each engine in production that is not in"
    " `acknowledged` is a violation: set `state`, or disable the policy. In a test of a pack, all engines are"
    " new unless `state` is set. An argument that is unknown, or encrypted in the state, counts as unchanged."
    " The policy does not see `--replace`, `replace_on_changes` or a new Pulumi name.",
    kinds=("RemoteEngine", "PipelineEngine"),
    check=check,
)
