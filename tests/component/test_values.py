"""Values to and fro: what converts, what is refused, and that nothing is cut down: C3, C5."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pytest
from wasmtime import component as raw

import safestore as wasmtime
from safestore.component import Component, Linker, Record, Variant
from tests.component.guests import ADD, CALLS, Guest, echo, echo_list


@dataclass
class Pair:
    a: Any
    b: Any


def echoing(kind: str, flat: str) -> Guest:
    return Guest(echo(kind, flat), x=lambda _, value: value)


def echoing_list(kind: str) -> Guest:
    return Guest(echo_list(kind), x=lambda _, value: value)


INTEGERS = [(f"{sign}{bits}", sign == "s", bits) for sign in "su" for bits in (8, 16, 32, 64)]


@pytest.mark.parametrize(("kind", "signed", "bits"), INTEGERS)
def test_integers(kind: str, signed: bool, bits: int) -> None:
    guest = echoing(kind, "i64" if bits == 64 else "i32")
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    for value in (low, 0, 1, high, True):
        assert guest.call("run", value) == value
    for value in (low - 1, high + 1, 2**70, -(2**70)):
        with pytest.raises(OverflowError, match=kind):
            guest.call("run", value)
    for wrong in (1.0, "1", None, b"1"):
        with pytest.raises(TypeError, match=f"expected int for {kind}"):
            guest.call("run", wrong)


def test_an_integer_is_what_it_is_whatever_it_says() -> None:
    class Liar(int):
        def __index__(self) -> int:
            return 7

        def __int__(self) -> int:
            return 8

        def __le__(self, other: object) -> bool:
            return True

        __ge__ = __lt__ = __gt__ = __le__

    guest = echoing("u8", "i32")
    assert guest.call("run", Liar(3)) == 3
    with pytest.raises(OverflowError):
        guest.call("run", Liar(300))


def test_floats() -> None:
    f32, f64 = echoing("f32", "f32"), echoing("f64", "f64")
    for guest in (f32, f64):
        for value in (0.0, -1.5, math.inf, -math.inf):
            assert guest.call("run", value) == value
        assert math.isnan(guest.call("run", math.nan))
        for wrong in (1, "1", None):
            with pytest.raises(TypeError, match="expected float"):
                guest.call("run", wrong)
    assert f64.call("run", 1e300) == 1e300
    with pytest.raises(OverflowError, match="does not fit f32"):
        f32.call("run", 1e300)


def test_bool() -> None:
    guest = echoing("bool", "i32")
    assert guest.call("run", True) is True
    assert guest.call("run", False) is False
    for wrong in (0, 1, None, ""):
        with pytest.raises(TypeError, match="expected bool"):
            guest.call("run", wrong)


def test_char() -> None:
    guest = echoing("char", "i32")
    for value in ("a", "\0", "\ud7ff", "\ue000", "\U0010ffff"):
        assert guest.call("run", value) == value
    for wrong in ("", "ab", 97, None):
        with pytest.raises(TypeError):
            guest.call("run", wrong)
    for surrogate in ("\ud800", "\udfff"):
        with pytest.raises(ValueError, match="surrogate"):
            guest.call("run", surrogate)


def test_string() -> None:
    guest = echoing_list("string")
    for value in ("", "a", "ä\0€😀", "x" * 10_000):
        assert guest.call("run", value) == value
    with pytest.raises(UnicodeEncodeError):
        guest.call("run", "\udc80")
    with pytest.raises(TypeError, match="expected str"):
        guest.call("run", b"a")


def test_bytes() -> None:
    guest = echoing_list("(list u8)")
    for value in (b"", b"\0", bytes(range(256)), bytes(100_000)):
        assert guest.call("run", value) == value
    for wrong in ([1], bytearray(b"a"), "a", None):
        with pytest.raises(TypeError, match="expected bytes"):
            guest.call("run", wrong)


def test_lists() -> None:
    guest = echoing_list("(list u32)")
    for value in ([], [1], list(range(1000))):
        assert guest.call("run", value) == value
    for wrong in ((1,), b"a", None, [1, "x"]):
        with pytest.raises(TypeError):
            guest.call("run", wrong)
    strings = echoing_list("(list (list string))")
    assert strings.call("run", [[], ["a", "b"]]) == [[], ["a", "b"]]


def test_a_list_that_grows_while_it_converts_is_taken_as_it_was() -> None:
    class Growing:
        b = 2

        @property
        def a(self) -> int:
            items.extend([self] * 10)
            return 1

    guest = echoing_list("(list (tuple u32 u32))")
    assert guest.call("run", [(1, 2)]) == [(1, 2)]
    items: list[Any] = [Growing()]
    nested = Guest(
        echo_list("(list u32)").replace(
            "(type $t' (list u32))",
            '(type $r\' (record (field "a" u32) (field "b" u32)))'
            " (import \"r\" (type $r (eq $r'))) (type $t' (list $r))",
        ),
        x=lambda _, value: value,
    )
    (got,) = nested.call("run", items)
    assert (got.a, got.b) == (1, 2)
    assert len(items) == 11


def test_records() -> None:
    guest = echoing('(record (field "a" u32) (field "b" bool))', "i32 i32")
    got = guest.call("run", Pair(1, True))
    assert isinstance(got, Record)
    assert isinstance(got, raw.Record)
    assert (got.a, got.b) == (1, True)
    assert got == Pair(1, True)
    assert guest.call("run", got) == got
    assert repr(got) == "Record(a=1, b=True)"
    with pytest.raises(AttributeError):
        guest.call("run", object())
    with pytest.raises(OverflowError):
        guest.call("run", Pair(-1, True))


def test_a_field_that_raises_leaves_nothing_behind() -> None:
    class Failing:
        a = "filled in before the other fails"

        @property
        def b(self) -> int:
            raise LookupError("b")

    class Closing:
        @property
        def a(self) -> str:
            guest.store.close()
            return "never"

    wat = echo_list("string").replace(
        "(type $t' string)",
        '(type $r\' (record (field "a" string) (field "b" u32)))'
        " (import \"r\" (type $r (eq $r'))) (type $t' (list $r))",
    )
    guest = Guest(wat, x=lambda _, value: value)
    with pytest.raises(LookupError):
        guest.call("run", [Pair("x", 1), Failing()])
    with pytest.raises(wasmtime.MisuseError, match="cannot be closed from inside"):
        guest.call("run", [Closing()])
    assert guest.call("run", [Pair("x", 1)]) == [Pair("x", 1)]


def test_tuples() -> None:
    guest = echoing("(tuple u32 bool)", "i32 i32")
    assert guest.call("run", (1, True)) == (1, True)
    for wrong in ((1,), (1, True, 2), [1, True], (True, 1)):
        with pytest.raises(TypeError):
            guest.call("run", wrong)


def test_flags() -> None:
    guest = echoing('(flags "a" "b" "c")', "i32")
    for value in (set(), {"a"}, {"a", "b", "c"}):
        assert guest.call("run", value) == value
    for wrong in (["a"], {1}, "a"):
        with pytest.raises(TypeError):
            guest.call("run", wrong)
    with pytest.raises(wasmtime.WasmtimeError):
        guest.call("run", {"d"})


def test_enums() -> None:
    guest = echoing('(enum "a" "b")', "i32")
    assert guest.call("run", "b") == "b"
    with pytest.raises(TypeError):
        guest.call("run", 0)
    with pytest.raises(wasmtime.WasmtimeError):
        guest.call("run", "c")


def test_variants() -> None:
    told = echoing('(variant (case "a" u32) (case "b" f32))', "i32 i32")
    assert [told.call("run", value) for value in (1, 2.0)] == [1, 2.0]
    with pytest.raises(ValueError, match="not valid for this variant"):
        told.call("run", "x")
    tagged = echoing('(variant (case "a" u32) (case "b" u32) (case "c"))', "i32 i32")
    for value in (Variant("a", 1), Variant("b", 1), Variant("c")):
        got = tagged.call("run", value)
        assert type(got) is Variant
        assert got == value
    # One that plain wasmtime made is as good.
    assert tagged.call("run", raw.Variant("b", 3)) == raw.Variant("b", 3)
    with pytest.raises(TypeError, match="expected Variant"):
        tagged.call("run", 1)
    with pytest.raises(ValueError, match="no case 'd'"):
        tagged.call("run", Variant("d"))
    with pytest.raises(TypeError):
        tagged.call("run", Variant("a"))


def test_options() -> None:
    guest = echoing("(option u32)", "i32 i32")
    assert [guest.call("run", value) for value in (None, 0, 3)] == [None, 0, 3]
    with pytest.raises(ValueError):
        guest.call("run", "x")
    nested = echoing("(option (option u32))", "i32 i32 i32")
    for value in (Variant("none"), Variant("some", None), Variant("some", 3)):
        assert nested.call("run", value) == value


def test_results() -> None:
    guest = echoing("(result u32 (error f32))", "i32 i32")
    assert [guest.call("run", value) for value in (3, 1.0)] == [3, 1.0]
    same = echoing("(result u32 (error u32))", "i32 i32")
    for value in (Variant("ok", 1), Variant("err", 1)):
        assert same.call("run", value) == value
    empty = echoing("(result)", "i32")
    for value in (Variant("ok"), Variant("err")):
        assert empty.call("run", value) == value


def test_the_number_of_arguments() -> None:
    guest = Guest(ADD)
    for params in ((), (1,), (1, 2, 3)):
        with pytest.raises(TypeError, match="wrong number of parameters"):
            guest.call("add", *params)


def test_what_a_host_function_returns_is_checked() -> None:
    wat = CALLS.replace("(func $x))\n", "(func $x (result u8)))\n", 1)
    wat = wat.replace(
        '"x" (func $x)) (func (export "run") call $x)',
        ('"x" (func $x (result i32))) (func (export "run") (result i32) call $x)'),
    ).replace('(export "run") (canon', '(export "run") (result u8) (canon')
    for answer, error in ((2**40 + 5, OverflowError), (None, TypeError), ({}, TypeError)):
        with pytest.raises(error):
            Guest(wat, x=lambda _, answer=answer: answer).call("run")
    assert Guest(wat, x=lambda _: 5).call("run") == 5
    with pytest.raises(TypeError, match="expected no result"):
        Guest(CALLS, x=lambda _: 5).call("run")
    with pytest.raises(TypeError, match="argument"):
        Guest(CALLS, x=lambda: None).call("run")


@pytest.mark.parametrize("kind", ["(future u32)", "(future)", "(stream u8)"])
def test_a_call_that_wasmtime_cannot_pass_is_refused(kind: str) -> None:
    # wasmtime panics when it converts such a value.
    store = wasmtime.Store()
    wat = f"""(component
      (core module $m (func (export "run") (result i32) i32.const 1))
      (core instance $i (instantiate $m))
      (func (export "run") (result {kind}) (canon lift (core func $i "run"))))"""
    linker = Linker(store.engine)
    run = linker.instantiate(store, Component(store.engine, wat)).get_func(store, "run")
    assert run is not None
    with pytest.raises(TypeError, match=r"the result of the function has a (future|stream) in it"):
        run(store)
    # As wasmtime says where it says anything.
    with pytest.raises(NotImplementedError):
        run(store)


def test_a_host_function_that_wasmtime_cannot_call_is_refused() -> None:
    wat = """(component
      (import "i" (instance (export "x" (func (param "a" (tuple u32 (future u32))))))))"""
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root, root.add_instance("i") as inner:
        inner.add_func("x", lambda _, value: None)
    with pytest.raises(TypeError, match="parameter of the imported function 'x' has a future"):
        linker.instantiate(store, Component(store.engine, wat))
    # As a trap it is harmless.
    traps = Linker(store.engine)
    component = Component(store.engine, wat)
    traps.define_unknown_imports_as_traps(component)
    traps.instantiate(store, component)


def oversized() -> str:
    """A small component with a type of half a million parts."""
    types = "(type $t0 (tuple u8 u8))" + "".join(
        f"(type $t{i} (tuple $t{i - 1} $t{i - 1}))" for i in range(1, 18)
    )
    return f'(component {types} (import "x" (func (param "a" (list $t17)))))'


def test_a_type_with_too_many_parts_is_refused_at_once() -> None:
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root:
        root.add_func("x", lambda _, value: None)
    component = Component(store.engine, oversized())
    with pytest.raises(TypeError, match="more than 100,000 parts"):
        linker.instantiate(store, component)
    # Where no host function is called with it, it is none of our business.
    other = Linker(store.engine)
    other.define_unknown_imports_as_traps(component)
    other.instantiate(store, component)
