"""Shapes: the types of components and of their values, as Python can walk them.

wasmtime's type objects own what they refer to, so a child outlives its parent, and they belong to
no store: reading one needs nothing but a reference to it. What is read never changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .library import ffi, lib
from .owned import own

__all__ = [
    "CROSSING",
    "MOST_PARTS",
    "FuncShape",
    "Shape",
    "equal",
    "func_shape",
    "name_at",
    "take_valtype",
]

# By wasmtime's number for each kind.
_KINDS = (
    "bool",
    "s8",
    "s16",
    "s32",
    "s64",
    "u8",
    "u16",
    "u32",
    "u64",
    "f32",
    "f64",
    "char",
    "string",
    "list",
    "record",
    "tuple",
    "variant",
    "enum",
    "option",
    "result",
    "flags",
    "own",
    "borrow",
    "future",
    "stream",
    "error-context",
)
_NATIVE = {
    kind: f"component_{kind}_type"
    for kind in (
        "list",
        "record",
        "tuple",
        "variant",
        "enum",
        "option",
        "result",
        "flags",
        "future",
        "stream",
    )
} | dict.fromkeys(("own", "borrow"), "component_resource_type")

# What a value can be of that is to go from the one side to the other.
CROSSING = frozenset(_KINDS) - {"future", "stream", "error-context"}

# wasmtime itself refuses types of a million parts when it compiles.
MOST_PARTS = 100_000


class Shape:
    """The type of a value.

    `kind` is the name that the component model has for it, or "unknown". `native` is wasmtime's
    object for a composite type, and None for the others; of `own` and `borrow` it is the type of
    the resource. `parts` is what a composite type is made of, read when first asked for:

        list, option          a Shape
        future, stream        a Shape or None
        record                (name, Shape) of each field
        tuple                 the Shape of each element
        variant               (name, Shape or None) of each case
        result                the Shapes or None of ok and error
        enum, flags           the names

    `memo` is free for whoever wants to remember what follows from the type.
    """

    __slots__ = ("_kinds", "_parts", "kind", "memo", "native")

    def __init__(self, kind: str, native: Any = None) -> None:
        self.kind = kind
        self.native = native
        self.memo: Any = None
        self._kinds: frozenset[str] | None = None

    @property
    def parts(self) -> Any:
        try:
            return self._parts
        except AttributeError:
            self._parts: Any = _READ[self.kind](self.native)
            return self._parts

    def kinds(self) -> frozenset[str]:
        """The kinds of this type and of everything in it.

        "oversized" is among them when it has too many parts to look at each.
        """
        if self._kinds is None:
            self._kinds = frozenset(_kinds(self))
        return self._kinds


def _kinds(shape: Shape) -> set[str]:
    found = {shape.kind}
    left = MOST_PARTS
    level = [shape]
    # Not by recursion: a type whose parts are shared is small, and huge when it is walked.
    while level:
        level = [part for parent in level for part in _children(parent)]
        left -= len(level)
        if left < 0:
            return {*found, "oversized"}
        found.update(part.kind for part in level)
    return found


def _children(shape: Shape) -> Iterator[Shape]:
    if shape.kind in ("list", "option", "future", "stream"):
        if shape.parts is not None:
            yield shape.parts
    elif shape.kind in ("record", "variant"):
        yield from (part for _, part in shape.parts if part is not None)
    elif shape.kind in ("tuple", "result"):
        yield from (part for part in shape.parts if part is not None)


def _new_valtype() -> Any:
    return ffi.new("wasmtime_component_valtype_t *")


def take_valtype(valtype: Any) -> Shape:
    """The shape of what wasmtime has just filled in; whatever that owns has one owner again."""
    number = valtype.kind
    kind = _KINDS[number] if number < len(_KINDS) else "unknown"
    if kind in _NATIVE:
        return Shape(kind, own(_NATIVE[kind], valtype.of))
    # Nothing to free, or nothing that anybody here knows how to read.
    lib.wasmtime_component_valtype_delete(valtype)
    return Shape(kind)


def name_at(name: Any, length: Any) -> str:
    """The name in two cells that wasmtime has filled in; it belongs to the type that was asked."""
    return bytes(ffi.buffer(name[0], length[0])).decode()


def _named(count: int, nth: Callable[..., bool]) -> Iterator[tuple[str, Any]]:
    """What `nth(index, name, length, out)` tells of each index; `out` is filled in anew."""
    name = ffi.new("char **")
    length = ffi.new("size_t *")
    for index in range(count):
        out = _new_valtype()
        nth(index, name, length, out)
        yield name_at(name, length), out


# One for each kind with parts: (native) -> parts. They read the type, which is our argument.


def _list(native: Any) -> Shape:
    out = _new_valtype()
    lib.wasmtime_component_list_type_element(native, out)
    return take_valtype(out)


def _option(native: Any) -> Shape:
    out = _new_valtype()
    lib.wasmtime_component_option_type_ty(native, out)
    return take_valtype(out)


def _future(native: Any) -> Shape | None:
    out = _new_valtype()
    return take_valtype(out) if lib.wasmtime_component_future_type_ty(native, out) else None


def _stream(native: Any) -> Shape | None:
    out = _new_valtype()
    return take_valtype(out) if lib.wasmtime_component_stream_type_ty(native, out) else None


def _result(native: Any) -> tuple[Shape | None, Shape | None]:
    ok, err = _new_valtype(), _new_valtype()
    return (
        take_valtype(ok) if lib.wasmtime_component_result_type_ok(native, ok) else None,
        take_valtype(err) if lib.wasmtime_component_result_type_err(native, err) else None,
    )


def _record(native: Any) -> tuple[tuple[str, Shape], ...]:
    return tuple(
        (name, take_valtype(out))
        for name, out in _named(
            lib.wasmtime_component_record_type_field_count(native),
            lambda *cells: lib.wasmtime_component_record_type_field_nth(native, *cells),
        )
    )


def _tuple(native: Any) -> tuple[Shape, ...]:
    found = []
    for index in range(lib.wasmtime_component_tuple_type_types_count(native)):
        out = _new_valtype()
        lib.wasmtime_component_tuple_type_types_nth(native, index, out)
        found.append(take_valtype(out))
    return tuple(found)


def _variant(native: Any) -> tuple[tuple[str, Shape | None], ...]:
    loaded = ffi.new("bool *")

    def nth(index: int, name: Any, length: Any, out: Any) -> Any:
        return lib.wasmtime_component_variant_type_case_nth(
            native, index, name, length, loaded, out
        )

    return tuple(
        (name, take_valtype(out) if loaded[0] else None)
        for name, out in _named(lib.wasmtime_component_variant_type_case_count(native), nth)
    )


def _enum(native: Any) -> tuple[str, ...]:
    return tuple(
        name
        for name, _ in _named(
            lib.wasmtime_component_enum_type_names_count(native),
            lambda index, name, length, _: lib.wasmtime_component_enum_type_names_nth(
                native, index, name, length
            ),
        )
    )


def _flags(native: Any) -> tuple[str, ...]:
    return tuple(
        name
        for name, _ in _named(
            lib.wasmtime_component_flags_type_names_count(native),
            lambda index, name, length, _: lib.wasmtime_component_flags_type_names_nth(
                native, index, name, length
            ),
        )
    )


_READ: dict[str, Callable[[Any], Any]] = {
    "list": _list,
    "record": _record,
    "tuple": _tuple,
    "variant": _variant,
    "enum": _enum,
    "option": _option,
    "result": _result,
    "flags": _flags,
    "future": _future,
    "stream": _stream,
}


def equal(shape: Shape, other: Shape) -> bool:
    """Whether two types are the same to wasmtime; resources are compared by identity."""
    if shape.kind != other.kind:
        return False
    if shape.native is None or other.native is None:
        return shape.native is other.native
    kind = _NATIVE[shape.kind]
    return bool(getattr(lib, f"wasmtime_{kind}_equal")(shape.native, other.native))


FuncShape = tuple[tuple[tuple[str, Shape], ...], Shape | None]


def func_shape(functype: Any) -> FuncShape:
    """The parameters and the result of a function type, which the caller keeps alive."""
    params = tuple(
        (name, take_valtype(out))
        for name, out in _named(
            lib.wasmtime_component_func_type_param_count(functype),
            lambda *cells: lib.wasmtime_component_func_type_param_nth(functype, *cells),
        )
    )
    out = _new_valtype()
    found = lib.wasmtime_component_func_type_result(functype, out)
    return params, take_valtype(out) if found else None
