"""Making stores, instances and modules."""

from __future__ import annotations

from itertools import repeat
from types import ModuleType

from . import guest
from .row import Batch, both

__all__ = ["ROWS"]


def store(api: ModuleType) -> Batch:
    engine = guest.engine(api)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            api.Store(engine).close()

    return batch


def instance(api: ModuleType) -> Batch:
    made_in = api.Store(guest.engine(api))
    module = guest.module(api, guest.SMALL)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            api.Instance(made_in, module, [])

    return batch


def instance_with_import(api: ModuleType) -> Batch:
    made_in = api.Store(guest.engine(api))
    module = guest.module(api, guest.ASKING)
    ty = api.FuncType([api.ValType.i32()], [api.ValType.i32()])
    imports = [api.Func(made_in, ty, lambda number: number)]

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            api.Instance(made_in, module, imports)

    return batch


def linked_instance(api: ModuleType) -> Batch:
    made_in = api.Store(guest.engine(api))
    module = guest.module(api, guest.ASKING)
    linker = api.Linker(guest.engine(api))
    ty = api.FuncType([api.ValType.i32()], [api.ValType.i32()])
    linker.define_func("host", "answer", ty, lambda number: number)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            linker.instantiate(made_in, module)

    return batch


def first_call(api: ModuleType) -> Batch:
    engine = guest.engine(api)
    module = guest.module(api, guest.SMALL)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            made_in = api.Store(engine)
            api.Instance(made_in, module, []).exports(made_in)["add"](made_in, 1, 2)
            made_in.close()

    return batch


def compiled(api: ModuleType) -> Batch:
    engine = guest.engine(api)
    binary = guest.binary(api, guest.SMALL)

    def batch(times: int) -> None:
        for _ in repeat(None, times):
            api.Module(engine, binary).close()

    return batch


ROWS = (
    both("Store(engine), close()", store),
    both("Instance(store, module, [])", instance, fresh=True),
    both("Instance with an import", instance_with_import, fresh=True),
    both("linker.instantiate", linked_instance, fresh=True),
    both("store, instance, first call", first_call),
    both("Module(engine, binary)", compiled),
)
