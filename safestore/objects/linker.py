"""Linker and InstancePre: imports by name, resolved once or for many stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Literal, overload

import wasmtime as raw
from typing_extensions import Self

from ..errors import ForeignEngineError, WasmtimeError
from ..native import instance as native
from ..native.handles import new_extern
from ..native.store import DROPPED, NativeStore
from ..native.types import module_exports, module_imports
from ..ownership.lock import NOT_OWNED
from ..ownership.send import NotSend
from ..ownership.sharing import Sharing
from ..ownership.thread import here
from .arguments import expect, flag, kind_of
from .arguments import name as encoded
from .definitions import Definitions
from .engine import Engine
from .exports import Extern
from .externs import AsExtern, expect_own, fill, wrap
from .func import Func, host_function
from .guards import guarded
from .host_functions import Either, WithCaller, WithoutCaller
from .instance import Instance, module_for
from .module import Module
from .outcome import check, run_guest
from .owned import Owned
from .storelike import Storelike, foreign, native_of, refuse, region_of
from .types import FuncType
from .unmade import NEVER_MADE

__all__ = ["InstancePre", "Linker"]


# Asked of the native side, not of attributes that a subclass may have overridden.


def _imports(compiled: Any) -> list[tuple[str, str]]:
    return [(module, name) for module, name, _ in module_imports(compiled)]


def _store_of(store: Storelike, engine: Any, what: str) -> NativeStore:
    """The native store, which has to belong to this engine."""
    native_store = native_of(store)
    if native_store.engine is not engine:
        raise _other_engine(what)
    return native_store


def _other_engine(what: str) -> ForeignEngineError:
    return ForeignEngineError(
        f"the Store belongs to another Engine than the {what}; make both with one engine"
    )


@guarded("Linker")
@NotSend.register
class Linker(Owned, raw.Linker):
    """Definitions by name, from which modules are instantiated.

    Many threads may instantiate from it at once, each in a store of its own; defining needs it
    alone.
    """

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    _kind = "linker"
    _moves_along = True
    _sharing: Sharing = NEVER_MADE
    engine: Engine

    def __init__(self, engine: raw.Engine) -> None:
        """An empty linker. Raises TypeError when `engine` is no Engine."""
        self._unmade()
        made_for = expect(engine, Engine, "an Engine")._open()
        self._sharing = Sharing("Linker")
        self._definitions = Definitions()
        self._engine = made_for
        self._native = native.linker_new(made_for)
        self.engine = engine  # type: ignore[assignment]

    def _set_allow_shadowing(self, allow: bool) -> None:
        """Whether a definition may replace an earlier one of the same name. It cannot be read."""
        native.linker_allow_shadowing(self._open(), flag(allow, "allow_shadowing"))

    # To type checkers it is wasmtime's, which the stubs make precise.
    if not TYPE_CHECKING:
        allow_shadowing = property(None, _set_allow_shadowing, doc=_set_allow_shadowing.__doc__)

    def define(self, store: Storelike, module: str, name: str, item: AsExtern) -> None:
        """Define an item of `store`, for instances in that store only.

        Raises WasmtimeError when the name is taken, TypeError for other types, ForeignStoreError
        when the item belongs to another store, ForeignEngineError when the store does.
        """
        linker = self._open()
        native_store = _store_of(store, self._engine, "linker")
        extern = new_extern()
        _alive = fill(extern, item, native_store, "the item")
        names = encoded(module, "module"), encoded(name, "name")
        bound = [] if isinstance(item, raw.SharedMemory) else [(module, name)]
        with self._definitions.defining(bound, native_store.region):
            check(native.linker_define(linker, native_store, *names, extern))
        if not bound:
            self._definitions.independent((module, name))
        self._definitions.serve(native_store)

    @overload
    def define_func(
        self,
        module: str,
        name: str,
        ty: raw.FuncType,
        func: WithoutCaller,
        access_caller: Literal[False] = False,
    ) -> None: ...
    @overload
    def define_func(
        self,
        module: str,
        name: str,
        ty: raw.FuncType,
        func: WithCaller,
        access_caller: Literal[True],
    ) -> None: ...
    @overload
    def define_func(
        self, module: str, name: str, ty: raw.FuncType, func: Either, access_caller: bool = False
    ) -> None: ...
    def define_func(
        self,
        module: str,
        name: str,
        ty: raw.FuncType,
        func: Callable[..., object],
        access_caller: bool = False,
    ) -> None:
        """Define a Python function, for instances in any store of the engine.

        Raises WasmtimeError when the name is taken, TypeError for arguments of other types.
        """
        linker = self._open()
        if not isinstance(ty, FuncType):
            raise TypeError(f"expected a FuncType, got {kind_of(ty)}")
        description = ty._open()
        host = host_function(description, func, bool(access_caller), f"{module}.{name}")
        # Before wasmtime knows its number.
        self._definitions.functions.append(host)
        check(
            native.linker_define_func(
                linker, encoded(module, "module"), encoded(name, "name"), description, host
            )
        )
        self._definitions.independent((module, name))

    def define_instance(self, store: Storelike, name: str, instance: raw.Instance) -> None:
        """Define every export of an instance, under `name` and its own name.

        Raises what `define` raises.
        """
        linker = self._open()
        if not isinstance(instance, Instance):
            raise TypeError(f"expected an `Instance`, got {kind_of(instance)}")
        native_store = _store_of(store, self._engine, "linker")
        if instance._region is not native_store.region:
            foreign(instance, store)
        name_bytes = encoded(name, "name")
        names = [
            (name, export)
            for export, item in Instance.exports(instance, store).items()
            if not isinstance(item, raw.SharedMemory)
        ]
        with self._definitions.defining(names, native_store.region):
            check(native.linker_define_instance(linker, native_store, name_bytes, instance._raw))
        self._definitions.serve(native_store)

    def define_wasi(self) -> None:
        """Define WASI preview 1. Raises WasmtimeError when a name is taken."""
        linker = self._open()
        self._definitions.wasi = True
        check(native.linker_define_wasi(linker))

    def define_module(self, store: Storelike, name: str, module: raw.Module) -> None:
        """Define a module under `name`; WASI commands are instantiated anew at each call.

        Raises what `define` and instantiating raise.
        """
        linker = self._open()
        if not isinstance(module, Module):
            raise TypeError(f"expected a `Module`, got {kind_of(module)}")
        native_store = _store_of(store, self._engine, "linker")
        compiled = module_for(module, self._engine, "linker")
        name_bytes = encoded(name, "name")
        self._definitions.serve(native_store)
        names = [(name, ""), *((name, export) for export, _ in module_exports(compiled))]
        if self._definitions.origins:
            self._definitions.check_all(_imports(compiled), native_store.region)
        with self._definitions.defining(names, native_store.region):
            run_guest(
                native_store,
                lambda: (
                    native.linker_define_module(linker, native_store, name_bytes, compiled),
                    0,
                    None,
                ),
            )

    def instantiate(self, store: Storelike, module: raw.Module) -> Instance:
        """Instantiate a module with the definitions of this linker.

        Raises WasmtimeError when an import is not defined, and what `Instance(...)` raises.
        """
        sharing = self._sharing
        token = object()
        region = region_of(store)
        try:
            sharing.readers[token] = here.thread
            if sharing.changer is not None:
                sharing.admit_reader()
            entrant = here.entrant
            if region.last is not entrant:
                region.admit()
            try:
                if not region.acquire(False):
                    refuse(region, store)
                if region.last is not entrant:
                    region.prepare(True)
                native_store = store._native  # type: ignore[union-attr]
                instance = self._instantiate(native_store, module)
                if DROPPED:
                    native_store.sweep()
                return instance
            finally:
                try:
                    region.release()
                except RuntimeError as error:
                    if error.args != NOT_OWNED:
                        raise
        finally:
            try:
                sharing.readers.pop(token, None)
            finally:
                pass

    def _host_state(self) -> Iterator[tuple[str, object]]:
        return self._definitions.host_state()

    def _instantiate(self, store: NativeStore, module: raw.Module) -> Instance:
        linker = self._open()
        engine = self._engine
        definitions = self._definitions
        compiled = module_for(module, engine, "linker")
        if store.engine is not engine:
            raise _other_engine("linker")
        if definitions.origins:
            definitions.check_all(_imports(compiled), store.region)
        if definitions.functions or definitions.wasi:
            definitions.serve(store)
        return Instance._wrap(
            store, run_guest(store, native.linker_instantiate, linker, store, compiled)
        )

    def get_default(self, store: Storelike, name: str) -> Func:
        """The default function of a module: its WASI command, or its `""` export.

        Raises WasmtimeError when there is none.
        """
        native_store = _store_of(store, self._engine, "linker")
        name_bytes = encoded(name, "name")
        self._definitions.check((name, ""), native_store.region)
        self._definitions.serve(native_store)
        error, func = native.linker_get_default(self._open(), native_store, name_bytes)
        check(error)
        expect_own(native_store, func, f"the linker's default of {name!r}")
        return Func._wrap(native_store, func)

    def get(self, store: Storelike, module: str, name: str) -> Extern:
        """One definition, as an item of `store`.

        Raises WasmtimeError when there is none, or when it belongs to another store.
        """
        native_store = _store_of(store, self._engine, "linker")
        names = encoded(module, "module"), encoded(name, "name")
        self._definitions.check((module, name), native_store.region)
        item = native.linker_get(self._open(), native_store, *names)
        if item is None:
            raise WasmtimeError("item not defined in linker")
        self._definitions.serve(native_store)
        expect_own(native_store, item, f"the linker's {module!r} {name!r}")
        return wrap(native_store, item)  # type: ignore[no-any-return]

    def define_unknown_imports_as_traps(self, module: raw.Module) -> None:
        """Define each import of `module` that is not defined yet as a function that traps.

        Raises ForeignEngineError for a module of another engine, TypeError for other types.
        """
        linker = self._open()
        if not isinstance(module, Module):
            raise TypeError(f"expected a `Module`, got {kind_of(module)}")
        compiled = module_for(module, self._engine, "linker")
        check(native.linker_define_unknown_as_traps(linker, compiled))
        for name in self._definitions.unknown(_imports(compiled)):
            self._definitions.independent(name)

    def define_unknown_imports_as_default_values(
        self, store: Storelike, module: raw.Module
    ) -> None:
        """Define each import of `module` that is not defined yet as a default: zero or null.

        Raises ForeignEngineError for a module of another engine, TypeError for other types.
        """
        linker = self._open()
        if not isinstance(module, Module):
            raise TypeError(f"expected a `Module`, got {kind_of(module)}")
        native_store = _store_of(store, self._engine, "linker")
        compiled = module_for(module, self._engine, "linker")
        # What is defined already stays as it is.
        names = self._definitions.unknown(_imports(compiled))
        with self._definitions.defining(names, native_store.region):
            check(native.linker_define_unknown_as_defaults(linker, native_store, compiled))

    def instantiate_pre(self, module: raw.Module) -> InstancePre:
        """Resolve the imports of a module once, for many instances.

        Raises WasmtimeError when an import is not defined.
        """
        linker = self._open()
        if not isinstance(module, Module):
            raise TypeError(f"expected a `Module`, got {kind_of(module)}")
        compiled = module_for(module, self._engine, "linker")
        error, pre = native.linker_pre(linker, compiled)
        check(error)
        return InstancePre._own(pre, self._engine, self._definitions.of(_imports(compiled)))


@guarded("InstancePre")
class InstancePre(Owned, raw.InstancePre):
    """A module whose imports are resolved; many threads may instantiate it at once."""

    _kind = "instance_pre"
    _engine: Any = NEVER_MADE
    # What its imports are, as resolved when it was made.
    _definitions: Definitions

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct an InstancePre directly: use Linker.instantiate_pre")

    @classmethod
    def _own(cls, pre: Any, engine: Any, definitions: Definitions) -> Self:
        made = cls.__new__(cls)
        made._native = pre
        made._engine = engine
        made._definitions = definitions
        return made

    def instantiate(self, store: Storelike) -> Instance:
        """An instance in `store`. Raises what `Instance(...)` raises."""
        pre = self._open()
        native_store = _store_of(store, self._engine, "InstancePre")
        self._definitions.check_all(self._definitions.origins, native_store.region)
        self._definitions.serve(native_store)
        return Instance._wrap(
            native_store,
            run_guest(native_store, native.pre_instantiate, pre, native_store),
        )

    @property
    def module(self) -> Module:
        """The module."""
        return Module._own(self._engine, native.pre_module(self._open()))
