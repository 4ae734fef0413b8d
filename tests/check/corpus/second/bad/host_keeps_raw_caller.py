"""A raw host object stores the caller of its last import call, to look up exports when asked."""

import wasmtime


class Host:
    """What the guest imports under "env"."""

    def __init__(self, linker: wasmtime.Linker) -> None:
        self._caller: wasmtime.Caller | None = None
        self._marks: list[int] = []
        ty = wasmtime.FuncType([wasmtime.ValType.i32()], [])
        linker.define_func("env", "mark", ty, self._mark, access_caller=True)

    def _mark(self, caller: wasmtime.Caller, value: int) -> None:
        self._marks.append(value)
        self._caller = caller  # E: safestore-borrow

    def scratch(self) -> bytes:
        if self._caller is None:
            return b""
        memory = self._caller.get("memory")
        if not isinstance(memory, wasmtime.Memory):
            return b""
        return bytes(memory.read(self._caller, 0, 16))


def run(engine: wasmtime.Engine, text: str) -> bytes:
    linker = wasmtime.Linker(engine)
    host = Host(linker)
    with wasmtime.Store(engine) as store:
        start = linker.instantiate(store, wasmtime.Module(engine, text)).exports(store)["start"]
        assert isinstance(start, wasmtime.Func)
        start(store)
        return host.scratch()
