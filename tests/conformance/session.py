"""One run of a script: the engine, the store, and the instances and names made so far."""

from __future__ import annotations

from typing import Any

from . import host
from .script import Atom, Form, Node, ScriptError, String


class Session:
    """What a script has built up, on the module `api` (raw `wasmtime`, or `safestore`).

    `route` says how modules get their imports: `linker` (Linker.instantiate), `pre`
    (Linker.instantiate_pre) or `imports` (a list given to Instance). All three must agree.
    """

    def __init__(self, api: Any, source: str) -> None:
        self.api = api
        self.source = source
        self.route = "linker"
        self.log: list[str] = []
        self.start(api.Engine())

    def start(self, engine: Any) -> None:
        """Begin anew on this engine: a fresh store, linker and host module."""
        api = self.api
        self.engine = engine
        self.store = api.Store(engine)
        self.linker = api.Linker(engine)
        self.linker.allow_shadowing = True
        self.instances: dict[str, Any] = {}
        self.current: Any = None
        self.registered: dict[tuple[str, str], Any] = {}
        for function in host.functions(api, self.log):
            ty = function.type(api)
            extern = api.Func(self.store, ty, function.body, function.access_caller)
            self.registered["host", function.name] = extern
            # The linker gets its own, which belongs to no store: two ways in, one behaviour.
            self.linker.define_func(
                "host", function.name, function.type(api), function.body, function.access_caller
            )
        for name, extern in host.others(api, self.store).items():
            self.registered["host", name] = extern
            self.linker.define(self.store, "host", name, extern)

    def configure(self, options: list[Node]) -> None:
        """Begin anew with a configuration: `(consume_fuel true)`, `(max_wasm_stack 65536)`."""
        config = self.api.Config()
        for option in options:
            if not isinstance(option, Form) or not isinstance(option.items[1], Atom):
                raise ScriptError(f"expected (option value), not {option}")
            text = option.items[1].text
            value = text == "true" if text in ("true", "false") else int(text)
            setattr(config, option.head, value)
        self.start(self.api.Engine(config))

    def wasm(self, form: Form) -> bytes:
        """The binary of `(module ...)`, `(module binary ...)` or `(module quote ...)`."""
        items = list(form.items[1:])
        if items and isinstance(items[0], Atom) and items[0].text.startswith("$"):
            items = items[1:]
        word = items[0].text if items and isinstance(items[0], Atom) else ""
        if word not in ("binary", "quote"):
            return bytes(self.api.wat2wasm(self.source[form.start : form.end]))
        parts = [item.data for item in items[1:] if isinstance(item, String)]
        if word == "binary":
            return b"".join(parts)
        return bytes(self.api.wat2wasm(b"(module " + b" ".join(parts) + b")"))

    def compile(self, form: Form) -> Any:
        return self.api.Module(self.engine, self.wasm(form))

    def instantiate(self, form: Form) -> None:
        """Make the module's instance; it becomes the current one, also by its `$name`."""
        module = self.compile(form)
        if self.route == "linker":
            instance = self.linker.instantiate(self.store, module)
        elif self.route == "pre":
            instance = self.linker.instantiate_pre(module).instantiate(self.store)
        else:
            # An unknown import is left out, for Instance to find the list too short.
            wanted = [(entry.module, entry.name) for entry in module.imports]
            externs = [self.registered[key] for key in wanted if key in self.registered]
            instance = self.api.Instance(self.store, module, externs)
        self.current = instance
        name = form.items[1] if len(form.items) > 1 else None
        if isinstance(name, Atom) and name.text.startswith("$"):
            self.instances[name.text] = instance

    def register(self, module_name: str, instance: Any) -> None:
        self.linker.define_instance(self.store, module_name, instance)
        for name, extern in instance.exports(self.store).items():
            self.registered[module_name, name] = extern

    def take_instance(self, items: list[Node]) -> Any:
        """The instance for an optional leading `$name`, which is taken off `items`."""
        if items and isinstance(items[0], Atom) and items[0].text.startswith("$"):
            return self.instances[items.pop(0).text]  # type: ignore[union-attr]
        if self.current is None:
            raise ScriptError("there is no instance yet")
        return self.current

    def take_export(self, items: list[Node]) -> Any:
        """The extern for `$name? "export"`, which is taken off `items`."""
        instance = self.take_instance(items)
        name = items.pop(0)
        if not isinstance(name, String):
            raise ScriptError(f"expected the name of an export, not {name}")
        return instance.exports(self.store)[name.text]
