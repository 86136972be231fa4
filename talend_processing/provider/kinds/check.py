"""Validate the arguments of a resource offline, for Pulumi's `check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from talend_processing.provider.kinds.spec import SHAPES, Property, ResourceSpec, Shape
from talend_processing.provider.kinds.values import UNKNOWN, Inputs, Value, holds_unknown

_TEXT_OF_OUTPUT = "Calling __str__ on an Output"
"""The beginning of the text that an f-string contains instead of the value of an output."""


@dataclass
class CheckResult:
    """The result of `check`."""

    inputs: dict[str, Value] = field(default_factory=dict)
    """The arguments, with defaults."""
    failures: list[str] = field(default_factory=list)
    """Error texts."""
    missing: list[str] = field(default_factory=list)
    """Those of `failures` that a missing argument or list item may have caused."""
    warnings: list[str] = field(default_factory=list)

    def add_missing(self, *failures: str) -> None:
        """Add elements to both `failures` and `missing`."""
        self.failures.extend(failures)
        self.missing.extend(failures)


def check(spec: ResourceSpec, news: Inputs, olds: Inputs | None = None) -> CheckResult:
    """Validate the arguments that are not `UNKNOWN`, and set defaults.

    An error text names the argument, such as `jvm_arguments[2]`. It never contains the value, which may be a
    secret.

    Args:
        spec: The kind of resource.
        news: The arguments as the program gives them.
        olds: The arguments in state, if any. A name that equals the one in state may begin or end with white
            space.

    """
    result = CheckResult()
    arguments = {prop.wire: prop for prop in spec.arguments}
    faulty_names: set[str] = set()
    for wire in news:
        if wire not in arguments and not wire.startswith("__"):
            if any(wire == prop.wire for prop in spec.outputs):
                continue
            result.failures.append(f"{wire} is not an argument of {spec.kind}")
    for prop in arguments.values():
        value = news.get(prop.wire)
        if value is None:
            value = prop.default
        if value is None:
            if prop.required:
                result.add_missing(f"{prop.name} is required")
            continue
        failure_count = len(result.failures)
        result.failures.extend(_white_space_faults(prop, value, news, olds or {}))
        result.inputs[prop.wire] = _check_value(prop, prop.shape, value, prop.name, result)
        if prop.wire in spec.option_defaults and value == prop.default:
            del result.inputs[prop.wire]  # state omits an option that has its default
        if len(result.failures) > failure_count:
            faulty_names.add(prop.wire)
    result.add_missing(*_rule_faults(spec, result.inputs, faulty_names))
    return result


def _white_space_faults(prop: Property, value: Any, news: Inputs, olds: Inputs) -> Iterator[str]:
    """Yield an error text if a new name begins or ends with white space."""
    is_padded = prop.wire == "name" and isinstance(value, str) and value != value.strip() != ""
    if is_padded and not news.get("adoptId") and olds.get("name") != value:
        yield (
            f"{prop.name} begins or ends with white space, which the API may drop. Remove the white space. To"
            " declare an existing object of this name, set adopt_id to its id"
        )


def _rule_faults(spec: ResourceSpec, inputs: Inputs, faulty_names: set[str]) -> Iterator[str]:
    """Yield the error texts of the rules. A rule reads only valid arguments, so no fault appears twice."""
    readable_arguments = _ReadableArguments(
        inputs, faulty_names | {key for key, value in inputs.items() if holds_unknown(value)}
    )
    for rule in spec.rules:
        with suppress(_UndecidedError):
            yield from rule(readable_arguments)


class _UndecidedError(Exception):
    """A rule needs an argument that is not known yet, or is invalid."""


class _ReadableArguments(dict[str, Value]):
    """The arguments for a rule. Reading an argument that is not known yet or is invalid ends the rule.

    So if a rule finds no value for an argument, the program does not set the argument.
    """

    def __init__(self, inputs: Inputs, unreadable_names: set[str]) -> None:
        super().__init__(inputs)
        self._unreadable_names = unreadable_names

    def __getitem__(self, wire: str) -> Value:
        if wire in self._unreadable_names:
            raise _UndecidedError
        return super().__getitem__(wire)

    def get(self, wire: str, default: Value = None, /) -> Value:
        """Return an argument, or raise `_UndecidedError` if it is not known yet or is invalid."""
        if wire in self._unreadable_names:
            raise _UndecidedError
        return super().get(wire, default)


def _check_value(prop: Property, shape: Shape, value: Any, path: str, result: CheckResult) -> Value:
    """Return a value with defaults. Add error texts and warnings, which begin with `path`, to `result`."""
    if value is UNKNOWN:
        return value
    if shape.kind == "block":
        return _check_block(shape, value, path, result)
    if shape.kind == "list" and isinstance(value, list) and shape.item:
        if not value and prop.at_least:
            result.add_missing(f"{path} needs at least {prop.at_least} item(s)")
        items = [_check_value(prop, shape.item, part, f"{path}[{i}]", result) for i, part in enumerate(value)]
        if prop.advice:
            texts = [part if isinstance(part, str) else None for part in items]
            result.warnings.extend(f"{path}[{index}] {phrase}" for index, phrase in prop.advice(texts))
        return items
    if shape.kind == "map" and isinstance(value, Mapping) and shape.item:
        entry_prop = replace(prop, blank=True)  # a value in a map may be empty
        return {
            key: _check_value(entry_prop, shape.item, part, f"{path}[…]", result)
            for key, part in value.items()
        }
    value, type_fits = _convert_scalar(shape, value)
    if not type_fits:
        result.failures.append(f"{path} must be {SHAPES[shape.kind]}")
        return value
    result.failures.extend(f"{path} {fault}" for fault in _scalar_faults(prop, shape, value))
    if _has_text_of_output(value):
        result.failures.append(
            f"{path} contains the text of an Output instead of its value: use pulumi.Output.format or .apply"
        )
    if prop.known and shape.kind == "text" and value not in prop.known:
        result.warnings.append(
            f"{path} has a value other than the known ones ({', '.join(prop.known)}); it is sent unchanged"
        )
    return value


def _has_text_of_output(value: Any) -> bool:
    if isinstance(value, str):
        return _TEXT_OF_OUTPUT in value
    if isinstance(value, Mapping):
        return any(_has_text_of_output(part) for part in value.values())
    return isinstance(value, list) and any(_has_text_of_output(part) for part in value)


def _check_block(shape: Shape, value: Any, path: str, result: CheckResult) -> Value:
    if not isinstance(value, Mapping):
        result.failures.append(f"{path} must be {SHAPES['block']}")
        return value
    fields = {block_field.wire: block_field for block_field in shape.fields}
    result.failures.extend(f"{path} has no field {key}" for key in value if key not in fields)
    block: dict[str, Value] = {}
    for block_field in fields.values():
        part = value.get(block_field.wire)
        if part is None:
            part = block_field.default
        if part is None:
            if block_field.required:
                result.add_missing(f"{path}.{block_field.name} is required")
            continue
        block[block_field.wire] = _check_value(
            block_field, block_field.shape, part, f"{path}.{block_field.name}", result
        )
    return block


def _convert_scalar(shape: Shape, value: Any) -> tuple[Any, bool]:
    """Return the value, with a whole float as an integer, and whether its type fits."""
    if shape.kind == "text":
        return value, isinstance(value, str)
    if shape.kind == "boolean":
        return value, isinstance(value, bool)
    if shape.kind == "integer":
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return value, isinstance(value, int) and not isinstance(value, bool)
    return value, shape.kind == "any"


def _scalar_faults(prop: Property, shape: Shape, value: Any) -> Iterator[str]:
    if shape.kind == "text":
        if not prop.blank and not value.strip():
            yield "must not be blank"
        elif prop.only and value not in prop.only:
            yield f"must be one of {', '.join(prop.only)}"
        elif prop.at_most is not None and len(value) > prop.at_most:
            yield f"must not be longer than {prop.at_most} characters"
    elif shape.kind == "integer":
        if prop.at_least is not None and value < prop.at_least:
            yield f"must be at least {prop.at_least}"
        if prop.at_most is not None and value > prop.at_most:
            yield f"must be at most {prop.at_most}"
