from __future__ import annotations

import copy
import math
import pickle
from typing import Any

import numpy
import pytest

import safestore as wasmtime

from .guests import EXTERNREF, FUNCREF, I32, I64, host

Val = wasmtime.Val
KINDS = ("i32", "i64", "f32", "f64", "externref", "funcref")


class TestRoundTrips:
    @pytest.mark.parametrize(
        ("kind", "given", "value"),
        [
            ("i32", -(2**31), -(2**31)),
            ("i32", 2**32 - 1, -1),
            ("i32", True, 1),
            ("i32", numpy.uint8(5), 5),
            ("i64", 2**64 - 1, -1),
            ("f32", 0.1, float(numpy.float32(0.1))),
            ("f64", 0.1, 0.1),
            ("f64", math.inf, math.inf),
            ("externref", [], []),
            ("externref", 0, 0),
            ("externref", None, None),
            ("funcref", None, None),
        ],
    )
    def test_values(self, kind: str, given: Any, value: Any) -> None:
        made = getattr(Val, kind)(given)
        assert made.value == value
        assert type(made.value) is type(value)
        assert getattr(made, f"as_{kind}")() == value
        assert [k for k in KINDS if getattr(made, f"as_{k}")() is not None] == (
            [] if value is None else [kind]
        )
        assert made.type == getattr(wasmtime.ValType, kind)()
        assert made == getattr(Val, kind)(given)
        assert made == value
        assert made != getattr(Val, "i64" if kind == "i32" else "i32")(1)
        assert repr(made) == f"Val.{kind}({value!r})"

    @pytest.mark.parametrize("kind", ["i32", "i64", "f32", "f64"])
    def test_through_a_guest(self, store: wasmtime.Store, kind: str) -> None:
        value = getattr(Val, kind)(5 if kind[0] == "i" else 5.0)
        same = host(store, lambda given: Val(kind, given), [value.type], [value.type])
        assert same(store, value) == value.value

    def test_a_thing_is_the_same_thing(self) -> None:
        thing = object()
        assert Val.externref(thing).value is thing
        assert Val.externref(thing).as_externref() is thing

    def test_functions(self, store: wasmtime.Store) -> None:
        func = host(store, lambda: None)
        assert Val.funcref(func).as_funcref() is func

    def test_null(self) -> None:
        assert Val.ref_null(EXTERNREF).value is None
        assert Val.ref_null(FUNCREF).type == FUNCREF
        for kind in (I32, I64, None, "externref", 3):
            with pytest.raises(wasmtime.WasmtimeError):
                Val.ref_null(kind)  # type: ignore[arg-type]

    def test_copies(self) -> None:
        for made in (Val.i32(5), Val.f64(1.5), Val.externref([1])):
            assert copy.copy(made) == copy.deepcopy(made) == made
            assert pickle.loads(pickle.dumps(made)) == made
            with pytest.raises(TypeError):
                hash(made)


class TestRefusals:
    @pytest.mark.parametrize(
        ("kind", "given", "error"),
        [
            ("i32", 2**32, OverflowError),
            ("i32", -(2**31) - 1, OverflowError),
            ("i64", 2**64, OverflowError),
            ("i64", -(2**70), OverflowError),
            ("f32", 1e300, OverflowError),
            ("i32", 1.0, TypeError),
            ("i32", "1", TypeError),
            ("i32", None, TypeError),
            ("f32", 1, TypeError),
            ("f64", 1, TypeError),
            ("f64", "nan", TypeError),
            ("funcref", 3, TypeError),
            ("i32", Val.i64(1), TypeError),
        ],
    )
    def test_what_does_not_fit(self, kind: str, given: Any, error: type[Exception]) -> None:
        with pytest.raises(error):
            getattr(Val, kind)(given)
        with pytest.raises(error):
            Val(kind, given)

    @pytest.mark.parametrize("kind", ["v128", "anyref", "", "I32", 99, None, object(), 3.5])
    def test_kinds_that_are_none(self, kind: Any) -> None:
        with pytest.raises(TypeError):
            Val(kind, 1)

    def test_never_made(self) -> None:
        unmade = Val.__new__(Val)
        for use in (lambda: unmade.value, lambda: unmade.type, unmade.as_i32, lambda: repr(unmade)):
            with pytest.raises(ValueError, match="never initialized"):
                use()
