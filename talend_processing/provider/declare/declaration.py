"""Declared resources: a class of typed lines becomes a Pulumi resource and a `ResourceSpec`."""

from __future__ import annotations

import inspect
import operator
import types
import typing
from dataclasses import InitVar
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, cast, dataclass_transform

import pulumi
from pulumi import Input, Output, ResourceOptions, dynamic

from talend_processing.provider.declare import parents, place_ids, registry
from talend_processing.provider.declare.argument_checks import (
    near,
    refuse_import,
    refuse_what_cannot_be_sent,
    tell_of_paths,
)
from talend_processing.provider.declare.fields import (
    MISSING,
    Computed,
    Fact,
    Prop,
    computed,
    field,
    nested,
    option,
    parent_id,
    place_id,
    prop,
)
from talend_processing.provider.declare.program import end_without_traceback, refuse_plain_credentials
from talend_processing.provider.declare.property_paths import wire_path
from talend_processing.provider.declare.spec import Endpoint, Property, ResourceSpec, Rule, Shape
from talend_processing.provider.host.adaptor import provider_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SHAPES: dict[Any, str] = {str: "text", int: "integer", bool: "boolean"}


class _Signature:
    """The fields of a declared class with their types, and what a constructor call lacks or has too much."""

    def __init__(self, owner: type) -> None:
        hints: dict[str, Any] = {}
        self.facts: dict[str, Fact] = {}
        for cls in reversed(owner.__mro__):
            found = {name: value for name, value in vars(cls).items() if isinstance(value, Fact)}
            found |= vars(cls).get("__declared_facts__", {})
            if found:
                hints |= vars(cls).get("__declared_hints__") or inspect.get_annotations(cls, eval_str=True)
                self.facts |= found
        self.owner = owner.__name__
        self.hints = {name: hints[name] for name in self.facts}
        self.types = {
            name: typing.get_origin(hint).held(typing.get_args(hint)[0]) for name, hint in self.hints.items()
        }

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """The arguments with their defaults; raises TypeError as Python does for a wrong call."""
        arguments = {n: f for n, f in self.facts.items() if not isinstance(f, Computed)}
        if unexpected := sorted(values.keys() - arguments.keys()):
            told = ", ".join(name + near(name, arguments) for name in unexpected)
            raise TypeError(f"{self.owner}() got an unexpected argument: {told}")
        missing = [n for n, fact in arguments.items() if fact.default is MISSING and n not in values]
        if missing:
            raise TypeError(f"{self.owner}() needs {', '.join(missing)}")
        return {n: values.get(n, None if f.default is MISSING else f.default) for n, f in arguments.items()}

    def properties(self) -> tuple[Property, ...]:
        """The plain data that the lifecycle works from."""
        return tuple(
            Property(
                name=name,
                wire=fact.wire,
                shape=_shape(self.types[name]),
                required=fact.default is MISSING,
                default=None if fact.default is MISSING else fact.default,
                **{key: value for key, value in fact.facts.items() if key != "wire"},
            )
            for name, fact in self.facts.items()
        )


def _shape(hint: Any) -> Shape:
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _shape(next(arg for arg in args if arg is not types.NoneType))
    if origin is list:
        return Shape("list", _shape(args[0]))
    if origin is dict:
        return Shape("map", _shape(args[1]))
    if origin is typing.Literal:
        return Shape("text")
    if isinstance(hint, type) and issubclass(hint, Block):
        return Shape("block", fields=hint.__signature_of__.properties())
    return Shape(_SHAPES.get(hint, "any"))


@dataclass_transform(kw_only_default=True, field_specifiers=(field,))
class Block:
    """A nested value: given as arguments (`Input`s), read back as plain values."""

    __signature_of__: ClassVar[_Signature]

    @classmethod
    def members(cls) -> tuple[Property, ...]:
        """The plain data behind the block's members."""
        return cls.__signature_of__.properties()

    @classmethod
    def from_wire(cls, answer: Mapping[str, Any]) -> Self:
        """The block as an answer of the API gives it; members that are not declared are left out."""
        values: dict[str, Any] = {}
        for name, fact in cls.__signature_of__.facts.items():
            value = answer.get(fact.wire)
            block = _block_in(cls.__signature_of__.types[name])
            values[name] = block.from_wire(value) if block and isinstance(value, dict) else value
        return cls(**values)

    def __init_subclass__(cls) -> None:
        signature = _Signature(cls)
        cls.__signature_of__ = signature
        cls.__annotations__ = {name: _input(hint) for name, hint in signature.types.items()}
        for name, fact in signature.facts.items():
            setattr(cls, name, pulumi.property(fact.wire, default=None))

        def construct(self: Block, **values: Any) -> None:
            for name, value in _kept_secret(signature, signature.given(values)).items():
                pulumi.set(self, name, value)

        cls.__init__ = construct  # type: ignore[assignment]
        pulumi.input_type(cls)
        # The same class is also what outputs are made of; Pulumi has no public way to say so.
        cls._pulumi_output_type = True  # type: ignore[attr-defined]


@dataclass_transform(
    kw_only_default=True, field_specifiers=(prop, parent_id, place_id, option, nested, computed)
)
class _Declared(dynamic.Resource):
    __signature_of__: ClassVar[_Signature]
    __spec__: ClassVar[ResourceSpec]
    __args__: ClassVar[Any]

    def __init_subclass__(
        cls, *, endpoint: Endpoint | None = None, rules: Sequence[Rule] = (), **kwargs: Any
    ) -> None:
        super().__init_subclass__(module="talend", name=cls.__name__, **kwargs)
        if endpoint is None:
            return
        signature = cls.__signature_of__ = _Signature(cls)
        cls.__spec__ = ResourceSpec(cls.__name__, endpoint, signature.properties(), tuple(rules))
        registry.register(cls.__spec__)
        body: dict[str, Any] = {
            name: pulumi.property(fact.wire, default=None) for name, fact in signature.facts.items()
        }
        body |= {
            "__module__": cls.__module__,
            "__annotations__": {name: _input(hint) for name, hint in signature.types.items()},
            "__init__": dict.__init__,
        }
        cls.__args__ = pulumi.input_type(type(cls.__name__ + "Args", (dict,), body))
        for name, fact in signature.facts.items():
            setattr(cls, name, _output(name, fact.wire, signature.types[name]))
        cls.__declared_facts__ = signature.facts  # type: ignore[attr-defined]
        cls.__declared_hints__ = signature.hints  # type: ignore[attr-defined]
        cls.__annotations__ = {}

    if not TYPE_CHECKING:

        def __init__(self, resource_name: str, *, opts: ResourceOptions | None = None, **values: Any) -> None:
            """Declare the resource under Pulumi's name `resource_name`."""
            end_without_traceback()
            refuse_plain_credentials()
            refuse_import(self.__spec__.kind, resource_name, opts)
            signature = self.__signature_of__
            plain = signature.given(values)
            refuse_what_cannot_be_sent(self.__spec__.kind, self.__spec__.arguments, plain)
            given = _kept_secret(signature, plain)
            if given.get("name", MISSING) is None:
                given["name"] = resource_name
            place_ids.resolve(signature.hints, given)
            parent = parents.resolve(self.__spec__, given)
            mine = ResourceOptions(
                additional_secret_outputs=[p.name for p in self.__spec__.properties if p.secret],
                deleted_with=parent,
            )
            opts = _wire_paths(self.__spec__, ResourceOptions.merge(mine, opts))
            self._retained = bool(opts.retain_on_delete)
            outputs = {n: None for n, fact in signature.facts.items() if isinstance(fact, Computed)}
            super().__init__(
                provider_of(self.__spec__.kind), resource_name, self.__args__({**outputs, **given}), opts
            )


def _kept_secret(signature: _Signature, given: dict[str, Any]) -> dict[str, Any]:
    """The arguments with those that are secret marked so, in a block that is given as a dict too."""
    marked = dict(given)
    for name, value in given.items():
        block = _block_in(signature.types[name])
        if value is None:
            continue
        if signature.facts[name].facts.get("secret"):
            marked[name] = Output.secret(value)
        elif block is not None and isinstance(value, dict) and not isinstance(value, Block):
            known = {n: value[n] for n in block.__signature_of__.facts.keys() & value.keys()}
            marked[name] = value | _kept_secret(block.__signature_of__, known)
    return marked


def _block_in(hint: Any) -> type[Block] | None:
    """The class of block that a type names, alone, in a list or as `Block | None`."""
    if isinstance(hint, type) and issubclass(hint, Block):
        return hint
    return next((found for part in typing.get_args(hint) if (found := _block_in(part))), None)


def _input(hint: Any) -> Any:
    return operator.getitem(cast("Any", Input), hint)


def _output(name: str, wire: str, hint: Any) -> property:
    def get(self: Any) -> Any:
        return self.__dict__.get(name)

    get.__name__ = name
    get.__annotations__ = {"return": operator.getitem(cast("Any", Output), hint)}
    return property(pulumi.getter(name=wire)(get))


R = TypeVar("R", bound="TalendResource")


class TalendResource(_Declared):
    """What all resources of this provider share.

    The constructor is that of every Pulumi SDK: the first argument is Pulumi's name for the resource,
    all others are keywords that take values or outputs.
    """

    on_existing: Prop[str] = option(default="fail", only=("fail", "adopt", "create"))
    """What a create does about an object that has the same natural key: `fail`, `adopt` or `create`."""
    adopt_id: Prop[str | None] = option(default=None)
    """The id of an object to take over instead of creating one."""
    drift: Computed[dict[str, str]] = computed()
    """What was changed behind our back and only a replacement could put right, by argument."""

    if TYPE_CHECKING:
        resource_name: InitVar[str] = prop(kw_only=False)
        opts: InitVar[ResourceOptions | None] = prop(default=None)


class RunPart(_Declared):
    """A part of a run: what it starts, or waits for, is never there before it."""

    if TYPE_CHECKING:
        resource_name: InitVar[str] = prop(kw_only=False)
        opts: InitVar[ResourceOptions | None] = prop(default=None)


def _wire_paths(spec: ResourceSpec, opts: ResourceOptions) -> ResourceOptions:
    """Options name properties in Python's words; the engine knows only those of the wire."""
    for name in ("ignore_changes", "replace_on_changes"):
        if paths := getattr(opts, name):
            tell_of_paths(spec, name, paths)
            setattr(opts, name, [wire_path(spec.properties, path) for path in paths])
    return opts


def spec_of(resource: type[TalendResource | RunPart]) -> ResourceSpec:
    """The plain data behind a declared class."""
    return resource.__spec__


def block_of(resource: type[TalendResource | RunPart], name: str) -> type[Block] | None:
    """The class of the nested block that an argument or output holds."""
    return _block_in(resource.__signature_of__.types[name])
