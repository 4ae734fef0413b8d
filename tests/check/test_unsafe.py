"""The rule safestore-unsafe, and the inventory of what it looks for."""

from __future__ import annotations

import json
import re

import pytest

from .conftest import Check, Write

PRELUDE = """\
import wasmtime
import safestore
from safestore import Memory, Module, Store, component, unsafe
from safestore.unsafe import adopt
from typing import Type, TypeVar, Union
S = TypeVar("S", bound=Store)
def f(engine: wasmtime.Engine, raw: wasmtime.Memory, store: wasmtime.Store, memory: Memory,
      module: Type[wasmtime.Module], s: Union[int, Store], caller: wasmtime.Caller) -> None:
"""

REFUSED = [
    ("adopt(engine)", "safestore.unsafe.adopt"),
    ("print(adopt)", "safestore.unsafe.adopt"),
    ("unsafe.restore_trap_handlers()", "safestore.unsafe.restore_trap_handlers"),
    ("safestore.unsafe.reclaim", "safestore.unsafe.reclaim"),
    ("store.ptr()", "wasmtime.Store.ptr"),
    ("raw.data_ptr(store)", "wasmtime.Memory.data_ptr"),
    ("memory.data_ptr(store)", "Memory.data_ptr"),
    ("raw.get_buffer_ptr(store)", "wasmtime.Memory.get_buffer_ptr"),
    ("wasmtime.Module.deserialize(engine, b'')", "wasmtime.Module.deserialize"),
    ("Module.deserialize_file(engine, '')", "Module.deserialize_file"),
    ("module.deserialize(engine, b'')", "wasmtime.Module.deserialize"),
    ("component.Component.deserialize(engine, b'')", "Component.deserialize"),
    ("store._context()", "wasmtime.Store._context"),
    ("caller._context", "wasmtime.Caller._context"),
    ("s._context() if isinstance(s, Store) else None", "Store._context"),
    ("raw._memory = None", "wasmtime.Memory._memory"),
    ("raw._no_such_thing", "wasmtime.Memory._no_such_thing"),
    ("wasmtime._ffi.wasm_store_new", "wasmtime._ffi"),
]


@pytest.mark.parametrize(("line", "name"), REFUSED)
def test_what_is_refused(check: Check, write: Write, line: str, name: str) -> None:
    write("app.py", f"{PRELUDE}    {line}\n")
    found = json.loads(check("--format", "json", "app.py").out)
    assert [(each["line"], each["code"]) for each in found] == [(9, "safestore-unsafe")]
    assert found[0]["message"].startswith(f"`{name}`")


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import wasmtime._ffi", "wasmtime._ffi"),
        ("import wasmtime._ffi as ffi", "wasmtime._ffi"),
        ("from wasmtime import _ffi, _bindings", "wasmtime._ffi wasmtime._bindings"),
        ("from wasmtime._bindings import wasm_byte_vec_t", "wasmtime._bindings"),
        ("from wasmtime._ffi import *", "wasmtime._ffi"),
    ],
)
def test_imports_that_are_refused(check: Check, write: Write, line: str, name: str) -> None:
    write("app.py", f"{line}\n")
    found = json.loads(check("--format", "json", "app.py").out)
    assert {each["line"] for each in found} == {1}
    names = [re.findall("`(.*?)`", each["message"])[0] for each in found]
    assert sorted(names) == sorted(name.split())


@pytest.mark.parametrize(
    "line",
    [
        "memory.get_buffer_ptr(store)",
        "wasmtime.Module(engine, '')",
        "raw.data_len(store)",
        "Own()._own",
        "Other().ptr()",
        "store.__class__",
        "wasmtime._value",
    ],
)
def test_what_is_fine(check: Check, write: Write, line: str) -> None:
    own = "class Own(Store):\n    _own = 1\nclass Other:\n    def ptr(self) -> None: ...\n"
    write("app.py", f"{PRELUDE}    {line}\n{own}")
    assert check("app.py").status == 0


def test_a_module_may_be_allowed(check: Check, write: Write) -> None:
    write("pyproject.toml", "[tool.safestore]\nallow_unsafe = ['app.low.*']\n")
    text = f"{PRELUDE}    memory.data_ptr(store)\n"
    for name in ("app/__init__.py", "app/low/__init__.py", "app/low/er.py"):
        write(name, text if name != "app/__init__.py" else "")
    said = check("app")
    assert [line for line in said.out.splitlines() if "error:" in line] == [
        line for line in said.out.splitlines() if line.startswith("app/low/__init__.py:9:")
    ]
    assert said.status == 1


INVENTORY = """\
import wasmtime
def f(store: wasmtime.Store) -> None:
    store.ptr()
    store._context()  # type: ignore[safestore-unsafe]
"""


def test_the_inventory_lists_everything(check: Check, write: Write) -> None:
    write("pyproject.toml", "[tool.safestore]\nallow_unsafe = ['low']\n")
    write("app.py", INVENTORY)
    write("low.py", INVENTORY)
    write("clean.py", "")
    said = check("--inventory", "app.py", "low.py", "clean.py")
    assert said.status == 0
    assert said.out.splitlines() == [
        "app: 1 private attribute, 1 raw pointer, 1 raw wasmtime",
        "  app.py:1:1: raw wasmtime: wasmtime",
        "  app.py:3:5: raw pointer: wasmtime.Store.ptr  [not allowed]",
        "  app.py:4:5: private attribute: wasmtime.Store._context  [allowed by comment]",
        "",
        "low: 1 private attribute, 1 raw pointer, 1 raw wasmtime",
        "  low.py:1:1: raw wasmtime: wasmtime",
        "  low.py:3:5: raw pointer: wasmtime.Store.ptr  [allowed by settings]",
        "  low.py:4:5: private attribute: wasmtime.Store._context  [allowed by settings]",
        "",
        "6 uses in 2 modules (2 private attribute, 2 raw pointer, 2 raw wasmtime); 1 not allowed",
    ]


def test_the_inventory_as_json(check: Check, write: Write) -> None:
    write("app.py", INVENTORY)
    document = json.loads(check("--inventory", "--format", "json", "app.py").out)
    assert document["modules"] == {
        "app": {"raw wasmtime": 1, "raw pointer": 1, "private attribute": 1}
    }
    assert document["uses"][1] == {
        "path": "app.py",
        "line": 3,
        "column": 5,
        "end_line": 3,
        "end_column": 14,
        "module": "app",
        "kind": "raw pointer",
        "name": "wasmtime.Store.ptr",
        "allowed": False,
        "allowed_by": None,
    }
    assert [use["allowed"] for use in document["uses"]] == [True, False, True]


def test_an_empty_inventory(check: Check, write: Write) -> None:
    write("app.py", "")
    assert check("--inventory", "app.py").out == "0 uses in 0 modules\n"
