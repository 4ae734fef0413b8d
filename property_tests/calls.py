"""The table of calls: each public method of each class, and what its arguments should be.

The classes are walked, so nothing is forgotten: a method with parameters that `ARGUMENTS` does not
describe stops the table from being built.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import safestore as wasmtime
from safestore.ownership import send

from .arsenal import KINDS
from .world import World

__all__ = ["CALLS", "CLASSES", "Call", "public_names"]


class Call(NamedTuple):
    """`act` is given the world, the receiver and the arguments.

    `receiver` is the receiver's kind in the arsenal, None when there is none. The last `optional`
    arguments may be left out.
    """

    act: Callable[..., Any]
    receiver: str | None
    arguments: tuple[str, ...] = ()
    optional: int = 0


# The classes, with the kind of their objects in the arsenal. Caller is missing: its methods are
# called in a host function, below.
CLASSES: dict[str, str] = {
    "Config": "config",
    "Engine": "engine",
    "ExitTrap": "exit",
    "ExportType": "export type",
    "Frame": "frame",
    "Func": "func",
    "FuncType": "functype",
    "Global": "global",
    "GlobalType": "globaltype",
    "ImportType": "import type",
    "Instance": "instance",
    "InstanceExports": "exports",
    "InstancePre": "pre",
    "Limits": "limits",
    "Linker": "linker",
    "Memory": "memory",
    "MemoryType": "memorytype",
    "MemoryView": "view",
    "Module": "module",
    "NotSend": "bound mark",
    "Pinned": "pin",
    "Send": "send mark",
    "SharedMemory": "shared",
    "Store": "store",
    "StoreContext": "context",
    "Sync": "shared mark",
    "Table": "table",
    "TableType": "tabletype",
    "Tag": "tag",
    "TagType": "tagtype",
    "TransferToken": "token",
    "Trap": "trap",
    "Val": "val",
    "ValType": "valtype",
    "WasiConfig": "wasi",
    "WasmtimeError": "error",
}

# The kinds of the arguments, in order; a `?` marks those with a default.
ARGUMENTS: dict[str, str] = {
    "Config.cranelift_flag_enable": "name",
    "Config.cranelift_flag_set": "name name",
    "Engine.__init__": "config?",
    "ExitTrap.__init__": "name int?",
    "Func.__init__": "store functype callable flag?",
    "Func.__call__": "store int? int?",
    "Func.type": "store",
    "FuncType.__init__": "valtypes valtypes",
    "Global.__init__": "store type value",
    "Global.set_value": "store value",
    "Global.type": "store",
    "Global.value": "store",
    "GlobalType.__init__": "valtype flag",
    "Instance.__init__": "store module imports",
    "Instance.exports": "store",
    "InstanceExports.__contains__": "key",
    "InstanceExports.__delitem__": "key",
    "InstanceExports.__getitem__": "key",
    "InstanceExports.__init__": "imports",
    "InstanceExports.__ior__": "value",
    "InstanceExports.__or__": "value",
    "InstanceExports.__setitem__": "key item",
    "InstanceExports.fromkeys": "imports item?",
    "InstanceExports.clear": "",
    "InstanceExports.copy": "",
    "InstanceExports.func": "key",
    "InstanceExports.get": "key item?",
    "InstanceExports.global_": "key",
    "InstanceExports.items": "",
    "InstanceExports.keys": "",
    "InstanceExports.memory": "key",
    "InstanceExports.pop": "key item?",
    "InstanceExports.popitem": "",
    "InstanceExports.setdefault": "key item?",
    "InstanceExports.table": "key",
    "InstanceExports.update": "imports?",
    "InstanceExports.values": "",
    "InstancePre.instantiate": "store",
    "Limits.__init__": "int int",
    "Linker.__init__": "engine",
    "Linker.define": "store name name item",
    "Linker.define_func": "name name functype callable flag?",
    "Linker.define_instance": "store name instance",
    "Linker.define_module": "store name module",
    "Linker.define_unknown_imports_as_default_values": "store module",
    "Linker.define_unknown_imports_as_traps": "module",
    "Linker.get": "store name name",
    "Linker.get_default": "store name",
    "Linker.instantiate": "store module",
    "Linker.instantiate_pre": "module",
    "Memory.__init__": "store type",
    "Memory.data_len": "store",
    "Memory.data_ptr": "store",
    "Memory.get_buffer_ptr": "store int? int?",
    "Memory.grow": "store int",
    "Memory.page_size": "store",
    "Memory.page_size_log2": "store",
    "Memory.read": "store int? int?",
    "Memory.size": "store",
    "Memory.type": "store",
    "Memory.view": "store int? int?",
    "Memory.write": "store bytes int?",
    "MemoryType.__init__": "limits flag? flag? int?",
    "MemoryView.__getitem__": "key",
    "MemoryView.__setitem__": "key bytes",
    "Module.__init__": "engine wasm",
    "Module.deserialize": "engine wasm",
    "Module.deserialize_file": "engine path",
    "Module.from_file": "engine path",
    "Module.validate": "engine wasm",
    "NotSend.register": "class",
    "Pinned.__init__": "pinnable",
    "Send.register": "class",
    "SharedMemory.__init__": "engine type",
    "SharedMemory.grow": "int",
    "Store.__init__": "engine? value?",
    "Store.on_land": "callable",
    "Store.set_epoch_deadline": "int",
    "Store.set_fuel": "int",
    "Store.set_limits": "int? int? int? int? int?",
    "Store.set_wasi": "wasi",
    "StoreContext.__init__": "store",
    "Sync.register": "class",
    "Table.__init__": "store type value",
    "Table.get": "store int",
    "Table.grow": "store int value",
    "Table.set": "store int value",
    "Table.size": "store",
    "Table.type": "store",
    "TableType.__init__": "valtype limits",
    "Tag.__init__": "store type",
    "Tag.eq": "store tag",
    "Tag.type": "store",
    "TagType.__init__": "functype",
    "Trap.__init__": "name",
    "Val.__init__": "key value",
    "Val.externref": "value",
    "Val.f32": "float",
    "Val.f64": "float",
    "Val.funcref": "func",
    "Val.i32": "int",
    "Val.i64": "int",
    "Val.ref_null": "valtype",
    "WasiConfig.preopen_dir": "path path",
    "WasmtimeError.__init__": "name",
}

# What a property is set to, where it is not a flag.
SETTINGS: dict[str, str] = {
    "Config.cache": "path",
    "Config.cranelift_opt_level": "name",
    "Config.max_wasm_stack": "int",
    "Config.memory_guard_size": "int",
    "Config.memory_reservation": "int",
    "Config.memory_reservation_for_growth": "int",
    "Config.profiler": "name",
    "Config.strategy": "name",
    "Config.target": "name",
    "WasiConfig.argv": "imports",
    "WasiConfig.env": "imports",
    "WasiConfig.stderr_custom": "callable",
    "WasiConfig.stderr_file": "path",
    "WasiConfig.stdin_file": "path",
    "WasiConfig.stdout_custom": "callable",
    "WasiConfig.stdout_file": "path",
}

# The protocols that count as public, apart from the names without an underscore.
_PROTOCOLS = (
    "__bytes__",
    "__call__",
    "__contains__",
    "__copy__",
    "__delitem__",
    "__getitem__",
    "__hash__",
    "__init__",
    "__ior__",
    "__iter__",
    "__len__",
    "__or__",
    "__repr__",
    "__setitem__",
    "__str__",
)


def _class(name: str) -> Any:
    if name == "InstanceExports":
        return type(World().exports)
    return getattr(wasmtime, name)


def public_names(cls: type) -> Iterator[str]:
    """The names of a class that users call, but for those of every object or exception."""
    ignored = set(dir(BaseException if issubclass(cls, BaseException) else object))
    ignored -= {"__init__", "__hash__", "__repr__", "__str__"}
    for name in dir(cls):
        # Such as `__hash__`.
        if name in _PROTOCOLS and inspect.getattr_static(cls, name) is None:
            continue
        if name not in ignored and (not name.startswith("_") or name in _PROTOCOLS):
            yield name


def _parse(kinds: str) -> tuple[tuple[str, ...], int]:
    words = kinds.split()
    arguments = tuple(word.rstrip("?") for word in words)
    assert KINDS.keys() >= set(arguments), arguments
    return arguments, sum(word.endswith("?") for word in words)


def _takes_nothing(method: Any) -> bool:
    function = method.__func__ if isinstance(method, (classmethod, staticmethod)) else method
    try:
        parameters = list(inspect.signature(function).parameters.values())[1:]
    except ValueError:
        return False
    return not any(
        parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
        for parameter in parameters
    )


def _setter(name: str) -> Callable[..., Any]:
    return lambda world, receiver, value: setattr(receiver, name, value)


def _getter(name: str) -> Callable[..., Any]:
    return lambda world, receiver: getattr(receiver, name)


def _method(name: str) -> Callable[..., Any]:
    return lambda world, receiver, *args, **kwargs: getattr(receiver, name)(*args, **kwargs)


def _function(function: Any) -> Callable[..., Any]:
    return lambda world, receiver, *args, **kwargs: function(*args, **kwargs)


def _calls_of(cls: Any, label: str, kind: str) -> Iterator[tuple[str, Call]]:
    for name in public_names(cls):
        found = inspect.getattr_static(cls, name)
        key = f"{label}.{name}"
        if isinstance(found, property):
            if found.fget is not None:
                yield key, Call(_getter(name), kind)
            if found.fset is not None:
                yield f"{key} =", Call(_setter(name), kind, (SETTINGS.get(key, "flag"),))
            continue
        if not callable(found) and not isinstance(found, (classmethod, staticmethod)):
            continue
        if key in ARGUMENTS:
            arguments, optional = _parse(ARGUMENTS[key])
        elif name in _PROTOCOLS or _takes_nothing(found):
            arguments, optional = (), 0
        else:
            raise AssertionError(f"describe {key} in ARGUMENTS")
        if name == "__init__":
            yield key, Call(_function(cls), None, arguments, optional)
            yield f"{key} again", Call(_method(name), kind, arguments, optional)
        elif isinstance(found, (classmethod, staticmethod)):
            yield key, Call(_function(getattr(cls, name)), None, arguments, optional)
        else:
            yield key, Call(_method(name), kind, arguments, optional)


def _in_callback(name: str) -> Callable[..., Any]:
    def act(world: World, receiver: Any, *args: Any, **kwargs: Any) -> Any:
        return world.in_callback(lambda caller: getattr(caller, name)(*args, **kwargs))

    return act


def _calling(export: str) -> Callable[..., Any]:
    return lambda world, receiver, *args, **kwargs: world.exports[export](*args, **kwargs)


def _marking(register: Callable[..., Any]) -> Callable[..., Any]:
    """Register a class, and forget it: the examples share theirs with the rest of the program."""

    def act(world: World, receiver: Any, *args: Any, **kwargs: Any) -> Any:
        declared = dict(send._declared)
        try:
            return register(world, receiver, *args, **kwargs)
        finally:
            send._declared.clear()
            send._declared.update(declared)
            send._verdicts.clear()

    return act


def _asked(world: World, receiver: Any, *args: Any, **kwargs: Any) -> Any:
    answer = wasmtime.is_send(*args, **kwargs)
    assert bool(answer) is (answer.path == ())
    assert str(answer)
    return answer


def _host(function: str, export: str, *params: Any) -> Callable[..., Any]:
    """Call an export whose host function answers with the argument."""

    def act(world: World, receiver: Any, answer: Any) -> Any:
        setattr(world, function, lambda *args: answer)
        return world.exports[export](world.store, *params)

    return act


def _build() -> dict[str, Call]:
    calls: dict[str, Call] = {}
    for label, kind in CLASSES.items():
        assert kind in KINDS, kind
        calls.update(_calls_of(_class(label), label, kind))
    for name, kinds in {
        "add": "store int int",
        "mix": "store int int float float",
        "echo": "store value",
        "same": "store func",
        "callback": "store int",
        "callpair": "store",
        "callthing": "store value",
        "trap": "store",
        "wide": "store value",
    }.items():
        calls[f"Func.__call__ ({name})"] = Call(_calling(name), None, *_parse(kinds))
    calls["result of a host function (i32)"] = Call(_host("call", "callback", 1), None, ("int",))
    calls["result of a host function (i32, f64)"] = Call(_host("pair", "callpair"), None, ("pair",))
    calls["result of a host function (externref)"] = Call(
        _host("thing", "callthing", None), None, ("value",)
    )
    calls["Caller.__init__"] = Call(_function(wasmtime.Caller), None, ("int",))
    for name in public_names(wasmtime.Caller):
        if name != "__init__":
            arguments = ("key",) if name in ("get", "__getitem__") else ()
            calls[f"Caller.{name}"] = Call(_in_callback(name), None, arguments)
            calls[f"Caller.{name} (stale)"] = Call(_method(name), "stale", arguments)
    for name in ("Send", "Sync", "NotSend"):
        key = f"{name}.register"
        calls[key] = calls[key]._replace(act=_marking(calls[key].act))
    calls["is_send"] = Call(_asked, None, ("pinnable",))
    calls["unsafe.reclaim"] = Call(_function(wasmtime.unsafe.reclaim), None, ("pin",))
    calls["wat2wasm"] = Call(_function(wasmtime.wat2wasm), None, ("wasm",))
    return calls


CALLS = _build()
