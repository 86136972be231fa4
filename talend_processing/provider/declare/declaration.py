"""The base classes of declared resources: typed fields become a Pulumi resource and a `ResourceSpec`."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import InitVar
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypeAlias, cast, dataclass_transform

import pulumi
from pulumi import Input, Output, ResourceOptions

from talend_processing.provider import provider_for
from talend_processing.provider.declare.arguments import (
    constructor_arguments,
    resolve_parents,
)
from talend_processing.provider.declare.descriptions import DocumentedProperty, document_attributes
from talend_processing.provider.declare.fields import (
    MISSING,
    Computed,
    FieldInfo,
    Prop,
    computed,
    field,
    location_id,
    nested,
    nested_field,
    option,
    parent_id,
    prop,
)
from talend_processing.provider.declare.options import refuse_import_and_id, wire_options
from talend_processing.provider.declare.program import prepare_end_of_program, refuse_plain_credentials
from talend_processing.provider.declare.signature import Signature, block_in, type_text
from talend_processing.provider.host.sdk_internals import DynamicResource, mark_as_output_type
from talend_processing.provider.kinds import registry
from talend_processing.provider.kinds.spec import Endpoint, Property, ResourceSpec, Rule

OnExisting: TypeAlias = Literal["fail", "adopt", "create"]
"""What a create does if an object with the same natural key (such as name and environment) exists."""


@dataclass_transform(kw_only_default=True, field_specifiers=(field, nested_field))
class Block:
    """A nested object. In an argument, its members are `Input`s. In an output, they are plain values."""

    __signature_of__: ClassVar[Signature]

    @classmethod
    def members(cls) -> tuple[Property, ...]:
        """Return the names, types and limits of the block's members."""
        return cls.__signature_of__.properties()

    @classmethod
    def from_wire(cls, answer: Mapping[str, Any]) -> Self:
        """Build the block from a response of the API. Ignore members that the class does not declare."""
        values: dict[str, Any] = {}
        for name, info in cls.__signature_of__.fields.items():
            value = answer.get(info.wire)
            block = block_in(cls.__signature_of__.types[name])
            values[name] = block.from_wire(value) if block and isinstance(value, dict) else value
        return cls(**values)

    def __init_subclass__(cls) -> None:
        signature = cls.__signature_of__ = Signature(cls)
        cls.__annotations__ = {name: _input_type(hint) for name, hint in signature.types.items()}
        for name, info in signature.fields.items():
            setattr(cls, name, pulumi.property(info.wire, default=None))

        def construct(self: Block, **values: Any) -> None:
            for name, value in signature.mark_secrets(signature.with_defaults(values)).items():
                pulumi.set(self, name, value)

        cls.__init__ = signature.sign(construct)  # type: ignore[method-assign]
        pulumi.input_type(cls)
        for name, hint in signature.types.items():
            setattr(cls, name, DocumentedProperty.of(vars(cls)[name], cls, name, type_text(hint)))
        document_attributes(cls, lambda: {"Args": signature.argument_types()})
        mark_as_output_type(cls)


@dataclass_transform(
    kw_only_default=True, field_specifiers=(prop, parent_id, location_id, option, nested, computed)
)
class _Declared(DynamicResource):
    """Turns fields into a Pulumi resource. A subclass without an endpoint only adds fields."""

    __signature_of__: ClassVar[Signature]
    __spec__: ClassVar[ResourceSpec]
    __args__: ClassVar[Any]

    def __init_subclass__(
        cls, *, endpoint: Endpoint | None = None, rules: Sequence[Rule] = (), **kwargs: Any
    ) -> None:
        super().__init_subclass__(module="talend", name=cls.__name__, **kwargs)
        if endpoint is None:
            if any(isinstance(value, FieldInfo) for value in vars(cls).values()):
                cls.__signature_of__ = Signature(cls)  # once for all classes that inherit the fields
            return
        signature = cls.__signature_of__ = Signature(cls)
        cls.__spec__ = ResourceSpec(cls.__name__, endpoint, signature.properties(), tuple(rules))
        registry.register(cls.__spec__)
        class_body: dict[str, Any] = {
            name: pulumi.property(info.wire, default=None) for name, info in signature.fields.items()
        }
        class_body |= {
            "__module__": cls.__module__,
            "__annotations__": {name: _input_type(hint) for name, hint in signature.types.items()},
            "__init__": dict.__init__,
        }
        cls.__args__ = pulumi.input_type(type(cls.__name__ + "Args", (dict,), class_body))
        for name, info in signature.fields.items():
            setattr(cls, name, _output_property(cls, name, info, signature.types[name]))
        cls.__annotations__ = {}
        cls.__init__ = _constructor(signature)  # type: ignore[method-assign]
        document_attributes(
            cls, lambda: {"Args": signature.argument_types(), "Outputs": signature.output_types()}
        )

    def _register(self, resource_name: str, arguments: Mapping[str, Any], opts: ResourceOptions) -> None:
        """Register the resource with Pulumi, which gets None for each property that `arguments` lacks."""
        prepare_end_of_program()
        refuse_plain_credentials()
        secret_names = [prop.name for prop in self.__spec__.properties if prop.secret]
        opts = ResourceOptions.merge(ResourceOptions(additional_secret_outputs=secret_names), opts)
        opts = wire_options(self.__spec__, opts)
        self._retained = bool(opts.retain_on_delete or opts.id)  # a resource with `id` is only read
        values = {**dict.fromkeys(self.__signature_of__.fields), **arguments}
        for argument in self.__spec__.arguments:
            # Leave out defaults: each argument that is passed adds a list of dependencies to state.
            if argument.wire in self.__spec__.option_defaults and values[argument.name] == argument.default:
                del values[argument.name]
        props = self.__args__(values)
        DynamicResource.__init__(self, provider_for(self.__spec__.kind), resource_name, props, opts)

    @classmethod
    def _existing(
        cls, resource_name: str, object_id: Input[str], opts: ResourceOptions | None, **parents: Any
    ) -> Self:
        """Return a resource that only reads an existing object."""
        refuse_import_and_id(cls.__spec__, resource_name, opts)
        resource = cls.__new__(cls)
        resolve_parents(cls.__spec__, parents)
        cls._register(
            resource, resource_name, parents, ResourceOptions.merge(opts, ResourceOptions(id=object_id))
        )
        return resource


def _constructor(signature: Signature) -> Callable[..., None]:
    """Return the constructor of a declared class. `inspect.signature` shows the arguments of that class."""

    def construct(
        self: _Declared, resource_name: str, opts: ResourceOptions | None = None, **values: Any
    ) -> None:
        """Declare the resource under Pulumi's name `resource_name`."""
        spec = self.__spec__
        refuse_import_and_id(spec, resource_name, opts)
        arguments = constructor_arguments(spec, signature, resource_name, values)
        parent = resolve_parents(spec, arguments)
        opts = ResourceOptions.merge(ResourceOptions(deleted_with=parent), opts)
        self._register(resource_name, arguments, opts)

    return signature.sign(construct)


def _input_type(hint: Any) -> Any:
    return operator.getitem(cast("Any", Input), hint)


def _output_property(owner: type, name: str, info: FieldInfo, hint: Any) -> property:
    def get(self: Any) -> Any:
        output = self.__dict__.get(name)
        if output is None and info.default is not None and info.default is not MISSING:
            # `_register` left the default out, so Pulumi has no output.
            return Output.from_input(info.default)
        return output

    get.__name__ = name
    get.__annotations__ = {"return": operator.getitem(cast("Any", Output), hint)}
    plain_property = property(pulumi.getter(name=info.wire)(get))
    return DocumentedProperty.of(plain_property, owner, name, f"Output[{type_text(hint)}]")


class TalendResource(_Declared):
    """The base class of resources that manage an object, a membership or a setting of the account.

    The constructor is like that of every Pulumi SDK: the first argument is Pulumi's name for the resource,
    the second one its options, and all others are keywords that take values or outputs.
    """

    on_existing: Prop[OnExisting] = option(default="fail")
    """What a create does if an object has the same natural key: `fail`, `adopt` it or `create` another."""
    adopt_id: Prop[str | None] = option(default=None)
    """The id of an object to adopt instead of creating one."""
    drift: Computed[dict[str, str]] = computed()
    """Values, by argument, that were changed outside of Pulumi. Only a replacement can change them back."""

    if TYPE_CHECKING:
        resource_name: InitVar[str] = prop(kw_only=False)
        """Pulumi's name for the resource."""
        opts: InitVar[ResourceOptions | None] = prop(default=None, kw_only=False)
        """Pulumi's options."""

    @classmethod
    def get(cls, resource_name: str, id: Input[str], opts: ResourceOptions | None = None) -> Self:  # noqa: A002 - as in every Pulumi SDK
        """Read an existing object without managing it: `up` never changes or deletes it.

        Args:
            resource_name: Pulumi's name for the resource.
            id: The API's id of the object.
            opts: Pulumi's options.

        """
        return cls._existing(resource_name, id, opts)


class OperationResource(_Declared):
    """The base class of the resources of a run, such as `RunIntent`, and of pairings and terminations."""

    if TYPE_CHECKING:
        resource_name: InitVar[str] = prop(kw_only=False)
        """Pulumi's name for the resource."""
        opts: InitVar[ResourceOptions | None] = prop(default=None, kw_only=False)
        """Pulumi's options."""


def spec_of(resource: type[TalendResource | OperationResource]) -> ResourceSpec:
    """Return the `ResourceSpec` of a resource class."""
    return resource.__spec__


def block_of(resource: type[TalendResource | OperationResource], name: str) -> type[Block] | None:
    """Return the class of the nested block in an argument or output, or None."""
    block: type[Block] | None = block_in(resource.__signature_of__.types[name])
    return block
