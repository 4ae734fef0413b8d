"""`safestore run --affinity pinned`: an old program shows where it shares stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.launch.runs import GUARDED, output, run

SHARES = """
import threading
import wasmtime

store = wasmtime.Store()
nothing = wasmtime.Func(store, wasmtime.FuncType([], []), lambda: print("called"))

def use():
    try:
        nothing(store)
    except Exception as error:
        print(type(error).__name__, error)

worker = threading.Thread(target=use, name="worker")
worker.start()
worker.join()
nothing(store)
"""

LEFT_BEHIND = """
import threading
import warnings
import wasmtime

stores = []
worker = threading.Thread(target=lambda: stores.append(wasmtime.Store()), name="worker")
worker.start()
worker.join()
try:
    stores[0].set_epoch_deadline(1)
except Exception as error:
    print(type(error).__name__, error)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    stores[0].close()
print(*[warning.category.__name__ for warning in caught])
"""

PINS = """
import threading
import safestore as wasmtime

store = wasmtime.Store()
nothing = wasmtime.Func(store, wasmtime.FuncType([], []), lambda: print("called"))
token = wasmtime.Pinned(store).transfer()

def use():
    with token.land() as pin:
        nothing(pin)

worker = threading.Thread(target=use)
worker.start()
worker.join()
"""

IN_A_CHILD = """
import multiprocessing
import threading
import wasmtime

def child():
    store = wasmtime.Store()
    def use():
        try:
            store.gc()
        except Exception as error:
            print(type(error).__name__, flush=True)
    worker = threading.Thread(target=use)
    worker.start()
    worker.join()

if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=child)
    process.start()
    process.join()
"""


def ran(program: str, directory: Path, affinity: str) -> str:
    script = directory / "script.py"
    script.write_text(program)
    return output(run(GUARDED, "--affinity", affinity, script))


def test_another_threads_use_is_refused_with_both_places(tmp_path: Path) -> None:
    refused, called = ran(SHARES, tmp_path, "pinned").splitlines()
    assert refused.startswith("WrongThreadError Store 1 (made at script.py:5 on MainThread)")
    assert "the thread that made it, MainThread" in refused
    assert "this is worker" in refused
    assert called == "called"


def test_exclusive_stores_are_handed_over_freely(tmp_path: Path) -> None:
    assert ran(SHARES, tmp_path, "exclusive") == "called\ncalled\n"


def test_what_a_thread_left_behind_can_be_closed(tmp_path: Path) -> None:
    refused, warned = ran(LEFT_BEHIND, tmp_path, "pinned").splitlines()
    assert refused.startswith("WrongThreadError") and "worker, which has ended" in refused
    assert warned == "ResourceWarning"


@pytest.mark.parametrize("affinity", ["pinned", "exclusive"])
def test_a_program_with_pins_works_as_it_is(affinity: str, tmp_path: Path) -> None:
    assert ran(PINS, tmp_path, affinity) == "called\n"


def test_children_inherit_it(tmp_path: Path) -> None:
    assert ran(IN_A_CHILD, tmp_path, "pinned") == "WrongThreadError\n"
