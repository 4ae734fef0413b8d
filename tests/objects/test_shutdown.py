"""The end of the process with live stores: views out, cycles, a daemon thread inside."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .guests import environment

_PROGRAM = """
import atexit, builtins, os, sys, threading
import safestore as wasmtime
from safestore.errors import MisuseError
from tests.objects.guests import EXTERNREF, exports, host

store = wasmtime.Store()
inside = threading.Event()


class Last:
    def __del__(self):
        try:
            store.data()
        except (MisuseError, NameError, AttributeError):
            pass


def callback():
    inside.set()
    act()


def act():
    pass


thing = wasmtime.Global(store, wasmtime.GlobalType(EXTERNREF, True), Last())
found = exports(store, '''(module (import "" "" (func)) (memory (export "memory") 1)
  (func (export "call") (call 0)) (func (export "spin") (call 0) (loop (br 0))))''',
  host(store, callback))
view, lent = found["memory"].view(store), found["memory"].get_buffer_ptr(store)


def on_a_daemon(name):
    threading.Thread(target=found[name], args=(store,), daemon=True).start()
    assert inside.wait(30)


match sys.argv[1]:
    case "a cycle":
        store.store = store
        thing.set_value(store, store)
    case "kept by builtins":
        builtins.kept = store, found, view, lent
    case "used at exit":
        atexit.register(lambda: (found["call"](store), store.close()))
    case "exit in a host function":
        act = lambda: sys.exit(7)
        found["call"](store)
    case "a daemon in the guest":
        on_a_daemon("spin")
    case "a daemon in a host function":
        act = threading.Event().wait
        on_a_daemon("call")
    case "closed at exit under a daemon":
        def close():
            try:
                store.close()
            except MisuseError:
                print("refused")
        atexit.register(close)
        on_a_daemon("spin")
"""


@pytest.mark.parametrize(
    ("ending", "status", "said"),
    [
        ("nothing special", 0, ""),
        ("a cycle", 0, ""),
        ("kept by builtins", 0, ""),
        ("used at exit", 0, ""),
        ("exit in a host function", 7, ""),
        ("a daemon in the guest", 0, ""),
        ("a daemon in a host function", 0, ""),
        ("closed at exit under a daemon", 0, "refused\n"),
    ],
)
def test_it_is_clean(ending: str, status: int, said: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM, ending],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (status, said, "")
