"""A thread calls a guest, and again from a recursion that has used up half of its stack."""
# invariant: K1
# expect: StackHeadroomError

import wasmtime
from prelude import exports, misuse, on_a_thread

store = wasmtime.Store()
wat = '(module (func (export "nop")) (func $f (export "run") call $f))'
guest = exports(store, wat)


def deep(levels):
    if levels == 0:
        guest["run"](store)
    else:
        sorted([0], key=lambda _: deep(levels - 1))


def shallow_and_deep():
    guest["nop"](store)
    deep(120)


with misuse(may_trap=True):
    on_a_thread(shallow_and_deep, 1024)
