"""The frames of a trap are read after the trap was closed."""
# invariant: R4
# expect: fine

import wasmtime
from prelude import exports, misuse

store = wasmtime.Store()
run = exports(
    store, """(module $plugin (func $deep unreachable) (func (export "run") call $deep))"""
)["run"]

with misuse(may_trap=True):
    try:
        run(store)
    except wasmtime.Trap as trap:
        frames = trap.frames
        trap.close()
    try:
        name = frames[0].func_name
    except UnicodeDecodeError as error:
        raise AssertionError("the frame's name is garbage") from error
    assert name == "deep", "the frame's name is garbage"
