"""Eight threads hammer one store with everything at once.

`SAFESTORE_STORM` is for how many seconds; two by default. In processes of their own: the failure
of a guard is a crash. No call is lost among those that were let in, and every refusal is typed.
"""

from __future__ import annotations

import os

import pytest

from .guests import run_program

SECONDS = float(os.environ.get("SAFESTORE_STORM", "2"))

_COMMON = """
import faulthandler, gc, itertools, random, sys, threading, time
faulthandler.enable()
import safestore as wasmtime
from safestore.errors import BorrowError, ClosedError, MisuseError, StaleCallerError, StoreBusyError
from tests.objects.guests import EXTERNREF, FUNCREF, I32, NOTHING, movable

SECONDS = float(sys.argv[1])
sys.setswitchinterval(1e-5)
WAT = '''(module
  (import "host" "callback" (func $callback (param i32) (result i32)))
  (import "host" "thing" (func $thing (param externref) (result externref)))
  (memory (export "memory") 1 64)
  (table (export "table") 4 1000 externref)
  (global $count (export "count") (mut i64) (i64.const 0))
  (func (export "bump") (global.set $count (i64.add (global.get $count) (i64.const 1))))
  (func (export "bump_through") (param i32)
    (global.set $count (i64.add (global.get $count) (i64.const 1)))
    (drop (call $callback (local.get 0))))
  (func (export "things") (param externref) (result externref) (call $thing (local.get 0)))
  (func (export "grow") (result i32) (memory.grow (i32.const 1)))
  (func (export "recurse") (param i32) (if (local.get 0)
    (then (call 6 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "trap") unreachable))'''


def storm(count, work):
    # `work(number, random)` again and again on each thread, until the time is over.
    stop = time.monotonic() + SECONDS
    failures = []

    def run(number):
        source = random.Random(number)
        try:
            while time.monotonic() < stop:
                work(number, source)
        except BaseException as error:
            import traceback
            failures.append("".join(traceback.format_exception(error)))

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures[0]
"""

_ONE_STORE = (
    _COMMON
    + """
engine = movable() if sys.argv[2] == "movable" else wasmtime.Engine()
module = wasmtime.Module(engine, WAT)
store = wasmtime.Store(engine)
linker = wasmtime.Linker(engine)
callers = []


def callback(caller, number):
    callers.append(caller)
    del callers[:-8]
    if number == 1:
        exports["bump"](caller)
    elif number == 2:
        caller["memory"].write(caller, b"x" * 64, 64)
    elif number == 3:
        raise LookupError(number)
    elif number == 4:
        time.sleep(0)
    elif number == 5:
        try:
            store.close()
        except MisuseError:
            return 0
        raise AssertionError("closed from inside")
    return number


linker.define_func("host", "callback", wasmtime.FuncType([I32], [I32]), callback, True)
linker.define_func("host", "thing", wasmtime.FuncType([EXTERNREF], [EXTERNREF]), lambda x: x)
exports = linker.instantiate(store, module).exports(store)
memory, table, count = exports["memory"], exports["table"], exports["count"]
stay = wasmtime.Func(store, NOTHING, lambda: None)
# A list for each thread: what it did that counts, and what it was refused.
bumps, refusals, done = [0] * 8, [{} for _ in range(8)], [0] * 8


def work(number, source):
    choice = source.randrange(20)
    try:
        if choice < 4:
            exports["bump"](store)
            bumps[number] += 1
        elif choice < 8:
            argument = source.randrange(6)
            try:
                exports["bump_through"](store, argument)
            except LookupError as error:
                assert argument == 3 and error.args == (3,)
            bumps[number] += 1 + (argument == 1)
        elif choice == 8:
            thing = object()
            assert exports["things"](store, thing) is thing
        elif choice == 9:
            octets = memory.read(store, 64, 128)
            assert octets in (b"x" * 64, bytes(64), bytes([number]) * 64) or len(set(octets)) == 1
        elif choice == 10:
            assert memory.write(store, bytes([number]) * 64, 64) == 64
        elif choice == 11:
            before = memory.size(store)
            if before < 60:
                memory.grow(store, 1)
        elif choice == 12:
            exports["grow"](store)
        elif choice == 13:
            index = source.randrange(4)
            table.set(store, index, number)
            assert table.get(store, index) in range(8)
        elif choice == 14:
            with memory.view(store, 128, 8) as view:
                view[0:4] = view[4:8]
        elif choice == 15:
            try:
                exports["trap"](store)
            except wasmtime.Trap as trap:
                assert trap.trap_code is wasmtime.TrapCode.UNREACHABLE
        elif choice == 16:
            exports["recurse"](store, 50)
        elif choice == 17:
            assert count.value(store) >= 0
            store.gc()
        elif choice == 18:
            if callers:
                caller = source.choice(callers)
                found = caller.get("memory")
                assert found is None or isinstance(found, wasmtime.Memory)
                memory.size(caller)
        else:
            stay(store)
            wasmtime.Func(store, NOTHING, lambda: None)(store)
        done[number] += 1
    except (StoreBusyError, StaleCallerError, BorrowError) as error:
        seen = refusals[number]
        seen[type(error).__name__] = seen.get(type(error).__name__, 0) + 1
    except wasmtime.WasmtimeError as error:
        assert "failed to grow" in str(error), error


storm(8, work)
callers.clear()
gc.collect()
assert count.value(store) == sum(bumps), (count.value(store), sum(bumps))
exports["bump"](store)
store.close()
print(sum(done), sum(bumps), *sorted({name for seen in refusals for name in seen}))
"""
)

_CLOSES = (
    _COMMON
    + """
engine = wasmtime.Engine()
module = wasmtime.Module(engine, WAT)
linker = wasmtime.Linker(engine)
linker.define_func("host", "callback", wasmtime.FuncType([I32], [I32]), lambda n: n)
linker.define_func("host", "thing", wasmtime.FuncType([EXTERNREF], [EXTERNREF]), lambda x: x)


class Holder:
    def __init__(self):
        self.store = wasmtime.Store(engine)
        self.exports = linker.instantiate(self.store, module).exports(self.store)
        self.view = self.exports["memory"].view(self.store, 0, 16)


holder = Holder()
closed, seen = [0] * 8, set()


def work(number, source):
    global holder
    mine = holder
    choice = source.randrange(10)
    try:
        if choice < 4:
            mine.exports["bump_through"](mine.store, 1)
        elif choice == 4:
            mine.exports["memory"].read(mine.store, 0, 100)
        elif choice == 5:
            mine.view[0] = number
            mine.view.tobytes()
        elif choice == 6:
            mine.exports["things"](mine.store, object())
        elif choice == 7:
            mine.exports["table"].set(mine.store, 0, mine)
        elif choice == 8:
            linker.instantiate(mine.store, module)
        else:
            mine.store.close()
            closed[number] += 1
            if holder is mine:
                holder = Holder()
    except (StoreBusyError, ClosedError) as error:
        seen.add(type(error).__name__)


storm(8, work)
assert sum(closed) > 10
del holder
gc.collect()
print(sum(closed), *sorted(seen))
"""
)

_OWN_STORES = (
    _COMMON
    + """
engine = wasmtime.Engine()
module = wasmtime.Module(engine, WAT)
linker = wasmtime.Linker(engine)
rounds = [0] * 8


def callback(n):
    if n == 3:
        raise LookupError(threading.get_ident())
    return n


linker.define_func("host", "callback", wasmtime.FuncType([I32], [I32]), callback)
linker.define_func("host", "thing", wasmtime.FuncType([EXTERNREF], [EXTERNREF]), lambda x: x)
pre = linker.instantiate_pre(module)


def work(number, source):
    with wasmtime.Store(engine, number) as store:
        exports = pre.instantiate(store).exports(store)
        for i in range(20):
            exports["bump"](store)
            try:
                exports["bump_through"](store, i % 5)
            except LookupError as error:
                assert i % 5 == 3 and error.args == (threading.get_ident(),)
            thing = [i]
            assert exports["things"](store, thing) is thing
        assert exports["count"].value(store) == 40
        assert store.data() == number
    rounds[number] += 1


storm(8, work)
print(sum(rounds))
"""
)


@pytest.mark.parametrize("kind", ["plain", "movable"])
def test_one_store(kind: str) -> None:
    done, bumps, *refused = run_program(
        _ONE_STORE, str(SECONDS), kind, timeout=SECONDS + 60
    ).split()
    assert int(done) > 100
    assert int(bumps) > 20
    assert "StoreBusyError" in refused
    assert set(refused) <= {"StoreBusyError", "StaleCallerError", "BorrowError"}


def test_a_store_that_is_closed_again_and_again() -> None:
    closed, *seen = run_program(_CLOSES, str(SECONDS / 2), timeout=SECONDS + 60).split()
    assert int(closed) > 10
    assert set(seen) <= {"StoreBusyError", "ClosedError"}


def test_a_store_for_each_thread() -> None:
    rounds = run_program(_OWN_STORES, str(SECONDS / 2), timeout=SECONDS + 60)
    assert int(rounds) > 8
