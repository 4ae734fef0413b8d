"""Values between a script, Python and a record: arguments in, results as text, expectations.

A result is recorded as `type:bits` (`i32:0000002a`, `f32:7fc00000`), `externref:null`,
`externref:7`, `funcref:null`, `funcref:func` or `bytes:...`. A `?` in place of the colon marks a
Python value that the type should not have given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from .literals import INTEGER_BITS, SHAPES, bits_of_float, float_bits, integer, is_nan, python_float
from .script import Atom, Form, Node, ScriptError, String

# Finds an exported function for `(ref.func $module "name")`.
FindFunc = Callable[[list[Node]], Any]


@dataclass(frozen=True, eq=False)
class HostObject:
    """What an externref stands for in a script.

    It is never falsy: raw wasmtime takes falsy externrefs for nulls on some paths, which the
    catalogue of misuses shows, and these scripts are about what both sides must agree on.
    """

    number: int


@cache
def host_object(number: int) -> HostObject:
    """The one object that a script means by `(ref.extern number)`."""
    return HostObject(number)


def type_names(api: Any) -> list[tuple[Any, str]]:
    """The value types that the API can pass, by their names in the text format.

    Compared by equality, since `str(ValType.externref())` says "anyref".
    """
    names = ["i32", "i64", "f32", "f64", "externref", "funcref"]
    return [(getattr(api.ValType, name)(), name) for name in names]


def name_of_type(api: Any, ty: Any) -> str:
    for known, name in type_names(api):
        if known == ty:
            return name
    raise ScriptError(f"a script cannot pass values of the type {ty}")


def argument(api: Any, node: Node, find_func: FindFunc) -> Any:
    """The Python value for `(i32.const 1)` and its kin, to be given to the API.

    `(val X)` wraps it in an `api.Val`; `(python "text")` is a str, for refusals.
    """
    if not isinstance(node, Form):
        raise ScriptError(f"expected a constant, not {node}")
    head, rest = node.head, list(node.items[1:])
    kind = head.removesuffix(".const")
    if kind in INTEGER_BITS:
        return integer(_word(rest[0]), INTEGER_BITS[kind])
    if kind in SHAPES:
        return python_float(float_bits(_word(rest[0]), kind), kind)
    if head == "ref.null":
        return None
    if head == "ref.extern":
        return host_object(int(_word(rest[0])))
    if head == "ref.func":
        return find_func(rest)
    if head == "val":
        inner = rest[0]
        if not isinstance(inner, Form):
            raise ScriptError(f"expected a constant, not {inner}")
        make = {"ref.extern": "externref", "ref.func": "funcref"}.get(inner.head)
        if inner.head == "ref.null":
            make = _word(inner.items[1]) + "ref"
        make = make or inner.head.removesuffix(".const")
        return getattr(api.Val, make)(argument(api, inner, find_func))
    if head == "python":
        return _string(rest[0]).text
    raise ScriptError(f"unknown constant {head!r}")


def encode(api: Any, kind: str, value: Any) -> str:
    """A result as it is recorded."""
    if kind in INTEGER_BITS and type(value) is int:
        bits = INTEGER_BITS[kind]
        if -(1 << (bits - 1)) <= value < 1 << (bits - 1):
            return f"{kind}:{value & (1 << bits) - 1:0{bits // 4}x}"
    elif kind in SHAPES and type(value) is float:
        try:
            return f"{kind}:{bits_of_float(value, kind):0{SHAPES[kind][0] // 4}x}"
        except ValueError as error:
            return f"{kind}?{error}"
    elif kind in ("externref", "funcref") and value is None:
        return f"{kind}:null"
    elif kind == "externref" and isinstance(value, HostObject):
        if value is host_object(value.number):
            return f"{kind}:{value.number}"
    elif kind == "funcref" and isinstance(value, api.Func):
        return f"{kind}:func"
    elif kind == "bytes":
        return f"bytes:{bytes(value).hex()}"
    elif kind in ("int", "text"):
        return f"{kind}:{value}"
    return f"{kind}?{type(value).__name__}"


def matches(recorded: str, node: Node) -> bool:
    """Whether a recorded result is what the script expects.

    Besides constants: `nan:canonical` and `nan:arithmetic` as the specification defines them
    (either sign), `(ref.func)` and `(ref.extern)` for any that is not null, `(either a b)`, a
    string for bytes or a type description, a bare number for what the API counts.
    """
    if isinstance(node, String):
        return recorded.encode() in (b"bytes:" + node.data.hex().encode(), b"text:" + node.data)
    if isinstance(node, Atom):
        return recorded == f"int:{int(node.text)}"
    head, rest = node.head, list(node.items[1:])
    if head == "either":
        return any(matches(recorded, choice) for choice in rest)
    kind = head.removesuffix(".const")
    if kind in INTEGER_BITS:
        bits = INTEGER_BITS[kind]
        wanted = integer(_word(rest[0]), bits) & (1 << bits) - 1
        return recorded == f"{kind}:{wanted:0{bits // 4}x}"
    if kind in SHAPES:
        return _matches_float(recorded, kind, _word(rest[0]))
    if head == "ref.null":
        return recorded == f"{_word(rest[0])}ref:null"
    if head == "ref.func":
        return recorded == "funcref:func"
    if head == "ref.extern":
        if rest:
            return recorded == f"externref:{int(_word(rest[0]))}"
        return recorded.startswith("externref:") and recorded != "externref:null"
    raise ScriptError(f"unknown expectation {head!r}")


def _matches_float(recorded: str, kind: str, text: str) -> bool:
    if not recorded.startswith(f"{kind}:"):
        return False
    bits = int(recorded[4:], 16)
    if text not in ("nan:canonical", "nan:arithmetic"):
        return bits == float_bits(text, kind)
    if not is_nan(bits, kind):
        return False
    fraction = SHAPES[kind][1]
    payload = bits & (1 << fraction) - 1
    quiet = 1 << (fraction - 1)
    return payload == quiet if text == "nan:canonical" else bool(payload & quiet)


def _word(node: Node) -> str:
    if not isinstance(node, Atom):
        raise ScriptError(f"expected a word, not {node}")
    return node.text


def _string(node: Node) -> String:
    if not isinstance(node, String):
        raise ScriptError(f"expected a string, not {node}")
    return node
