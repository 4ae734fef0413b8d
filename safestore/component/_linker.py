"""Linker and LinkerInstance: what components import, by name.

A linker is defined through its parts: `root()`, and below that `add_instance()`. While a part is
in use, nothing above it is: wasmtime's parts borrow from each other. One Sharing guards them all.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn

import wasmtime
from wasmtime import component as raw

from ..errors import ConfigError, ForeignEngineError, WasmtimeError
from ..native import component_linker as native
from ..native.component_callback import ComponentHost
from ..native.component_shapes import FuncShape
from ..native.component_values import delete, hand_over, new_value
from ..native.store import Keeping, NativeStore
from ..objects.arguments import expect, flag, kind_of
from ..objects.arguments import name as encoded
from ..objects.engine import Engine
from ..objects.host_functions import WithStore
from ..objects.instance import module_for
from ..objects.outcome import check, run_guest
from ..objects.owned import Owned
from ..objects.store_context import StoreContext, context_in
from ..objects.storelike import Storelike, native_of
from ..objects.wasi import need_wasi
from ..ownership.send import NotSend
from ..ownership.sharing import Sharing
from ._component import Component, component_for
from ._guards import guarded
from ._instance import Instance
from ._resources import ResourceType
from ._values import Lowering, expect_crossing, lift, lower

__all__ = ["Linker", "LinkerInstance"]


class Definitions(Keeping):
    """What guest code may call through a linker.

    The linker keeps this, and so does every store that it was used with. `hosts` are the host
    functions and destructors, `names` the functions' names; `wasi` and `http` tell whether WASI
    and wasi:http are among the definitions.
    """

    __slots__ = ("hosts", "http", "names", "wasi")

    def __init__(self) -> None:
        self.hosts: list[ComponentHost] = []
        self.names: set[str] = set()
        self.wasi = self.http = False

    def serve(self, store: NativeStore, component: Any) -> None:
        """From now on guest code of this store may call what is defined here.

        Raises UncrossableTypeError and ConfigError where a call would abort the process.
        """
        if self.names:
            self._expect_callable(component)
        if self.http and not store.http:
            _expect_no_http(component)
        if self.wasi or self.http:
            need_wasi(store)
        store.keep(self)

    def host_state(self) -> Iterator[tuple[str, object]]:
        """The host functions, by name."""
        for host in list(self.hosts):
            yield from host.host_state()

    def _expect_callable(self, component: Any) -> None:
        for name, shapes in Component._imported_functions(component):
            if name in self.names:
                expect_crossing(shapes, f"a parameter of the imported function {name!r}")


def _expect_no_http(component: Any) -> None:
    for name in Component._import_names(component):
        if name.startswith("wasi:http/"):
            raise ConfigError(
                f"the component imports {name!r}, and wasmtime would abort the process when it is "
                "called in a Store without wasi:http: call store.set_wasi_http() before you "
                "instantiate"
            )


@NotSend.register
class _Part(Owned):
    """What a Linker and a LinkerInstance share: parts below them, of which one may be in use."""

    __reduce__: ClassVar[None]  # type: ignore[assignment]
    _moves_along = True

    _sharing: Sharing
    _definitions: Definitions
    _engine: Any
    # The part below that was handed out last. In use for as long as it is alive and not closed.
    _tenant: weakref.ref[LinkerInstance] | None = None

    @property
    def locked(self) -> bool:
        """Whether a part below this one is in use, so that this one cannot be used."""
        tenant = None if self._tenant is None else self._tenant()
        return tenant is not None and tenant.__dict__.get("_native") is not None

    def _assert_not_locked(self) -> None:
        if self.locked:
            raise WasmtimeError(
                f"cannot use this {type(self).__name__} while an instance below it is in use: "
                "close that first, or leave its `with` block"
            )

    def _host_state(self) -> Iterator[tuple[str, object]]:
        return self._definitions.host_state()

    def _open_alone(self) -> Any:
        opened = self._open()
        self._assert_not_locked()
        return opened

    def _let(self, native_part: Any) -> LinkerInstance:
        part = LinkerInstance.__new__(LinkerInstance)
        part._sharing = self._sharing
        part._definitions = self._definitions
        part._engine = self._engine
        part.parent = self  # type: ignore[assignment]
        part._native = native_part
        self._tenant = weakref.ref(part)
        return part

    def close(self) -> None:
        """Close it. Closing again does nothing.

        Raises WasmtimeError while a part below it is in use.
        """
        self._assert_not_locked()
        super().close()

    def _consume(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} cannot be taken")


@guarded("component.Linker")
class Linker(_Part, raw.Linker):  # type: ignore[override]
    """Definitions by name, from which components are instantiated.

    Many threads may instantiate from it at once, each in a store of its own; defining needs it
    alone.
    """

    _kind = "component_linker"
    engine: Engine

    def __init__(self, engine: wasmtime.Engine) -> None:
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
        native.allow_shadowing(self._open_alone(), flag(allow, "allow_shadowing"))

    # To type checkers it is wasmtime's, which the stubs make precise.
    if not TYPE_CHECKING:
        allow_shadowing = property(None, _set_allow_shadowing, doc=_set_allow_shadowing.__doc__)

    def root(self) -> LinkerInstance:
        """The outermost part, to define things in. Use it in a `with`.

        While it is in use the linker is not. Raises WasmtimeError when it is in use already.
        """
        return self._let(native.root(self._open_alone()))

    def add_wasip2(self) -> None:
        """Define WASI preview 2. Raises WasmtimeError when a name is taken."""
        linker = self._open_alone()
        # Before it is tried: after a failure some names may be defined.
        self._definitions.wasi = True
        check(native.add_wasip2(linker))

    def add_wasi_http(self) -> None:
        """Define wasi:http, on top of `add_wasip2`. Raises WasmtimeError when a name is taken."""
        linker = self._open_alone()
        self._definitions.http = True
        check(native.add_wasi_http(linker))

    def define_unknown_imports_as_traps(self, component: raw.Component) -> None:
        """Define each import of `component` that is not defined yet as something that traps.

        Raises ForeignEngineError for a component of another engine, TypeError for other types.
        """
        linker = self._open_alone()
        compiled = component_for(component, self._engine, "linker")
        check(native.define_unknown_imports_as_traps(linker, compiled))

    def instantiate(self, store: Storelike, component: raw.Component) -> Instance:
        """Instantiate a component with the definitions of this linker.

        Raises WasmtimeError when an import is not defined or the guest traps, what a host
        function raised on the way, ForeignEngineError for a store or component of another engine,
        TypeError for other types and for a host function that wasmtime could not call, and
        ConfigError when `store.set_wasi_http` has to be called first.
        """
        linker = self._open_alone()
        compiled = component_for(component, self._engine, "linker")
        native_store = native_of(store)
        if native_store.engine is not self._engine:
            raise ForeignEngineError(
                "the Store belongs to another Engine than the linker; make both with one engine"
            )
        self._definitions.serve(native_store, component)

        def make() -> tuple[int, int, Any]:
            error, instance = native.instantiate(linker, native_store, compiled)
            return error, 0, instance

        return Instance._wrap(native_store, run_guest(native_store, make))


@guarded("component.LinkerInstance")
class LinkerInstance(_Part, raw.LinkerInstance):  # type: ignore[override]
    """A part of a linker to define things in. Use it in a `with`."""

    _kind = "component_linker_instance"
    # The part above, until it is closed.
    parent: Linker | LinkerInstance | None

    def __init__(self) -> None:
        raise WasmtimeError("cannot construct a LinkerInstance directly: use Linker.root")

    def _set_ptr(self, ptr: Any) -> NoReturn:
        raise TypeError("a safestore LinkerInstance is not made from a pointer")

    def close(self) -> None:
        """Give the part above back to its users. Closing again does nothing.

        Raises WasmtimeError while a part below this one is in use.
        """
        super().close()
        self.parent = None

    def add_instance(self, name: str) -> LinkerInstance:
        """A part below this one, which is not used while that is.

        Raises WasmtimeError when the name is taken.
        """
        part = self._open_alone()
        error, inner = native.add_instance(part, encoded(name, "the name of an instance"))
        check(error)
        return self._let(inner)

    def add_module(self, name: str, module: wasmtime.Module) -> None:
        """Define a core module.

        Raises WasmtimeError when the name is taken, ForeignEngineError for a module of another
        engine, TypeError for other types.
        """
        part = self._open_alone()
        compiled = module_for(module, self._engine, "linker")
        check(native.add_module(part, encoded(name, "the name of a module"), compiled))

    def add_resource(
        self, name: str, ty: raw.ResourceType, dtor: Callable[[StoreContext, int], None]
    ) -> None:
        """Define a resource of the host; `dtor(store, rep)` runs when one is destroyed.

        Raises WasmtimeError when the name is taken, TypeError for arguments of other types.
        """
        part = self._open_alone()
        resource = expect(ty, ResourceType, "a ResourceType")._open()
        host = self._host(dtor, _no_values, f"destructor of {name}")
        check(native.add_resource(part, encoded(name, "the name of a resource"), resource, host))

    def add_func(self, name: str, func: WithStore) -> None:
        """Define a host function: `func(store, *params)`, where `store` is a StoreContext.

        Raises WasmtimeError when the name is taken, TypeError when it cannot be called.
        """
        part = self._open_alone()
        host = self._host(func, _invoke, name)
        check(native.add_func(part, encoded(name, "the name of a function"), host))
        self._definitions.names.add(name)

    def _host(
        self, function: Callable[..., Any], invoke: Callable[..., None], name: str
    ) -> ComponentHost:
        if not callable(function):
            raise TypeError(f"expected a callable, got {kind_of(function)}")
        host = ComponentHost(function, context_in, invoke, name)
        # Before wasmtime knows its number.
        self._definitions.hosts.append(host)
        return host


def _no_values(*_: Any) -> NoReturn:
    raise AssertionError("a destructor has no values to convert")


def _invoke(
    host: ComponentHost,
    store: NativeStore,
    shape: FuncShape,
    context: Any,
    params: Any,
    results: Any,
) -> None:
    """Call a host function with values that wasmtime owns; write the one result, if any."""
    shapes, answer = shape
    values = [lift(part, params + i, store) for i, (_, part) in enumerate(shapes)]
    result = host.function(context, *values)
    if answer is None:
        if result is not None:
            raise TypeError(f"expected no result of the host function, got {result!r}")
        return
    lowering = Lowering(store)
    made = new_value()
    try:
        lower(answer, result, made, lowering)
        lowering.give()
        hand_over(made, results)
    finally:
        delete(made, 1)
