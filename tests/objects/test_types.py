from __future__ import annotations

import copy
import gc
import pickle
from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ClosedError

from .guests import EXTERNREF, F32, F64, FUNCREF, I32, I64, NOTHING

VALTYPES = [I32, I64, F32, F64, EXTERNREF, FUNCREF]
ALL = [
    *VALTYPES,
    NOTHING,
    wasmtime.FuncType([I32, F64], [EXTERNREF]),
    wasmtime.GlobalType(I32, True),
    wasmtime.TableType(FUNCREF, wasmtime.Limits(1, 2)),
    wasmtime.MemoryType(wasmtime.Limits(1, 2)),
    wasmtime.MemoryType(wasmtime.Limits(1, 2), is_64=True),
    wasmtime.MemoryType(wasmtime.Limits(1, 2), shared=True),
    wasmtime.MemoryType(wasmtime.Limits(1, None), page_size_log2=0),
    wasmtime.TagType(wasmtime.FuncType([I32], [])),
    wasmtime.Limits(1, None),
]


@pytest.mark.parametrize("kind", ALL, ids=repr)
class TestValues:
    def test_compared_by_what_they_are(self, kind: Any) -> None:
        assert [other for other in ALL if other == kind] == [kind]
        assert kind != "something else"
        assert kind is not None

    def test_copies(self, kind: Any) -> None:
        for made in (copy.copy(kind), copy.deepcopy(kind), pickle.loads(pickle.dumps(kind))):
            assert made == kind
            assert type(made) is type(kind)
            assert hash(made) == hash(kind)
            assert repr(made) == repr(kind)

    def test_repr(self, kind: Any) -> None:
        assert " at 0x" not in repr(kind)


class TestValType:
    def test_names(self) -> None:
        assert [str(kind) for kind in VALTYPES] == ["i32", "i64", "f32", "f64", "anyref", "funcref"]

    def test_shared_ones_are_not_closed(self) -> None:
        wasmtime.ValType.i32().close()
        assert wasmtime.FuncType([wasmtime.ValType.i32()], []).params == [I32]
        with wasmtime.ValType.i64() as kind:
            pass
        assert kind == I64

    def test_not_made(self) -> None:
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.ValType()

    def test_what_can_only_be_looked_at(self, engine: wasmtime.Engine) -> None:
        kinds = wasmtime.Module(
            engine, '(module (import "" "" (func (param v128 i31ref (ref func) (ref null any)))))'
        ).imports[0]
        params = kinds.type.params
        assert len(set(params)) == 4
        assert str(params[0]) == "v128"
        for kind in params:
            with pytest.raises(TypeError, match="cannot be"):
                wasmtime.FuncType([kind], [])
            with pytest.raises(TypeError, match="cannot be"):
                wasmtime.GlobalType(kind, True)


class TestFuncType:
    def test_any_iterable(self) -> None:
        kind = wasmtime.FuncType((I32 for _ in range(2)), iter([F64]))  # type: ignore[arg-type]
        assert (kind.params, kind.results) == ([I32, I32], [F64])

    def test_the_lists_are_copies(self) -> None:
        given = [I32]
        kind = wasmtime.FuncType(given, [])
        given.append(I64)
        kind.params.append(I64)
        assert kind.params == [I32]

    def test_children_outlive_it(self) -> None:
        kind = wasmtime.FuncType([I32] * 3, [])
        params = kind.params
        kind.close()
        del kind
        gc.collect()
        assert params == [I32] * 3

    @pytest.mark.parametrize("given", [None, 3, "i32", [1], [None], ["i32"], [[]], I32, [NOTHING]])
    def test_other_types(self, given: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.FuncType(given, [])
        with pytest.raises(TypeError):
            wasmtime.FuncType([], given)

    def test_closed(self) -> None:
        with wasmtime.FuncType([I32], []) as kind:
            pass
        for use in (
            lambda: kind.params,
            lambda: hash(kind),
            lambda: kind == NOTHING,
            lambda: wasmtime.TagType(kind),
            lambda: wasmtime.Linker(wasmtime.Engine()).define_func("", "", kind, print),
        ):
            with pytest.raises(ClosedError):
                use()
        kind.close()
        assert repr(kind)

    def test_it_does_not_change(self) -> None:
        kind = wasmtime.FuncType([I32], [])
        with pytest.raises(TypeError):
            kind.__init__([I64], [])  # type: ignore[misc]
        assert kind.params == [I32]
        with pytest.raises(AttributeError):
            kind.params = [I64]  # type: ignore[misc]


class TestLimits:
    @pytest.mark.parametrize(
        ("low", "high", "error"),
        [
            (-1, None, OverflowError),
            (1, -1, OverflowError),
            (2**70, None, (OverflowError, wasmtime.WasmtimeError)),
            (2, 1, wasmtime.WasmtimeError),
            (1.0, None, TypeError),
            ("1", None, TypeError),
            (1, "2", TypeError),
            (None, None, TypeError),
        ],
    )
    def test_what_fits_nothing(self, low: Any, high: Any, error: Any) -> None:
        limits = wasmtime.Limits(low, high)
        with pytest.raises(error):
            wasmtime.TableType(FUNCREF, limits)
        with pytest.raises(error):
            wasmtime.MemoryType(limits)

    @pytest.mark.parametrize("given", [None, 3, (1, 2), "limits"])
    def test_other_types(self, given: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.TableType(FUNCREF, given)
        with pytest.raises(TypeError):
            wasmtime.MemoryType(given)

    def test_what_was_given_may_change(self) -> None:
        limits = wasmtime.Limits(1, 2)
        kind = wasmtime.MemoryType(limits)
        limits.min = 5
        kind.limits.min = 6
        assert kind.limits.min == 1

    def test_what_lies(self) -> None:
        class Fickle(wasmtime.Limits):
            answers: Any = iter([1, 2**40, 3, 2**70])

            def __init__(self) -> None:
                pass

            @property
            def min(self) -> int:  # type: ignore[override]
                return next(self.answers, 1)  # type: ignore[no-any-return]

            max = None

        try:
            kind = wasmtime.MemoryType(Fickle())
        except (OverflowError, wasmtime.WasmtimeError):
            return
        assert 0 <= kind.limits.min < 2**16 + 1


class TestMemoryType:
    def test_what_it_says(self) -> None:
        kind = wasmtime.MemoryType(wasmtime.Limits(1, 2), is_64=True)
        assert (kind.is_64, kind.is_shared, kind.page_size, kind.page_size_log2) == (
            True,
            False,
            65536,
            16,
        )
        assert kind.limits == wasmtime.Limits(1, 2)

    @pytest.mark.parametrize("size", [1, 15, 17, 63, 64, 255])
    def test_page_sizes(self, size: int) -> None:
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.MemoryType(wasmtime.Limits(1, 2), page_size_log2=size)

    @pytest.mark.parametrize("size", [-1, 256, 2**64])
    def test_sizes_of_no_page(self, size: int) -> None:
        with pytest.raises(OverflowError):
            wasmtime.MemoryType(wasmtime.Limits(1, 2), page_size_log2=size)

    def test_shared_needs_a_maximum(self) -> None:
        with pytest.raises(wasmtime.WasmtimeError):
            wasmtime.MemoryType(wasmtime.Limits(1, None), shared=True)

    def test_too_large(self) -> None:
        for limits, wide in (
            (wasmtime.Limits(2**16 + 1, None), False),
            (wasmtime.Limits(2**32, None), False),
            (wasmtime.Limits(1, 2**16 + 1), False),
            (wasmtime.Limits(2**64, None), True),
            (wasmtime.Limits(2**48 + 1, None), True),
        ):
            with pytest.raises(wasmtime.WasmtimeError):
                wasmtime.MemoryType(limits, wide)


class TestTableAndTag:
    def test_elements_are_references(self) -> None:
        for kind in (I32, I64, F32, F64):
            with pytest.raises(wasmtime.WasmtimeError):
                wasmtime.TableType(kind, wasmtime.Limits(1, 2))
        assert wasmtime.TableType(EXTERNREF, wasmtime.Limits(1, None)).element == EXTERNREF

    def test_the_payload_stays_usable(self) -> None:
        payload = wasmtime.FuncType([I32], [])
        kind = wasmtime.TagType(payload)
        assert kind.functype == payload
        assert payload.params == [I32]

    @pytest.mark.parametrize("given", [None, 3, I32, "i32"])
    def test_other_types(self, given: Any) -> None:
        with pytest.raises(TypeError):
            wasmtime.TagType(given)
        if given is not I32:
            with pytest.raises(TypeError):
                wasmtime.GlobalType(given, True)
            with pytest.raises(TypeError):
                wasmtime.TableType(given, wasmtime.Limits(1, 2))


class TestImportsAndExports:
    def test_what_a_module_says(self, engine: wasmtime.Engine) -> None:
        module = wasmtime.Module(
            engine,
            """(module
              (import "a" "f" (func (param i32) (result f64)))
              (import "a" "m" (memory 1 2)) (import "" "g" (global (mut i64)))
              (import "\\00" "t" (table 1 5 externref))
              (export "f" (func 0)) (export "m" (memory 0)) (export "é" (global 0)))""",
        )
        assert [(i.module, i.name, i.type) for i in module.imports] == [
            ("a", "f", wasmtime.FuncType([I32], [F64])),
            ("a", "m", wasmtime.MemoryType(wasmtime.Limits(1, 2))),
            ("", "g", wasmtime.GlobalType(I64, True)),
            ("\0", "t", wasmtime.TableType(EXTERNREF, wasmtime.Limits(1, 5))),
        ]
        assert [(e.name, e.type) for e in module.exports] == [
            ("f", wasmtime.FuncType([I32], [F64])),
            ("m", wasmtime.MemoryType(wasmtime.Limits(1, 2))),
            ("é", wasmtime.GlobalType(I64, True)),
        ]
        for described in (*module.imports, *module.exports):
            assert pickle.loads(pickle.dumps(described)) == described
            assert repr(described)

    def test_they_outlive_the_module(self, engine: wasmtime.Engine) -> None:
        module = wasmtime.Module(engine, '(module (import "a" "b" (func)) (export "c" (func 0)))')
        imports, exports = module.imports, module.exports
        module.close()
        del module
        gc.collect()
        assert (imports[0].module, imports[0].name, exports[0].name) == ("a", "b", "c")
        assert imports[0].type == exports[0].type == NOTHING

    def test_not_made(self) -> None:
        for cls in (wasmtime.ImportType, wasmtime.ExportType):
            with pytest.raises((wasmtime.WasmtimeError, TypeError)):
                cls()
