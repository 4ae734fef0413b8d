"""Values of components, to and fro (C3, C5).

What a type takes: exactly the Python types that wasmtime documents. What does not fit is an error,
never cut down. Nothing is given away before everything has converted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from wasmtime import component as raw

from ..errors import ClosedError
from ..native import component as components
from ..native import component_values as native
from ..native.component_shapes import CROSSING, MOST_PARTS, Shape
from ..native.store import NativeStore
from ..objects.arguments import kind_of, number, octets
from ..objects.outcome import check
from ..objects.values import scalar
from ._record import Record, Variant
from ._resources import ResourceAny, ResourceHost

__all__ = [
    "Lowering",
    "UncrossableTypeError",
    "classes",
    "expect_crossing",
    "lift",
    "lower",
    "uncrossable",
]


class UncrossableTypeError(TypeError, NotImplementedError):
    """A value of a type that wasmtime's C API cannot pass; it would abort the process.

    It is a NotImplementedError too, because that is what wasmtime raises where it raises.
    """


def expect_crossing(shapes: Iterable[Shape], what: str) -> None:
    """Raise UncrossableTypeError when a value of one of these types cannot be passed.

    `what` names them: "a parameter of the function".
    """
    for shape in shapes:
        for kind in sorted(shape.kinds() - CROSSING):
            raise uncrossable(kind, what)


def uncrossable(kind: str, where: str = "the type") -> UncrossableTypeError:
    """The error for a type of this kind, which stands in what `where` says."""
    if kind == "oversized":
        why = f"more than {MOST_PARTS:,} parts, which are too many to check"
    else:
        part = "a type that its bindings do not know" if kind == "unknown" else f"a {kind}"
        why = f"{part} in it, which wasmtime's C API cannot pass between Python and a component"
    return UncrossableTypeError(f"{where} has {why}; change the component's interface")


class Cases(NamedTuple):
    """What a variant, option or result amounts to in Python.

    `tagged`: two cases take values of one Python class, so that only a Variant tells.
    """

    cases: tuple[tuple[str, Shape | None], ...]
    tagged: bool


_INTEGERS = {f"{sign}{bits}" for sign in "su" for bits in (8, 16, 32, 64)}
_CLASSES: dict[str, frozenset[type]] = {
    "bool": frozenset({bool}),
    **dict.fromkeys(_INTEGERS, frozenset({int})),
    **dict.fromkeys(("f32", "f64"), frozenset({float})),
    **dict.fromkeys(("char", "string", "enum"), frozenset({str})),
    "record": frozenset({raw.Record}),
    "tuple": frozenset({tuple}),
    "flags": frozenset({set}),
    **dict.fromkeys(("own", "borrow"), frozenset({raw.ResourceAny, raw.ResourceHost})),
    **dict.fromkeys(("future", "stream"), frozenset()),
}


def classes(shape: Shape) -> frozenset[type]:
    """The Python classes whose instances a type takes.

    Raises UncrossableTypeError for a type that has none.
    """
    kind = shape.kind
    if kind == "list":
        return frozenset({bytes if shape.parts.kind == "u8" else list})
    if kind in ("variant", "option", "result"):
        cases, tagged = cases_of(shape)
        if tagged:
            return frozenset({raw.Variant})
        return frozenset().union(*(_case_classes(case) for _, case in cases))
    if kind not in _CLASSES:
        raise uncrossable(kind)
    return _CLASSES[kind]


def _case_classes(case: Shape | None) -> frozenset[type]:
    return frozenset({object}) if case is None else classes(case)


def cases_of(shape: Shape) -> Cases:
    """The cases of a variant, option or result."""
    found: Cases | None = shape.memo
    if found is None:
        cases: tuple[tuple[str, Shape | None], ...]
        if shape.kind == "option":
            cases = (("none", None), ("some", shape.parts))
        elif shape.kind == "result":
            cases = tuple(zip(("ok", "err"), shape.parts, strict=True))
        else:
            cases = shape.parts
        found = shape.memo = Cases(cases, _overlap(case for _, case in cases))
    return found


def _overlap(cases: Iterable[Shape | None]) -> bool:
    seen: frozenset[type] = frozenset()
    for case in cases:
        mine = _case_classes(case)
        if mine & seen:
            return True
        seen |= mine
    return False


class Lowering:
    """The values of one call, on their way to wasmtime.

    `give()`, once all of them are converted, takes the owned resources from their owners.
    """

    __slots__ = ("given", "store")

    def __init__(self, store: NativeStore) -> None:
        self.store = store
        self.given: list[ResourceAny] = []

    def give(self) -> None:
        """Raises ClosedError when a resource was closed or passed on meanwhile."""
        for resource in self.given:
            resource._take()


def lower(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    """Convert `value` into `slot`, which holds false.

    Whatever happens, whoever made the slot frees it. Raises TypeError, ValueError or
    OverflowError for a value that does not fit, AttributeError for a field that is not there,
    ForeignStoreError for a resource of another store.
    """
    convert = _LOWER.get(shape.kind)
    if convert is None:
        raise uncrossable(shape.kind)
    convert(shape, value, slot, lowering)


def _expect(value: Any, kind: type, shape: Shape) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"expected {kind.__name__} for {shape.kind}, got {kind_of(value)}")


def _lower_bool(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _expect(value, bool, shape)
    native.set_number(slot, "bool", value)


def _lower_integer(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _expect(value, int, shape)
    bits = int(shape.kind[1:])
    low, high = (
        (0, 2**bits - 1) if shape.kind[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    )
    native.set_number(slot, shape.kind, number(value, f"a value of type {shape.kind}", low, high))


def _lower_float(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _expect(value, float, shape)
    native.set_number(slot, shape.kind, scalar(shape.kind, value))


def _lower_char(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    if not isinstance(value, str) or str.__len__(value) != 1:
        raise TypeError("expected a str of one character for char")
    point = ord(value)
    if 0xD800 <= point <= 0xDFFF:
        raise ValueError(f"a surrogate is no char: U+{point:04X}")
    native.set_number(slot, "char", point)


def _lower_text(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    # Of an enum, wasmtime checks the name.
    _expect(value, str, shape)
    native.set_text(slot, shape.kind, str.encode(value, "utf-8"))


def _lower_list(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    element = shape.parts
    if element.kind == "u8":
        _expect(value, bytes, shape)
        native.set_bytes(slot, octets(value))
        return
    _expect(value, list, shape)
    # A copy: converting an element may run code of the user's that changes the list.
    items = tuple(value)
    slots = native.container(slot, "list", len(items))
    for i, item in enumerate(items):
        lower(element, item, slots + i, lowering)


def _lower_tuple(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _expect(value, tuple, shape)
    items = tuple(value)
    parts = shape.parts
    if len(items) != len(parts):
        raise TypeError(f"expected a tuple of {len(parts)} elements, got {len(items)}")
    slots = native.container(slot, "tuple", len(parts))
    for i, part in enumerate(parts):
        lower(part, items[i], slots + i, lowering)


def _lower_record(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    fields = shape.parts
    entries = native.container(slot, "record", len(fields))
    for i, (name, part) in enumerate(fields):
        native.set_name(entries[i], name.encode())
        lower(part, getattr(value, name), native.field(entries, i), lowering)


def _lower_flags(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _expect(value, set, shape)
    names = []
    for name in tuple(value):
        if not isinstance(name, str):
            raise TypeError(f"expected a set of str for flags, not {kind_of(name)}")
        names.append(str.encode(name, "utf-8"))
    # wasmtime checks the names.
    native.set_flags(slot, names)


def _chosen(shape: Shape, value: Any) -> tuple[str, Shape | None, Any]:
    """The case that `value` is, by name, and its payload."""
    cases, tagged = cases_of(shape)
    if tagged:
        if not isinstance(value, raw.Variant):
            raise TypeError(f"expected Variant for {shape.kind}, got {kind_of(value)}")
        tag, payload = value.tag, value.payload
        for name, case in cases:
            if name == tag:
                return name, case, payload
        raise ValueError(f"value not valid for this {shape.kind}: it has no case {tag!r}")
    for name, case in cases:
        if value is None if case is None else isinstance(value, tuple(classes(case))):
            return name, case, value
    raise ValueError(f"value not valid for this {shape.kind}: {type(value).__name__}")


def _lower_case(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    name, case, payload = _chosen(shape, value)
    inner = native.set_case(slot, shape.kind, name, case is not None)
    if case is not None:
        lower(case, payload, inner, lowering)


def _lower_own(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _lower_resource(value, slot, lowering)
    if isinstance(value, ResourceAny):
        if any(given is value for given in lowering.given):
            raise ClosedError("this resource is passed twice; an owned resource can be passed once")
        lowering.given.append(value)


def _lower_borrow(shape: Shape, value: Any, slot: Any, lowering: Lowering) -> None:
    _lower_resource(value, slot, lowering)


def _lower_resource(value: Any, slot: Any, lowering: Lowering) -> None:
    if isinstance(value, ResourceAny):
        native.set_resource(slot, value._open_in(lowering.store))
    elif isinstance(value, ResourceHost):
        error, resource = components.resource_to_any(lowering.store, value._open())
        check(error)
        native.set_resource(slot, resource)
    else:
        raise TypeError(f"expected a ResourceAny or a ResourceHost, got {kind_of(value)}")


_LOWER: dict[str, Callable[[Shape, Any, Any, Lowering], None]] = {
    "bool": _lower_bool,
    **dict.fromkeys(_INTEGERS, _lower_integer),
    **dict.fromkeys(("f32", "f64"), _lower_float),
    "char": _lower_char,
    **dict.fromkeys(("string", "enum"), _lower_text),
    "list": _lower_list,
    "tuple": _lower_tuple,
    "record": _lower_record,
    "flags": _lower_flags,
    **dict.fromkeys(("variant", "option", "result"), _lower_case),
    "own": _lower_own,
    "borrow": _lower_borrow,
}


Store = NativeStore | None


def lift(shape: Shape, slot: Any, store: Store = None) -> Any:
    """The Python value in `slot`, which goes on owning its own.

    `store` is what the value's resources belong to; None when it has none. Raises
    UncrossableTypeError for a type that Python cannot have.
    """
    convert = _LIFT.get(shape.kind)
    if convert is None:
        raise uncrossable(shape.kind)
    return convert(shape, slot, store)


def _lift_number(shape: Shape, slot: Any, store: Store) -> Any:
    return native.read_number(slot, shape.kind)


def _lift_char(shape: Shape, slot: Any, store: Store) -> str:
    return chr(native.read_number(slot, "char"))


def _lift_text(shape: Shape, slot: Any, store: Store) -> str:
    return native.read_text(slot, shape.kind)


def _lift_list(shape: Shape, slot: Any, store: Store) -> Any:
    element = shape.parts
    if element.kind == "u8":
        return native.read_bytes(slot)
    return [lift(element, item, store) for item in native.elements(slot, "list")]


def _lift_tuple(shape: Shape, slot: Any, store: Store) -> tuple[Any, ...]:
    items = native.elements(slot, "tuple")
    return tuple(lift(part, item, store) for part, item in zip(shape.parts, items, strict=True))


def _lift_record(shape: Shape, slot: Any, store: Store) -> Record:
    record = Record()
    items = native.elements(slot, "record")
    for (name, part), item in zip(shape.parts, items, strict=True):
        setattr(record, name, lift(part, item, store))
    return record


def _lift_flags(shape: Shape, slot: Any, store: Store) -> set[str]:
    return native.read_flags(slot)


def _lift_case(shape: Shape, slot: Any, store: Store) -> Any:
    cases, tagged = cases_of(shape)
    tag, inner = native.read_case(slot, shape.kind)
    case = dict(cases)[tag]
    payload = None if case is None else lift(case, inner, store)
    return Variant(tag, payload) if tagged else payload


def _lift_resource(shape: Shape, slot: Any, store: Store) -> ResourceAny:
    assert store is not None
    return ResourceAny._own(store, native.read_resource(slot))


_LIFT: dict[str, Callable[[Shape, Any, Store], Any]] = {
    **dict.fromkeys(("bool", "f32", "f64", *_INTEGERS), _lift_number),
    "char": _lift_char,
    **dict.fromkeys(("string", "enum"), _lift_text),
    "list": _lift_list,
    "tuple": _lift_tuple,
    "record": _lift_record,
    "flags": _lift_flags,
    **dict.fromkeys(("variant", "option", "result"), _lift_case),
    **dict.fromkeys(("own", "borrow"), _lift_resource),
}
