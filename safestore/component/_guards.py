"""The table of guards for components, in the terms of objects/guards.py."""

from __future__ import annotations

from ..objects.guards import GUARDS, guarded

__all__ = ["guarded"]

_OWNED = {"close": "close", "ptr": "shared"}
# The methods of every type of values. Converting to wasmtime's struct uses a store.
_VALUES = {"add_classes": "value", "convert_to_c": "exclusive", "convert_from_c": "value"}
_PLAIN = {"__init__": "make", "__eq__": "value", **_VALUES}
_COMPOSITE = {"__init__": "make", "__eq__": "shared", **_VALUES, **_OWNED}

GUARDS.update(
    {
        "component.Component": {
            "__init__": "make",
            "from_file": "make",
            "deserialize": "make",
            "deserialize_file": "make",
            "serialize": "shared",
            "get_export_index": "shared",
            "type": "shared",
            **_OWNED,
        },
        "component.ExportIndex": {"__init__": "make", **_OWNED},
        "component.Linker": {
            "__init__": "make",
            "allow_shadowing": "change",
            "root": "change",
            "add_wasip2": "change",
            "add_wasi_http": "change",
            "define_unknown_imports_as_traps": "change",
            "instantiate": "use+run",
            **_OWNED,
        },
        "component.LinkerInstance": {
            "__init__": "make",
            "add_instance": "change",
            "add_module": "change",
            "add_resource": "change",
            "add_func": "change",
            **_OWNED,
        },
        "component.Instance": {
            "__init__": "make",
            "get_export_index": "read",
            "get_func": "exclusive",
        },
        "component.Func": {
            "__init__": "make",
            "__call__": "run*",
            "post_return": "run",
            "type": "read",
        },
        "component.ResourceType": {
            "__init__": "make",
            "host": "make",
            "__eq__": "shared",
            **_OWNED,
        },
        "component.ResourceAny": {
            "__init__": "make",
            "type": "shared",
            "owned": "shared",
            "drop": "run",
            "to_host": "exclusive",
            **_OWNED,
        },
        "component.ResourceHost": {
            "__init__": "make",
            "own": "make",
            "borrow": "make",
            "rep": "shared",
            "type": "shared",
            "owned": "shared",
            "to_any": "exclusive",
            **_OWNED,
        },
        "component.ComponentType": {
            "__init__": "make",
            "imports": "shared",
            "exports": "shared",
            **_OWNED,
        },
        "component.ComponentInstanceType": {"__init__": "make", "exports": "shared", **_OWNED},
        "component.ModuleType": {
            "__init__": "make",
            "imports": "shared",
            "exports": "shared",
            **_OWNED,
        },
        "component.FuncType": {
            "__init__": "make",
            "params": "shared",
            "result": "shared",
            **_OWNED,
        },
        "component.ComponentExtern": {
            "__init__": "make",
            "ty": "shared",
            "implements": "shared",
            "is_implements": "shared",
            "external_id": "shared",
            **_OWNED,
        },
        "component.ValType": _VALUES,
        **{
            f"component.{name}": _PLAIN
            for name in (
                "Bool",
                "S8",
                "S16",
                "S32",
                "S64",
                "U8",
                "U16",
                "U32",
                "U64",
                "F32",
                "F64",
                "Char",
                "String",
                "ErrorContext",
                "OwnType",
                "BorrowType",
            )
        },
        "component.ListType": {**_COMPOSITE, "element": "shared"},
        "component.RecordType": {**_COMPOSITE, "fields": "shared"},
        "component.TupleType": {**_COMPOSITE, "elements": "shared"},
        "component.VariantType": {**_COMPOSITE, "cases": "shared"},
        "component.EnumType": {
            **_COMPOSITE,
            "names_count": "shared",
            "name": "shared",
            "names": "shared",
        },
        "component.OptionType": {**_COMPOSITE, "payload": "shared"},
        "component.ResultType": {**_COMPOSITE, "ok": "shared", "err": "shared"},
        "component.FlagsType": {**_COMPOSITE, "names": "shared"},
        "component.FutureType": {**_COMPOSITE, "payload": "shared"},
        "component.StreamType": {**_COMPOSITE, "payload": "shared"},
        "component.Record": {"__eq__": "value"},
        "component.Variant": {"__init__": "value", "__eq__": "value"},
    }
)
