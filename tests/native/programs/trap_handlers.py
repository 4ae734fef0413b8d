"""What displaces wasmtime's signal handlers is noticed, and what does not is let alone (K3).

The argument is the name of one of the functions.
"""

from __future__ import annotations

import ctypes
import faulthandler
import inspect
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import wasmtime as raw

WRAPPED = [(faulthandler, "enable"), (faulthandler, "disable"), (sys.modules["_signal"], "signal")]
ORIGINALS = [getattr(module, name) for module, name in WRAPPED]
SIGNAL = signal.signal

from safestore import Config, Engine, Store, Trap, unsafe  # noqa: E402
from safestore.component import Component, Linker  # noqa: E402
from safestore.errors import TrapHandlerError  # noqa: E402
from safestore.native import trap_handlers  # noqa: E402
from safestore.native.trap_handlers import DISPLACED, check, displaced, needed, watch  # noqa: E402
from tests.component.guests import CALLS  # noqa: E402
from tests.native.guests import exports, host  # noqa: E402

WAT = """(module (memory 1) (global $zero (mut i32) (i32.const 0))
  (func (export "unreachable") unreachable)
  (func (export "load") (result i32)
    (i32.load (i32.sub (global.get $zero) (i32.const 1))))
  (func (export "nop")))"""

heard: list[threading.Thread] = []


def _refused(call: Callable[..., Any], *arguments: Any) -> str:
    try:
        call(*arguments)
    except TrapHandlerError as error:
        return str(error)
    raise AssertionError("entered")


def _traps(store: Store, guest: Any) -> None:
    for name in ("unreachable", "load"):
        try:
            guest[name](store)
        except Trap:
            continue
        raise AssertionError("no trap")


def the_first_engine_installs_them() -> None:
    assert displaced() == list(trap_handlers._SIGNALS)
    Engine()
    assert displaced() == []


def an_engine_without_signals_installs_none() -> None:
    config = Config()
    config.signals_based_traps = False
    pulley = Config()
    pulley.target = "pulley64"
    for engine in (Engine(config), Engine(pulley)):
        assert not engine._handlers
        assert displaced() == list(trap_handlers._SIGNALS)
        store = Store(engine)
        faulthandler.enable()
        _traps(store, exports(store, WAT))
        faulthandler.disable()


def functions_look_the_same() -> None:
    for (module, name), original in zip(WRAPPED, ORIGINALS, strict=True):
        function = getattr(module, name)
        assert function is not original
        assert function.__wrapped__ is original
        assert (function.__name__, function.__doc__) == (original.__name__, original.__doc__)
        try:
            signature = inspect.signature(original)
        except ValueError:
            continue
        assert inspect.signature(function) == signature
    assert signal.signal is SIGNAL
    now = [getattr(module, name) for module, name in WRAPPED]
    watch()
    assert [getattr(module, name) for module, name in WRAPPED] == now


def functions_do_the_same() -> None:
    Engine()
    handler = lambda *_: None  # noqa: E731
    assert signal.signal(signal.SIGUSR1, handler) is signal.SIG_DFL
    assert signal.signal(signal.SIGUSR1, signal.SIG_DFL) is handler
    assert signal.signal(signal.SIGSEGV, handler) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGSEGV) is handler
    for bad in ((10**6, handler), (signal.SIGUSR1, 7)):
        try:
            signal.signal(*bad)  # type: ignore[arg-type]
        except (ValueError, TypeError):
            continue
        raise AssertionError("accepted")
    assert faulthandler.enable(file=sys.stderr, all_threads=False) is None  # type: ignore[func-returns-value]
    assert faulthandler.is_enabled()
    assert faulthandler.disable() is True  # type: ignore[func-returns-value, comparison-overlap]
    assert faulthandler.disable() is False  # type: ignore[func-returns-value, comparison-overlap]


def every_region_hears_of_it() -> None:
    engine = Engine()
    stores = [Store(engine) for _ in range(3)]
    guests = [exports(store, WAT) for store in stores]
    for store, guest in zip(stores, guests, strict=True):
        guest["nop"](store)
        assert store._region is not None
        assert store._region.last is not None
    thread = threading.Thread(target=lambda: faulthandler.enable())
    thread.start()
    thread.join()
    assert len(DISPLACED) == 1
    for store, guest in zip(stores, guests, strict=True):
        # Again and again: a refusal prepares nothing.
        for _ in range(2):
            said = _refused(guest["nop"], store)
            assert "SIGSEGV, SIGILL" in said
            assert "faulthandler.enable at trap_handlers.py:" in said
            assert "restore_trap_handlers" in said
    unsafe.restore_trap_handlers()
    assert not DISPLACED
    for store, guest in zip(stores, guests, strict=True):
        _traps(store, guest)


def disabling_brings_them_back() -> None:
    store = Store()
    guest = exports(store, WAT)
    faulthandler.enable()
    _refused(guest["nop"], store)
    faulthandler.disable()
    assert not DISPLACED
    _traps(store, guest)


def disabling_what_was_enabled_first_displaces_them() -> None:
    faulthandler.enable()
    store = Store()
    guest = exports(store, WAT)
    _traps(store, guest)
    faulthandler.enable()
    _traps(store, guest)
    faulthandler.disable()
    assert "faulthandler.disable" in _refused(guest["nop"], store)


def a_handler_that_was_put_back_is_not_wasmtimes() -> None:
    store = Store()
    guest = exports(store, WAT)
    before = signal.signal(signal.SIGSEGV, lambda *_: None)
    assert "signal.signal at trap_handlers.py:" in _refused(guest["nop"], store)
    signal.signal(signal.SIGSEGV, before)
    assert "SIGSEGV" in _refused(guest["nop"], store)
    unsafe.restore_trap_handlers()
    _traps(store, guest)


def what_does_no_harm_is_let_alone() -> None:
    trap_handlers.on_change(lambda: heard.append(threading.current_thread()))
    store = Store()
    guest = exports(store, WAT)
    for on in (False, True):
        signal.siginterrupt(signal.SIGSEGV, on)
        _traps(store, guest)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.signal(signal.SIGTERM, lambda *_: None)
    if signal.SIGBUS not in trap_handlers._SIGNALS:
        signal.signal(signal.SIGBUS, lambda *_: None)
    faulthandler.register(signal.SIGUSR2)
    try:
        faulthandler.register(signal.SIGSEGV)
    except RuntimeError:
        pass
    else:
        raise AssertionError("faulthandler.register takes SIGSEGV: it has to be watched")
    _traps(store, guest)
    assert not heard
    faulthandler.enable()
    assert heard == [threading.main_thread()]


def c_code_is_noticed_on_the_next_thread() -> None:
    store = Store()
    guest = exports(store, WAT)
    _traps(store, guest)
    ctypes.CDLL(None).signal(int(signal.SIGILL), ctypes.c_void_p(0))
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(_refused(guest["nop"], store)))
    thread.start()
    thread.join()
    assert "SIGILL" in said[0]
    assert "SIGSEGV" not in said[0]


def displaced_before_safestore_saw_them() -> None:
    raw.Engine()
    ORIGINALS[0]()
    store = Store()
    assert "displaced" in _refused(exports, store, WAT)
    assert "before" in _refused(unsafe.restore_trap_handlers)
    faulthandler.disable()
    _traps(store, exports(store, WAT))


def in_a_host_function() -> None:
    store = Store()
    wat = '(module (import "" "" (func)) (func (export "run") call 0 unreachable))'
    run = exports(store, wat, host(store, faulthandler.enable))["run"]
    assert "faulthandler.enable" in _refused(run, store)
    # A guest that does not rely on them goes on.
    config = Config()
    config.signals_based_traps = False
    other = Store(Engine(config))
    run = exports(other, wat, host(other, faulthandler.enable))["run"]
    try:
        run(other)
    except Trap:
        return
    raise AssertionError("no trap")


def in_a_host_function_that_calls_back() -> None:
    store = Store()
    guest = exports(store, WAT)
    said: list[str] = []

    def call_back() -> None:
        faulthandler.enable()
        said.append(_refused(guest["unreachable"], store))
        unsafe.restore_trap_handlers()

    wat = '(module (import "" "" (func)) (func (export "run") call 0))'
    exports(store, wat, host(store, call_back))["run"](store)
    assert len(said) == 1


def in_a_host_function_of_a_component() -> None:
    store = Store()
    with Linker(store.engine) as linker:
        with linker.root() as root:
            root.add_func("x", lambda _: faulthandler.enable())
        instance = linker.instantiate(store, Component(store.engine, CALLS))
    run = instance.get_func(store, "run")
    assert run is not None
    assert "faulthandler.enable" in _refused(run, store)


def in_a_hook() -> None:
    store = Store()
    guest = exports(store, WAT)
    _traps(store, guest)
    unreachable = guest["unreachable"]
    store.on_land(lambda _: faulthandler.enable(), every_switch=True)
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(_refused(unreachable, store)))
    thread.start()
    thread.join()
    assert "faulthandler.enable" in said[0]


def which_engines_need_them() -> None:
    assert needed({}, False)
    assert not needed({}, True)
    assert not needed({"signals_based_traps": False}, False)
    sys.platform = "darwin"
    assert not needed({}, False)
    assert needed({"macos_use_mach_ports": False}, False)
    trap_handlers._SIGNALS = ()  # as on Windows
    assert not needed({"macos_use_mach_ports": False}, False)


def nothing_is_refused_while_they_stand() -> None:
    Engine()
    check()
    faulthandler.enable()
    _refused(check)
    unsafe.restore_trap_handlers()
    check()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
