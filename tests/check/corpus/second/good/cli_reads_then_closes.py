"""A CLI runner closes its raw store in a finally, and reports from the values it read before."""

import sys

import wasmtime

WAT = """(module
  (global (export "status") i32 (i32.const 4))
  (func (export "main") (param i32) (if (local.get 0) (then unreachable))))"""


def run(text: str, argument: int) -> tuple[int, str]:
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, text)
    store = wasmtime.Store(engine)
    try:
        exports = wasmtime.Instance(store, module, []).exports(store)
        main = exports["main"]
        status = exports["status"]
        if not isinstance(main, wasmtime.Func) or not isinstance(status, wasmtime.Global):
            return 2, "expected main() and a global named status"
        main(store, argument)
        code = int(status.value(store))
    except wasmtime.Trap as trap:
        store.close()
        return 1, trap.message
    finally:
        store.close()
    names = ", ".join(export.name for export in module.exports)
    return code, f"closed {store!r}, exports: {names}, of {engine.is_pulley()}"


if __name__ == "__main__":
    for number in (0, 1):
        code, line = run(WAT, number)
        print(code, line, file=sys.stderr)
        assert code == (4, 1)[number]
