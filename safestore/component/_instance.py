"""Instance: a component brought to life in a store."""

from __future__ import annotations

from wasmtime import component as raw

from ..errors import WasmtimeError
from ..native import component as native
from ..objects.arguments import name as encoded
from ..objects.handle import Handle
from ..objects.storelike import Storelike, native_of
from ._component import ExportIndex, opened_index
from ._func import Func
from ._guards import guarded

__all__ = ["Instance"]


@guarded("component.Instance")
class Instance(Handle, raw.Instance):
    """A component brought to life in a store."""

    _ctype = "wasmtime_component_instance_t"
    _plain = "_instance"
    _plain_class = raw.Instance

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct an Instance directly: use Linker.instantiate")

    def get_export_index(
        self, store: Storelike, name: str, instance: raw.ExportIndex | None = None
    ) -> ExportIndex | None:
        """Where an export is, in this instance or in one that it exports.

        None when there is none, also when `instance` is of another component.
        """
        within = None if instance is None else opened_index(instance)
        found = native.instance_export_index(
            native_of(store), self._raw, within, encoded(name, "the name of an export")
        )
        return None if found is None else ExportIndex._own(found)

    def get_func(self, store: Storelike, index: raw.ExportIndex | str) -> Func | None:
        """An exported function, by name or by index; None when that is no function of this."""
        native_store = native_of(store)
        if isinstance(index, str):
            where = native.instance_export_index(
                native_store, self._raw, None, encoded(index, "the name of an export")
            )
            if where is None:
                return None
        else:
            where = opened_index(index)
        func = native.instance_func(native_store, self._raw, where)
        return None if func is None else Func._wrap(native_store, func)
