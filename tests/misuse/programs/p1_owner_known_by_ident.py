"""A program knows the owner of a store by get_ident(), which a later thread gets again."""
# invariant: P1
# expect: WrongThreadError

import threading

import wasmtime
from prelude import COUNTER, exports, misuse, pinned

owned = {}
passed = []
refused = []


def make():
    store = wasmtime.Store()
    add = exports(store, COUNTER)["add"]
    owned.update(ident=threading.get_ident(), pin=pinned(store), add=add)


def use():
    if threading.get_ident() != owned["ident"]:
        return
    try:
        passed.append(owned["add"](owned["pin"], 1))
    except Exception as error:
        refused.append(error)


def on_a_thread(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


with misuse():
    on_a_thread(make)
    for _ in range(100):
        on_a_thread(use)
        if refused:
            raise refused[0]
    assert not passed, f"{len(passed)} other threads passed for the owner"
