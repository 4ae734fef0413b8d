"""Legal: WASI's stdout_custom callback raises; the guest sees an errno, the host nothing."""
# invariant: C2
# expect: LookupError

import wasmtime
from prelude import misuse


def write(data):
    raise LookupError("no such log")


wasi = wasmtime.WasiConfig()
wasi.stdout_custom = write
store = wasmtime.Store()
store.set_wasi(wasi)
linker = wasmtime.Linker(store.engine)
linker.define_wasi()
module = wasmtime.Module(
    store.engine,
    """(module (import "wasi_snapshot_preview1" "fd_write"
        (func $fd_write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1) (data (i32.const 0) "\\10\\00\\00\\00\\05\\00\\00\\00")
      (func (export "print") (result i32)
        (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))""",
)
instance = linker.instantiate(store, module)

with misuse():
    errno = instance.exports(store)["print"](store)
    raise AssertionError(f"the exception is lost, the guest got errno {errno}")
