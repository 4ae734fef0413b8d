"""What the programs share: how to say the outcome, and threads that are inside a store for sure.

Nothing of safestore is imported here, so each program runs by hand under plain wasmtime:
`python tests/misuse/programs/r3_close_in_callback.py`.
"""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import wasmtime

if sys.platform != "win32":
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # most programs are meant to crash


@contextlib.contextmanager
def misuse(may_trap: bool = False) -> Iterator[None]:
    """Prints the outcome of the block: `fine`, a class name, or `wrong` for a failed assert.

    A trap is wrong as well, unless the program is one whose guest really traps.
    """
    try:
        yield
    except AssertionError as error:
        outcome = f"wrong {error}"
    except wasmtime.Trap as trap:
        outcome = "Trap" if may_trap else "wrong a trap for nothing"
        print(trap, file=sys.stderr)
    except BaseException as error:
        outcome = type(error).__name__
        print(f"{outcome}: {error}", file=sys.stderr)
    else:
        outcome = "fine"
    print("outcome:", outcome, flush=True)


def exports(store: wasmtime.Store, wat: str, *imports: Any) -> Any:
    """The exports of a new instance of the module."""
    module = wasmtime.Module(store.engine, wat)
    return wasmtime.Instance(store, module, imports).exports(store)


def host(
    store: wasmtime.Store,
    function: Callable[..., Any],
    params: int = 0,
    results: int = 0,
    caller: bool = False,
) -> wasmtime.Func:
    """The function as a host function with that many i32 parameters and results."""
    i32 = wasmtime.ValType.i32()
    kind = wasmtime.FuncType([i32] * params, [i32] * results)
    return wasmtime.Func(store, kind, function, access_caller=caller)


def movable() -> wasmtime.Engine:
    """An engine whose memories move when they grow."""
    config = wasmtime.Config()
    config.memory_reservation = 0
    config.memory_reservation_for_growth = 0
    return wasmtime.Engine(config)


class Busy:
    """Holds a thread inside a store until the `with` block that watches it ends.

    The thread's function has to call `more` again and again until it says 0, or `park` once, or
    `meet`, where it waits for a second thread.
    """

    def __init__(self) -> None:
        self.entered = threading.Event()
        self.leave = threading.Event()

    def more(self) -> int:
        """A host function: 1 while the thread has to stay."""
        self.entered.set()
        return int(not self.leave.is_set())

    def park(self) -> None:
        """A host function that returns when the thread may leave."""
        self.entered.set()
        self.leave.wait()

    def meet(self) -> None:
        """A host function: a first thread waits in it for a second one, or for the block's end."""
        if self.entered.is_set():
            self.leave.set()
        else:
            self.park()

    @contextlib.contextmanager
    def thread(self, run: Callable[..., Any], *args: Any, returns: Any = 7) -> Iterator[None]:
        """Runs `run(*args)` on a thread; the block starts when that thread is inside.

        The thread did nothing wrong, so whatever happens in the block it must end with `returns`.
        """
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(run, *args)
            future.add_done_callback(lambda _: self.entered.set())
            self.entered.wait()
            try:
                yield
            finally:
                self.leave.set()
                _unharmed(future, returns)


def _unharmed(future: Future[Any], returns: Any) -> None:
    error = future.exception()
    if error is not None:
        raise AssertionError(f"the other thread got {type(error).__name__}") from error
    got = future.result()
    assert got == returns, f"the other thread got {got!r} for {returns!r}"


@contextlib.contextmanager
def thread_in_callback(store: wasmtime.Store) -> Iterator[None]:
    """Another thread waits in a host function that wasm of the store has called."""
    busy = Busy()
    wat = '(module (import "" "" (func)) (func (export "run") (result i32) call 0 i32.const 7))'
    run = exports(store, wat, host(store, busy.park))["run"]
    with busy.thread(run, store):
        yield


@contextlib.contextmanager
def thread_in_wasm(store: wasmtime.Store) -> Iterator[None]:
    """Another thread runs wasm of the store, and looks into a host function now and then."""
    busy = Busy()
    wat = """(module (import "" "more" (func $more (result i32)))
      (func (export "run") (result i32) (local $i i32)
        (loop $again
          (local.set $i (i32.const 1000000))
          (loop $work
            (br_if $work (local.tee $i (i32.sub (local.get $i) (i32.const 1)))))
          (br_if $again (call $more)))
        i32.const 7))"""
    run = exports(store, wat, host(store, busy.more, results=1))["run"]
    with busy.thread(run, store):
        yield


def on_a_thread(function: Callable[[], Any], kib: int) -> Any:
    """Runs the function on a thread with so much stack; its result, or what it raised."""
    future: Future[Any] = Future()

    def run() -> None:
        try:
            future.set_result(function())
        except BaseException as error:
            future.set_exception(error)

    before = threading.stack_size(kib << 10)
    try:
        thread = threading.Thread(target=run)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return future.result()


# Functions whose traps are faults of the processor: SIGILL and SIGSEGV.
TRAPS = """(module (memory 1) (global $zero (mut i32) (i32.const 0))
  (func (export "unreachable") unreachable)
  (func (export "load") (result i32)
    (i32.load (i32.sub (global.get $zero) (i32.const 1)))))"""


# What a program does that hands its stores from thread to thread. Plain wasmtime knows no owners:
# there the store goes as it is, and who has it is a matter of belief.


def pinned(value: Any) -> Any:
    """The value, said to be this thread's."""
    pin = getattr(wasmtime, "Pinned", None)
    return value if pin is None else pin(value)


def handed_over(pin: Any) -> Any:
    """What is sent to the thread that shall have it."""
    return pin.transfer() if hasattr(pin, "transfer") else pin


def taken_over(sent: Any) -> Any:
    """What the thread that got it goes on with."""
    return sent.land() if hasattr(sent, "land") else sent


def set_up_by(store: wasmtime.Store, hook: Callable[[Any], object], **how: Any) -> None:
    """Says what a thread has to do before it uses the store; with plain wasmtime, to nobody."""
    if hasattr(store, "on_land"):
        store.on_land(hook, **how)


COUNTER = """(module (global $n (export "n") (mut i32) (i32.const 0))
  (func (export "add") (param $times i32) (result i32)
    (loop $again
      (global.set $n (i32.add (global.get $n) (i32.const 1)))
      (br_if $again (local.tee $times (i32.sub (local.get $times) (i32.const 1)))))
    (global.get $n)))"""
