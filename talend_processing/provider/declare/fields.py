"""The fields that declare the properties of a resource, such as `debug: Prop[bool] = prop(default=False)`.

For type checkers, a field is a descriptor: this one accepts an `Input[bool]` in the constructor, and reading
the attribute gives an `Output[bool]`. At run time, a field only stores the arguments of `prop`, which
`signature.py` converts to the properties of a `ResourceSpec`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, TypeVar, overload

from talend_processing.provider.kinds.spec import Role

if TYPE_CHECKING:
    from pulumi import Input, Output, Resource

T = TypeVar("T")
P = TypeVar("P")
D = TypeVar("D")
MISSING: Any = ...
"""The default of a required argument."""


@functools.cache
def camel(name: str) -> str:
    """Return the API's name for a Python name: `jobJvmRollback` for `job_jvm_rollback`."""
    return re.sub(r"_(\w)", lambda match: match[1].upper(), name)


class FieldInfo:
    """The base class of all fields. `attributes` are those of `Property`, such as `secret`."""

    takes: ClassVar[str] = "Input[{}]"
    """The type that the constructor accepts. `{}` stands for a type parameter, such as `T` in `Prop[T]`."""

    def __init__(self, default: Any, **attributes: Any) -> None:
        self.default = default
        self.attributes = {key: value for key, value in attributes.items() if value is not None}
        self.name = ""

    @property
    def wire(self) -> str:
        """The name in the API and in state."""
        return str(self.attributes.get("wire") or camel(self.name))

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @classmethod
    def value_type(cls, argument: Any) -> Any:
        """Return the type of the value. `argument` is `T` in the annotation `Prop[T]`."""
        return argument


class Prop(FieldInfo, Generic[T]):
    """An argument: `Input[T]` in the constructor, `Output[T]` as an attribute."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> Prop[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[T]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T]) -> None: ...


class NameProp(FieldInfo, Generic[T]):
    """An argument `name`, which defaults to Pulumi's name for the resource, so its output is never None."""

    takes = "Input[{} | None]"

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> NameProp[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[T]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T | None]) -> None: ...


class ListProp(FieldInfo, Generic[T]):
    """A list. Each item may be a separate output."""

    takes = "Input[Sequence[Input[{}]]]"

    @classmethod
    def value_type(cls, argument: Any) -> Any:
        """Return the type of the value. `argument` is `T` in the annotation `ListProp[T]`."""
        return list[argument]

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> ListProp[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[list[T]]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[Sequence[Input[T]]]) -> None: ...


class OptionalListProp(FieldInfo, Generic[T]):
    """A list that may be omitted. Each item may be a separate output."""

    takes = "Input[Sequence[Input[{}]]] | None"

    @classmethod
    def value_type(cls, argument: Any) -> Any:
        """Return the type of the value. `argument` is `T` in the annotation `OptionalListProp[T]`."""
        return list[argument] | None

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> OptionalListProp[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[list[T] | None]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[Sequence[Input[T]]] | None) -> None: ...


class OptionalMapProp(FieldInfo, Generic[T]):
    """An optional map with arbitrary keys. Each value may be a separate output."""

    takes = "Input[Mapping[str, Input[{}]]] | None"

    @classmethod
    def value_type(cls, argument: Any) -> Any:
        """Return the type of the value. `argument` is `T` in the annotation `OptionalMapProp[T]`."""
        return dict[str, argument] | None

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> OptionalMapProp[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[dict[str, T] | None]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[Mapping[str, Input[T]]] | None) -> None: ...


class ParentId(FieldInfo, Generic[T]):
    """The id of the parent object, given as an id, an output or the parent resource."""

    takes = "Input[{}] | Resource"

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> ParentId[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[T]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T] | Resource) -> None: ...


class LocationId(FieldInfo, Generic[T, P]):
    """The id of an environment or workspace, given as an id (`T`), a look-up result (`P`) or an output."""

    takes = "Input[{}] | Input[{}]"

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> LocationId[T, P]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[T]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T] | Input[P]) -> None: ...


class Nested(FieldInfo, Generic[T, D]):
    """An argument that is a block, given as its `…Args` class (`T`) or as a dict (`D`)."""

    takes = "Input[{}] | Input[{}]"

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> Nested[T, D]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[T]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T] | Input[D]) -> None: ...


class Computed(FieldInfo, Generic[T]):
    """A property that the API or the provider fills in. It is only an output."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> Computed[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> Output[T]: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Any) -> None: ...


class Field(FieldInfo, Generic[T]):
    """A member of a block: `Input[T]` as an argument, plain `T` in an output."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> Field[T]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> T: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T]) -> None: ...


class NestedField(FieldInfo, Generic[T, D]):
    """A member of a block that is itself a block, given as its `…Args` class (`T`) or as a dict (`D`)."""

    takes = "Input[{}] | Input[{}]"

    if TYPE_CHECKING:

        @overload
        def __get__(self, obj: None, owner: Any) -> NestedField[T, D]: ...
        @overload
        def __get__(self, obj: object, owner: Any) -> T: ...
        def __get__(self, obj: Any, owner: Any) -> Any: ...
        def __set__(self, obj: Any, value: Input[T] | Input[D]) -> None: ...


def prop(*, default: Any = MISSING, kw_only: bool = True, replace: bool = False, **attributes: Any) -> Any:
    """Declare an argument that is part of the object. `attributes` are those of `Property`."""
    del kw_only  # read by type checkers only
    return Prop(default, replace=replace, **attributes)


def parent_id(*, default: Any = MISSING, kw_only: bool = True, **attributes: Any) -> Any:
    """Declare the id of the parent object. Changing it replaces the object."""
    del kw_only
    return ParentId(default, role=Role.PARENT, replace=True, **attributes)


def location_id(
    *, default: Any = MISSING, kw_only: bool = True, replace: bool = False, **attributes: Any
) -> Any:
    """Declare the id of an environment or workspace."""
    del kw_only
    return LocationId(default, replace=replace, **attributes)


def option(*, default: Any = None, kw_only: bool = True, **attributes: Any) -> Any:
    """Declare an argument that controls the lifecycle and is not sent, such as `on_existing`."""
    del kw_only
    return Prop(default, **{"role": Role.OPTION, **attributes})


def nested(*, default: Any = MISSING, kw_only: bool = True, replace: bool = False, **attributes: Any) -> Any:
    """Declare an argument that is a block."""
    del kw_only
    return Nested(default, replace=replace, **attributes)


def computed(*, init: Literal[False] = False, **attributes: Any) -> Any:
    """Declare an output."""
    del init
    return Computed(None, role=Role.COMPUTED, **attributes)


def field(*, default: Any = MISSING, kw_only: bool = True, **attributes: Any) -> Any:
    """Declare a member of a block."""
    del kw_only
    return Field(default, **attributes)


def nested_field(*, default: Any = MISSING, kw_only: bool = True, **attributes: Any) -> Any:
    """Declare a member of a block that is itself a block."""
    del kw_only
    return NestedField(default, **attributes)
