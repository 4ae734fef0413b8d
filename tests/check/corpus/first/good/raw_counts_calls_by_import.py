"""Counts which import was called: what outlives the callback are names, sizes and bytes."""

import wasmtime

TRACE: list[tuple[str, int, bytes]] = []


def on_alloc(caller: wasmtime.Caller, size: int) -> int:
    memory = caller.get("memory")
    if not isinstance(memory, wasmtime.Memory):
        return -1
    seen = [caller]
    head = bytes(memory.read(seen[0], 0, 4))
    TRACE.append(("alloc", memory.data_len(caller), head))
    return memory.data_len(caller) - size


def build(engine: wasmtime.Engine) -> wasmtime.Linker:
    linker = wasmtime.Linker(engine)
    i32 = wasmtime.ValType.i32()
    ty = wasmtime.FuncType([i32], [i32])
    linker.define_func("env", "alloc", ty, on_alloc, access_caller=True)
    return linker
