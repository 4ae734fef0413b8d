"""Under gevent's patches a lock and a thread-local mean greenlets; ours are those of threads."""

from __future__ import annotations

import subprocess
import sys
import textwrap

PROGRAM = """
    import _thread, sys, types
    import cffi, threading, wasmtime

    NAMES = ("RLock", "_local", "allocate_lock", "start_new_thread")
    # What gevent does, as far as it matters here.
    originals = {("_thread", name): getattr(_thread, name) for name in NAMES}
    monkey = types.ModuleType("gevent.monkey")
    monkey.get_original = lambda module, name: originals[module, name]
    sys.modules["gevent.monkey"] = monkey

    class Patched:
        def __init__(self):
            real = originals["_thread", "RLock"]()
            self.acquire, self.release = real.acquire, real.release

        def __enter__(self):
            self.acquire()

        def __exit__(self, *exc):
            self.release()

    for _, name in originals:
        setattr(_thread, name, Patched)

    from safestore.ownership import known, lock, thread

    assert lock.exclusive_lock is originals["_thread", "RLock"]
    assert originals["_thread", "_local"] in thread.Here.__mro__
    assert known.allocate_lock is originals["_thread", "allocate_lock"]
    assert known.start_new_thread is originals["_thread", "start_new_thread"]

    from safestore import Engine, Store

    Store(Engine()).close()
"""


def test_the_lock_and_the_storage_are_those_of_threads() -> None:
    subprocess.run([sys.executable, "-c", textwrap.dedent(PROGRAM)], check=True)
