"""What a host function raises reaches the call that caused it, and no other: C2, C4."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import weakref
from typing import Any

import pytest

import safestore as wasmtime
from safestore.component import Component, Linker, LinkerInstance, ResourceHost, ResourceType
from safestore.ownership.thread import here
from tests.component.guests import CALLS, RESOURCES, TRAPS, Guest


class Odd(BaseException):
    pass


@pytest.mark.parametrize(
    "error",
    [
        ValueError("v"),
        StopIteration("s"),
        KeyboardInterrupt(),
        SystemExit(3),
        GeneratorExit(),
        asyncio.CancelledError(),
        Odd("o"),
        wasmtime.WasmtimeError("w"),
        wasmtime.Trap("t"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_exception_comes_back_as_it_is(error: BaseException) -> None:
    def fail(_: Any) -> None:
        raise error

    guest = Guest(CALLS, x=fail)
    with pytest.raises(type(error)) as caught:
        guest.call("run")
    assert caught.value is error
    assert "fail" in [entry.name for entry in caught.traceback]
    assert here.raised is None


def test_an_exception_does_not_outlive_its_call() -> None:
    handled = Guest(CALLS, x=lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        handled.call("run")
    trapping = Guest(TRAPS)
    with pytest.raises(wasmtime.WasmtimeError, match="unreachable"):
        trapping.call("trap")


def test_an_exception_while_instantiating_belongs_to_that() -> None:
    wat = """(component
      (import "x" (func $x))
      (core module $m (import "" "x" (func $x)) (start $x))
      (core func $x (canon lower (func $x)))
      (core instance (instantiate $m (with "" (instance (export "x" (func $x)))))))"""
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root:
        root.add_func("x", lambda _: {}["missing"])
    with pytest.raises(KeyError, match="missing"):
        linker.instantiate(store, Component(store.engine, wat))
    with pytest.raises(wasmtime.WasmtimeError, match="unreachable"):
        Guest(TRAPS).call("trap")


def test_threads_do_not_get_each_others_exceptions() -> None:
    rounds = 200
    wrong: list[object] = []

    def work(name: int) -> None:
        def fail(_: Any) -> None:
            raise ValueError(name)

        engine = engines[name]
        component = components[name]
        for _ in range(rounds):
            store = wasmtime.Store(engine)
            linker = Linker(engine)
            with linker.root() as root:
                root.add_func("x", fail)
            run = linker.instantiate(store, component).get_func(store, "run")
            assert run is not None
            try:
                run(store)
            except ValueError as error:
                if error.args != (name,):
                    wrong.append(error)
            except BaseException as error:
                wrong.append(error)
            else:
                wrong.append("nothing raised")

    engines = [wasmtime.Engine() for _ in range(2)]
    components = [Component(engine, CALLS) for engine in engines]
    threads = [threading.Thread(target=work, args=(name,)) for name in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_nested_calls_keep_their_exceptions_apart() -> None:
    inner = Guest(CALLS, x=lambda _: 1 / 0)
    seen = []

    def outer_host(_: Any) -> None:
        with pytest.raises(ZeroDivisionError):
            inner.call("run")
        seen.append("handled")

    Guest(CALLS, x=outer_host).call("run")
    assert seen == ["handled"]


class WithDestructor(Guest):
    def __init__(self, destroy: Any) -> None:
        self.destroy = destroy
        super().__init__(
            RESOURCES,
            mk=lambda _: ResourceHost.own(1, 2),
            borrow=lambda _, resource: None,
            own=lambda _, resource: None,
        )

    def define(self, root: LinkerInstance) -> None:
        root.add_resource("t", ResourceType.host(2), self.destroy)


def test_what_a_destructor_raises_comes_back() -> None:
    def destroy(_: Any, rep: int) -> None:
        raise Odd(rep)

    guest = WithDestructor(destroy)
    with pytest.raises(Odd) as caught:
        guest.call("drop", ResourceHost.own(77, 2))
    assert caught.value.args == (77,)


def test_a_destructor_gets_its_store_for_as_long_as_it_runs() -> None:
    kept: list[Any] = []

    def destroy(context: Any, rep: int) -> None:
        kept.append(context)
        assert guest.instance.get_func(context, "mk") is not None
        with pytest.raises(wasmtime.MisuseError, match="cannot be closed from inside"):
            guest.store.close()
        # A store of its own, from inside: the stack is checked without knowing where it is.
        wasmtime.Store(guest.store.engine).gc()

    guest = WithDestructor(destroy)
    guest.call("drop", ResourceHost.own(1, 2))
    with pytest.raises(wasmtime.MisuseError, match="no longer valid"):
        guest.instance.get_func(kept[0], "mk")


def test_host_functions_live_as_long_as_they_can_be_called() -> None:
    called = []
    store = wasmtime.Store()
    linker = Linker(store.engine)
    with linker.root() as root:
        root.add_func("x", lambda _: called.append(1))
    run = linker.instantiate(store, Component(store.engine, CALLS)).get_func(store, "run")
    assert run is not None
    linker.close()
    del linker, root
    gc.collect()
    run(store)
    assert called == [1]


def test_a_cycle_between_a_store_and_its_host_function_is_collected() -> None:
    class Function:
        store: Any = None

        def __call__(self, context: Any) -> None:
            """Does nothing."""

    function = Function()
    guest = Guest(CALLS, x=function)
    function.store = guest.store
    guest.call("run")
    gone = weakref.ref(function), weakref.ref(guest.store)
    del function, guest
    gc.collect()
    assert [reference() for reference in gone] == [None, None]


def _run(program: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert result.returncode == 0, (result.returncode, result.stderr[-2000:])
    return result.stdout.strip()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs interval timers")
def test_no_raising_signal_is_lost_or_corrupts() -> None:
    # The handler cannot be struck by itself: the timer is armed anew for each round.
    program = """
import signal
import safestore
from tests.component.guests import CALLS, Guest

class Tick(BaseException):
    pass

def strike(number, frame):
    raise Tick

signal.signal(signal.SIGALRM, strike)
wat = CALLS.replace("call $x)", "(local $n i32) (loop call $x (br_if 0 (i32.ne (i32.const 100000)"
    " (local.tee $n (i32.add (local.get $n) (i32.const 1)))))))")
engine = safestore.Engine()
caught = 0
for delay in range(300):
    guest = Guest(wat, engine, x=lambda _: None)
    run = guest.func("run")
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.0005 + delay * 1e-6)
        run(guest.store)
    except Tick:
        caught += 1
    assert guest.store._region.state == "idle"
print(caught)
"""
    assert _run(program) == "300"


@pytest.mark.skipif(not hasattr(signal, "SIGUSR1"), reason="needs SIGUSR1 and SIGUSR2")
def test_two_raising_signals_at_once() -> None:
    program = """
import os, signal, threading
from tests.component.guests import CALLS, Guest

def too_late(number, frame):
    raise TimeoutError(number)

signals = [signal.SIGUSR1, signal.SIGUSR2]
for number in signals:
    signal.signal(number, too_late)
entered = threading.Event()
wat = CALLS.replace("call $x)", '''(local $n i32) (local $i i32) (loop
    (local.set $i (i32.const 100000))
    (loop (br_if 0 (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
    call $x
    (br_if 0 (i32.ne (i32.const 50000) (local.tee $n (i32.add (local.get $n) (i32.const 1)))))))''')
guest = Guest(wat, x=lambda _: entered.set())

def interrupt():
    entered.wait()
    for number in signals:
        os.kill(os.getpid(), number)

thread = threading.Thread(target=interrupt)
try:
    thread.start()
    guest.call("run")
    print("lost")
except TimeoutError:
    try:
        thread.join()
    except TimeoutError:
        thread.join()
    print("raised")
"""
    assert _run(program) == "raised"


def test_every_recursion_depth_ends_well() -> None:
    program = """
import sys
import safestore
from tests.component.guests import ADD, CALLS, Guest

engine = safestore.Engine()
called = []

def at(depth):
    return guest.call("run") if depth == 0 else at(depth - 1)

sys.setrecursionlimit(400)
raised = set()
for depth in range(250, 400):
    guest = Guest(CALLS, engine, x=called.append)
    before = len(called)
    try:
        at(depth)
    except Exception as error:
        raised.add(type(error).__name__)
    else:
        assert len(called) == before + 1
guest = Guest(CALLS, engine, x=called.append)
at(100)
print(sorted(raised))
"""
    assert _run(program) == "['RecursionError']"


def test_stores_that_nest_without_end_are_a_recursion_error() -> None:
    program = """
import sys
import safestore
from safestore.component import Component, Linker, ResourceHost, ResourceType
from tests.component.guests import CALLS, Guest

DROPS = '''(component
  (import "t" (type $t (sub resource)))
  (core func $drop (canon resource.drop $t))
  (core module $m (import "" "drop" (func $drop (param i32)))
    (func (export "run") (param i32) local.get 0 call $drop))
  (core instance $i (instantiate $m (with "" (instance (export "drop" (func $drop))))))
  (func (export "run") (param "x" (own $t)) (canon lift (core func $i "run"))))'''

class Dropping(Guest):
    def define(self, root):
        root.add_resource("t", ResourceType.host(1), lambda context, rep: drop())

engine = safestore.Engine()

def call():
    Guest(CALLS, engine, x=lambda context: call()).call("run")

def drop():
    Dropping(DROPS, engine).call("run", ResourceHost.own(1, 1))

sys.setrecursionlimit(100_000)
for endless in (call, drop):
    try:
        endless()
    except RecursionError:
        print("ended")
"""
    assert _run(program) == "ended\nended"
