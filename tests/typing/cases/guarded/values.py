"""Values, traps and errors."""

from typing_extensions import Any, assert_type

import safestore as wasmtime
from safestore import errors


def values(store: wasmtime.Store, func: wasmtime.Func, count: wasmtime.Global) -> None:
    # Which values these are the module says, when the program runs.
    assert_type(func(store, 1), Any)
    assert_type(count.value(store), Any)
    value = wasmtime.Val.i32(1)
    assert_type(value, wasmtime.Val)
    assert_type(value.as_i32(), int | None)
    wasmtime.Val.i32("1")  # type: ignore[arg-type]


def traps(store: wasmtime.Store, func: wasmtime.Func) -> None:
    try:
        func(store)
    except wasmtime.Trap as trap:
        assert_type(trap.message, str)
        assert_type(trap.trap_code, wasmtime.TrapCode | None)
        assert_type(trap.frames[0].func_name, str | None)
    except wasmtime.ExitTrap as exit:
        assert_type(exit.code, int)
    except wasmtime.WasmtimeError as error:
        assert_type(str(error), str)


def refusals(store: wasmtime.Store) -> None:
    try:
        store.close()
    except errors.StoreBusyError as error:
        misuse: wasmtime.MisuseError = error
        assert_type(misuse.args, tuple[Any, ...])
    except wasmtime.errors.ClosedError as error:
        also: ValueError = error
        print(also)
