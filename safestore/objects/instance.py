"""Instance: a module brought to life in a store."""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Any

import wasmtime as raw
from typing_extensions import Self

from ..errors import ForeignEngineError
from ..native import instance as native
from ..native.handles import extern_array
from ..native.store import NativeStore
from .arguments import expect
from .exports import InstanceExports
from .externs import AsExtern, fill, wrap
from .guards import guarded
from .handle import Handle
from .module import Module
from .outcome import run_guest
from .storelike import Storelike, foreign, native_of, not_a_store

__all__ = ["Instance", "module_for"]


def module_for(module: object, engine: Any, where: str) -> Any:
    """The native module, which has to belong to this engine.

    Raises TypeError when it is no Module, ForeignEngineError when it belongs to another engine.
    """
    if type(module) is Module and module._engine is engine and module._native is not None:
        return module._native
    module = expect(module, Module, "a Module")
    compiled = module._open()
    if module._engine is not engine:
        raise ForeignEngineError(
            f"this Module was compiled by another Engine than that of the {where}; compile it "
            f"with the engine of the {where}"
        )
    return compiled


@guarded("Instance")
class Instance(Handle, raw.Instance):
    """A module brought to life in a store."""

    _ctype = "wasmtime_instance_t"
    _plain = "_instance"
    _plain_class = raw.Instance
    _exports: InstanceExports | None

    def __new__(cls, *_: Any, **__: Any) -> Self:
        instance = super().__new__(cls)
        instance._exports = None
        return instance

    @classmethod
    def _wrap(cls, store: NativeStore, raw: Any) -> Self:
        # As Handle's, inline: instantiating from a linker ends here each time.
        instance = object.__new__(cls)
        instance._raw = raw
        instance._region = store.region
        instance._exports = None
        return instance

    def __init__(self, store: Storelike, module: raw.Module, imports: Iterable[AsExtern]) -> None:
        """Instantiate `module`; `imports` are in the order of `module.imports`.

        Raises Trap when the start function traps, what a host function raised on the way,
        WasmtimeError when the imports do not fit, TypeError for arguments of other types,
        ForeignStoreError and ForeignEngineError for those of another store or engine.
        """
        native_store = native_of(store)
        compiled = module_for(module, native_store.engine, "store")
        given = list(imports)
        externs = extern_array(len(given))
        # What is filled in has to live until it was read, whoever closes the objects meanwhile.
        _alive = [
            fill(externs[i], item, native_store, f"import {i}") for i, item in enumerate(given)
        ]
        self._raw = run_guest(
            native_store, native.instantiate, native_store, compiled, externs, len(given)
        )

    def exports(self, store: Storelike) -> InstanceExports:
        """The exports, by name and in order.

        Raises ForeignStoreError when `store` is another than the instance's.
        """
        # Closing the store forgets what was looked up.
        try:
            if store._region is self._region:  # type: ignore[union-attr]
                found = self._exports
                return self._look_up(store) if found is None else found
        except AttributeError:
            raise not_a_store(store) from None
        foreign(self, store)

    def _look_up(self, store: Storelike) -> InstanceExports:
        native_store = native_of(store)
        if self._exports is None:
            native_store.instances.append(weakref.ref(self))
            self._exports = InstanceExports(
                (name, wrap(native_store, item))
                for name, item in native.exports(native_store, self._raw)
            )
        return self._exports
