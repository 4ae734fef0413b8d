"""Types of components: immutable, shared, and each closed on its own: R4, H3."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
from typing import Any

import pytest
from wasmtime import component as raw

import safestore as wasmtime
from safestore import component
from safestore.component import (
    Bool,
    Component,
    ExportIndex,
    ListType,
    OwnType,
    RecordType,
    ResourceAny,
    ResourceHost,
    ResourceType,
    String,
    TupleType,
    Variant,
    VariantType,
)
from safestore.errors import ClosedError
from tests.component.guests import ADD, Guest

NESTED = """(component
  (type $r' (record (field "names" (list string)) (field "pair" (tuple u8 f32))))
  (import "r" (type $r (eq $r')))
  (type $v' (variant (case "a" $r) (case "b")))
  (import "v" (type $v (eq $v')))
  (type $e' (enum "x" "y"))
  (import "e" (type $e (eq $e')))
  (type $f' (flags "p" "q"))
  (import "f" (type $f (eq $f')))
  (import "t" (type $t (sub resource)))
  (import "run" (func (param "v" $v) (param "e" $e) (param "f" $f)
    (param "o" (option (own $t))) (param "b" (borrow $t)) (param "u" (future))
    (result (result u64 (error string))))))"""


def imports(wat: str) -> dict[str, Any]:
    engine = wasmtime.Engine()
    found = Component(engine, wat).type.imports(engine)
    return {name: getattr(item, "ty", item) for name, item in found.items()}


def test_what_a_type_says() -> None:
    run = imports(NESTED)["run"]
    params = dict(run.params)
    variant = params["v"]
    assert isinstance(variant, VariantType)
    assert isinstance(variant, raw.VariantType)
    (a, record), (b, nothing) = variant.cases
    assert (a, b, nothing) == ("a", "b", None)
    assert isinstance(record, RecordType)
    (names, strings), (pair, both) = record.fields
    assert (names, pair) == ("names", "pair")
    assert isinstance(strings, ListType)
    assert strings.element == String()
    assert isinstance(both, TupleType)
    assert both.elements == [component.U8(), component.F32()]
    assert (params["e"].names, params["e"].names_count) == (["x", "y"], 2)
    assert [params["e"].name(n) for n in (0, 1, 2, -1)] == ["x", "y", None, None]
    assert params["f"].names == ["p", "q"]
    assert isinstance(params["o"].payload, OwnType)
    assert params["o"].payload.ty == params["b"].ty
    # wasmtime's own says Bool().
    assert params["u"].payload is None
    assert (run.result.ok, run.result.err) == (component.U64(), String())


def test_children_live_when_their_parents_are_closed() -> None:
    run = imports(NESTED)["run"]
    variant = run.params[0][1]
    run.close()
    record = variant.cases[0][1]
    variant.close()
    fields = record.fields
    record.close()
    gc.collect()
    assert [name for name, _ in fields] == ["names", "pair"]
    assert fields[0][1].element == String()
    for closed, use in (
        (run, lambda: run.params),
        (variant, lambda: variant.cases),
        (record, lambda: record.fields),
        (record, record.ptr),
    ):
        with pytest.raises(ClosedError):
            use()
        closed.close()


def test_a_type_can_be_closed_without_harm_to_its_function() -> None:
    guest = Guest(ADD)
    add = guest.func("add")
    kind = add.type(guest.store)
    kind.close()
    assert add(guest.store, 1, 2) == 3
    assert [name for name, _ in add.type(guest.store).params] == ["a", "b"]


def test_equality() -> None:
    one, two = imports(NESTED)["run"], imports(NESTED)["run"]
    assert one.params[0][1] == two.params[0][1]
    assert one.params[0][1] != one.params[1][1]
    assert hash(one.params[0][1]) == hash(two.params[0][1])
    assert ResourceType.host(1) == ResourceType.host(1)
    assert ResourceType.host(1) != ResourceType.host(2)
    assert Bool() == Bool()
    assert Bool() != String()
    assert Bool() != 1
    assert len({Bool(), Bool(), String()}) == 2
    assert repr(Bool()) == "Bool()"


def test_types_are_read_by_threads_at_once() -> None:
    run = imports(NESTED)["run"]
    start = threading.Barrier(4)
    wrong: list[BaseException] = []

    def work() -> None:
        start.wait()
        try:
            for _ in range(50):
                record = run.params[0][1].cases[0][1]
                assert record.fields[0][1].element == String()
                record.close()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def owned() -> list[Any]:
    """One of each kind of object that owns something native."""
    guest = Guest(ADD)
    run = imports(NESTED)["run"]
    items = imports('(component (import "m" (core module)) (import "i" (instance)))')
    index = guest.component.get_export_index("add")
    linker = component.Linker(guest.store.engine)
    made: list[Any] = [
        guest.component,
        guest.component.type,
        index,
        guest.linker,
        linker.root(),
        guest.func("add").type(guest.store),
        run.params[0][1],
        run.params[1][1],
        run.params[5][1],
        items["m"],
        items["i"],
        ResourceType.host(1),
        ResourceHost.own(1, 1),
        ResourceHost.own(1, 1).to_any(guest.store),
    ]
    return made


@pytest.mark.parametrize("item", owned(), ids=lambda item: type(item).__name__)
def test_an_object_has_one_owner(item: Any) -> None:
    for copying in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot be copied or pickled"):
            copying(item)
    item.ptr()
    item.close()
    item.close()
    item.__del__()
    with pytest.raises(ClosedError):
        item.ptr()


def test_init_again_is_refused() -> None:
    engine = wasmtime.Engine()
    made, linker = Component(engine, "(component)"), component.Linker(engine)
    for again in (
        lambda: Component.__init__(made, engine, "(component)"),
        lambda: component.Linker.__init__(linker, engine),
    ):
        with pytest.raises(TypeError, match="initialized already"):
            again()


def test_what_cannot_be_made() -> None:
    for kind in (
        component.ComponentType,
        component.ComponentInstanceType,
        component.ModuleType,
        component.FuncType,
        component.LinkerInstance,
        component.Func,
        ExportIndex,
        ResourceAny,
        ListType,
        component.ValType,
    ):
        with pytest.raises(wasmtime.WasmtimeError):
            kind()
    with pytest.raises(TypeError):
        OwnType(1)  # type: ignore[arg-type]


def test_classes_that_a_type_takes() -> None:
    variant = imports(NESTED)["run"].params[0][1]
    taken: set[type] = set()
    variant.add_classes(taken)
    assert taken == {raw.Variant} or taken == {raw.Record, object}
    Bool().add_classes(taken)
    assert bool in taken
    with pytest.raises(NotImplementedError):
        component.ErrorContext().add_classes(taken)


def test_a_component_is_compiled_saved_and_loaded(tmp_path: Any) -> None:
    engine = wasmtime.Engine()
    saved = Component(engine, ADD).serialize()
    path = tmp_path / "component"
    path.write_bytes(saved)
    source = tmp_path / "source.wat"
    source.write_text(ADD)
    loaded = (
        Component.deserialize(engine, saved),
        Component.deserialize_file(engine, str(path)),
        Component.from_file(engine, source),
    )
    # Read once and never mapped.
    path.write_bytes(bytes(len(saved)))
    for one in loaded:
        store = wasmtime.Store(engine)
        add = component.Linker(engine).instantiate(store, one).get_func(store, "add")
        assert add is not None
        assert add(store, 1, 2) == 3
    for wrong in (b"", saved[:100], bytes(100)):
        with pytest.raises(wasmtime.WasmtimeError):
            Component.deserialize(engine, wrong)
    with pytest.raises(wasmtime.WasmtimeError):
        Component.deserialize_file(engine, str(tmp_path / "missing"))
    with pytest.raises(OSError):
        Component.from_file(engine, tmp_path / "missing")
    for strange in ("text", None, 1):
        with pytest.raises(TypeError):
            Component.deserialize(engine, strange)  # type: ignore[arg-type]
    for source_of in (1, None):
        with pytest.raises(TypeError):
            Component(engine, source_of)  # type: ignore[arg-type]
    for malformed in ("(component", b"\0asm", b"\0asm\x01\0\0\0"):
        with pytest.raises(wasmtime.WasmtimeError):
            Component(engine, malformed)
    with pytest.raises(TypeError):
        Component(None, ADD)  # type: ignore[arg-type]


def test_plain_conversions_are_guarded() -> None:
    from wasmtime import _ffi as ffi

    store = wasmtime.Store()
    slot = ffi.wasmtime_component_val_t()
    String().convert_to_c(store, "text", slot)
    assert raw.String().convert_from_c(slot) == "text"
    String().convert_to_c(store, "again", slot)
    assert String().convert_from_c(slot) == "again"
    # Emptied: it holds a bool now.
    with pytest.raises(TypeError):
        String().convert_from_c(slot)
    with pytest.raises(TypeError, match="wasmtime's struct"):
        String().convert_to_c(store, "text", None)
    with pytest.raises(OverflowError):
        component.U8().convert_to_c(store, 300, slot)
    own = OwnType(ResourceType.host(1))
    own.convert_to_c(store, ResourceHost.own(1, 1), slot)
    with pytest.raises(TypeError, match="without its store"):
        own.convert_from_c(slot)
    ffi.wasmtime_component_val_delete(slot)
    store.close()
    with pytest.raises(ClosedError):
        String().convert_to_c(store, "text", slot)


def test_variants_compare() -> None:
    assert Variant("a", 1) == Variant("a", 1) == raw.Variant("a", 1)
    assert Variant("a") != Variant("b")
    assert Variant("a") != "a"
    assert repr(Variant("a", 1)) == "Variant(tag='a', payload=1)"
