"""Signal handlers and finalizers at every place of every operation where CPython may run them.

One that raises: its exception arrives, nobody is left inside, and the store works on. One that uses
the store itself: it is let in or refused, and the operation that it interrupts is right all the
same. In processes of their own, since the failure of a guard is a crash.
"""

from __future__ import annotations

import sys

import pytest

from .guests import run_program

_PROGRAM = """
import sys, threading
import safestore as wasmtime
from safestore.errors import ClosedError, MisuseError
from safestore.ownership.thread import here
from tests.objects.guests import EXTERNREF, I32, NOTHING, movable
from tests.objects.strikes import Strike, strikes

WAT = '''(module
  (import "" "number" (func $number (param i32) (result i32)))
  (import "" "thing" (func $thing (param externref) (result externref)))
  (memory (export "memory") 1 400)
  (global (export "number") (mut i32) (i32.const 1))
  (global (export "thing") (mut externref) (ref.null extern))
  (table (export "table") 4 100 externref)
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "callback") (param i32) (result i32) (call $number (local.get 0)))
  (func (export "things") (param externref) (result externref) (call $thing (local.get 0))))'''

engine = movable()
module = wasmtime.Module(engine, WAT)


class World:
    def __init__(self):
        self.store = wasmtime.Store(engine)
        self.linker = wasmtime.Linker(engine)
        self.linker.define_func("", "number", wasmtime.FuncType([I32], [I32]),
            lambda caller, n: n + 1, access_caller=True)
        self.linker.define_func("", "thing", wasmtime.FuncType([EXTERNREF], [EXTERNREF]),
            lambda thing: thing)
        self.instance = self.linker.instantiate(self.store, module)
        self.pre = self.linker.instantiate_pre(module)
        self.exports = self.instance.exports(self.store)
        self.memory = self.exports["memory"]
        self.memory.write(self.store, b"contents")


def view(world):
    with world.memory.view(world.store, 0, 16) as view:
        view[8] = 1
        view[9:11] = b"ab"
        return view[0], view[0:8].tobytes(), view.tobytes()


def define(world):
    linker = wasmtime.Linker(engine)
    linker.define_func("a", "b", NOTHING, lambda: None)
    linker.define(world.store, "a", "c", world.exports["add"])
    return linker.get(world.store, "a", "c")(world.store, 1, 2)


def close(world):
    wasmtime.Store(engine).close()


OPERATIONS = {
    "add": (lambda w: w.exports["add"](w.store, 1, 2), 3),
    "callback": (lambda w: w.exports["callback"](w.store, 1), 2),
    "things": (lambda w: w.exports["things"](w.store, "x"), "x"),
    "read": (lambda w: w.memory.read(w.store, 0, 8), b"contents"),
    "write": (lambda w: w.memory.write(w.store, b"contents"), 8),
    "write a bytearray": (lambda w: w.memory.write(w.store, bytearray(b"contents")), 8),
    "write a list": (lambda w: w.memory.write(w.store, list(b"contents")), 8),
    "grow": (lambda w: w.memory.grow(w.store, 1) > 0, True),
    "size": (lambda w: w.memory.size(w.store) > 0, True),
    "view": (view, (99, b"contents", b"contents\\1ab" + bytes(5))),
    "buffer": (lambda w: bytes(w.memory.get_buffer_ptr(w.store, 8)), b"contents"),
    "pointer": (lambda w: bytes(w.memory.data_ptr(w.store)[0:8]), b"contents"),
    "set number": (lambda w: w.exports["number"].set_value(w.store, 3), None),
    "get number": (lambda w: type(w.exports["number"].value(w.store)), int),
    "set thing": (lambda w: w.exports["thing"].set_value(w.store, "k"), None),
    "get thing": (lambda w: w.exports["thing"].value(w.store) is None, None),
    "set element": (lambda w: w.exports["table"].set(w.store, 1, "v"), None),
    "get element": (lambda w: w.exports["table"].get(w.store, 3), None),
    "grow table": (lambda w: w.exports["table"].grow(w.store, 0, "x"), 4),
    "instantiate": (lambda w: len(w.linker.instantiate(w.store, module).exports(w.store)), 7),
    "pre": (lambda w: type(w.pre.instantiate(w.store)), wasmtime.Instance),
    "exports": (lambda w: w.instance.exports(w.store) is w.exports, True),
    "linker": (define, 3),
    "func": (lambda w: wasmtime.Func(w.store, NOTHING, lambda: None)(w.store), None),
    "memory": (lambda w: wasmtime.Memory(
        w.store, wasmtime.MemoryType(wasmtime.Limits(1, 2))).size(w.store), 1),
    "gc": (lambda w: w.store.gc(), None),
    "close": (close, None),
}


# What an address of the memory is used in; growing is slow, and harmless elsewhere.
ADDRESSES = ("add", "callback", "things", "read", "write", "write a bytearray", "write a list",
    "grow", "size", "view", "buffer", "pointer")


def raises(world):
    raise Strike


def enters(world):
    assert world.exports["callback"](world.store, 4) == 5
    assert world.exports["add"](world.store, 1, 1) == 2
    assert world.memory.read(world.store, 0, 8) == b"contents"


ACTIONS = {
    "raises": raises,
    "enters": enters,
    "grows": lambda w: w.memory.grow(w.store, 1),
    "closes": lambda w: w.store.close(),
    "changes": lambda w: (w.exports["thing"].set_value(w.store, object()), w.store.gc()),
}


def works(world):
    answers = []

    def use():
        try:
            answers.append(world.exports["add"](world.store, 2, 3))
        except BaseException as error:
            answers.append(error)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert answers == [5], answers


def main(name):
    action = ACTIONS[name]
    refused = set()

    def strike():
        try:
            action(worlds[-1])
        except MisuseError as error:
            refused.add(type(error).__name__)

    worlds = [World()]
    places = 0
    for title, (operation, expected) in OPERATIONS.items():
        if name == "grows" and title not in ADDRESSES:
            continue
        for place, result, error in strikes(lambda: operation(worlds[-1]), strike):
            where = f"{title}, struck at {place}: {result!r} {error!r}"
            world = worlds[-1]
            places += 1
            assert here.raised is None and here.entrant is here.thread, where
            if name == "raises":
                assert type(error) is Strike, where
            elif world.store._region.closed_at is not None:
                assert name == "closes" and (error is None or isinstance(error, ClosedError)), where
                worlds.append(World())
                continue
            elif title != "get thing":
                assert error is None, where
                assert title == "view" or result == expected, where
            try:
                works(world)
            except AssertionError as failure:
                raise AssertionError(where) from failure
            assert world.memory.read(world.store, 0, 8) == b"contents", where
            if world.memory.size(world.store) > 200:
                worlds.append(World())
    print(places, *sorted(refused))


main(sys.argv[1])
"""


@pytest.mark.skipif(sys.gettrace() is not None, reason="a tracer is at work already")
@pytest.mark.parametrize(
    ("action", "refusals"),
    [
        ("raises", set()),
        ("enters", {"BorrowError"}),
        ("grows", {"BorrowError"}),
        ("closes", {"ReentrancyError"}),
        ("changes", set()),
    ],
)
def test_everywhere(action: str, refusals: set[str]) -> None:
    places, *refused = run_program(_PROGRAM, action).split()
    assert int(places) > 200
    assert set(refused) <= refusals | {"ReentrancyError"}
