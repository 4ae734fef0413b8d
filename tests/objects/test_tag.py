from __future__ import annotations

from typing import Any

import pytest

import safestore as wasmtime
from safestore.errors import ForeignStoreError

from .guests import F64, I32, configured, exports


@pytest.fixture(scope="module")
def throwing() -> wasmtime.Engine:
    return configured(wasm_exceptions=True)


def test_a_tag(throwing: wasmtime.Engine) -> None:
    store = wasmtime.Store(throwing)
    kind = wasmtime.TagType(wasmtime.FuncType([I32, F64], []))
    one, two = wasmtime.Tag(store, kind), wasmtime.Tag(store, kind)
    assert one.type(store) == kind
    assert one.eq(store, one)
    assert not one.eq(store, two)
    found = exports(
        store,
        """(module (import "" "" (tag $t (param i32 f64))) (export "t" (tag $t))
          (func (export "f") (result i32)
            (block $b (result i32 f64)
              (try_table (catch $t $b) (throw $t (i32.const 3) (f64.const 1))) unreachable)
            drop))""",
        one,
    )
    assert found["t"].eq(store, one)
    assert found["f"](store) == 3


def test_another_store(throwing: wasmtime.Engine) -> None:
    store, other = wasmtime.Store(throwing), wasmtime.Store(throwing)
    kind = wasmtime.TagType(wasmtime.FuncType([], []))
    tag, foreign = wasmtime.Tag(store, kind), wasmtime.Tag(other, kind)
    for use in (
        lambda: tag.eq(other, foreign),
        lambda: tag.eq(store, foreign),
        lambda: tag.type(other),
    ):
        with pytest.raises(ForeignStoreError):
            use()


@pytest.mark.parametrize("given", [None, 3, "tag", wasmtime.FuncType([], [])])
def test_other_types(throwing: wasmtime.Engine, given: Any) -> None:
    store = wasmtime.Store(throwing)
    tag = wasmtime.Tag(store, wasmtime.TagType(wasmtime.FuncType([], [])))
    with pytest.raises(TypeError):
        tag.eq(store, given)
    with pytest.raises(TypeError):
        wasmtime.Tag(store, given)
    with pytest.raises((ValueError, ForeignStoreError)):
        tag.eq(store, wasmtime.Tag.__new__(wasmtime.Tag))
