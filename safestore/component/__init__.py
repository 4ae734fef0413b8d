"""wasmtime.component, guarded: every public name of it, each a subclass of wasmtime's."""

from wasmtime.component import __all__ as _wasmtime_names

from ._component import Component, ExportIndex
from ._composites import (
    BorrowType,
    EnumType,
    FlagsType,
    FutureType,
    ListType,
    OptionType,
    OwnType,
    RecordType,
    ResultType,
    StreamType,
    TupleType,
    VariantType,
)
from ._func import Func
from ._instance import Instance
from ._linker import Linker, LinkerInstance
from ._record import Record, Variant
from ._resources import ResourceAny, ResourceHost, ResourceType
from ._types import ComponentInstanceType, ComponentItem, ComponentType, FuncType, ModuleType
from ._valtypes import (
    F32,
    F64,
    S8,
    S16,
    S32,
    S64,
    U8,
    U16,
    U32,
    U64,
    Bool,
    Char,
    ErrorContext,
    String,
    ValType,
)

__all__ = [
    "F32",
    "F64",
    "S8",
    "S16",
    "S32",
    "S64",
    "U8",
    "U16",
    "U32",
    "U64",
    "Bool",
    "BorrowType",
    "Char",
    "Component",
    "ComponentInstanceType",
    "ComponentItem",
    "ComponentType",
    "EnumType",
    "ErrorContext",
    "ExportIndex",
    "FlagsType",
    "Func",
    "FuncType",
    "FutureType",
    "Instance",
    "Linker",
    "LinkerInstance",
    "ListType",
    "ModuleType",
    "OptionType",
    "OwnType",
    "Record",
    "RecordType",
    "ResourceAny",
    "ResourceHost",
    "ResourceType",
    "ResultType",
    "StreamType",
    "String",
    "TupleType",
    "ValType",
    "Variant",
    "VariantType",
]

assert set(_wasmtime_names) <= set(__all__), set(_wasmtime_names) - set(__all__)
