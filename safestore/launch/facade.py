"""What a program gets as `wasmtime` and `wasmtime.component` under `safestore run`.

The facade is the module that the import of wasmtime made: its path, spec, private submodules and
package data are in it. Its public names become safestore's. What was there before is kept in a
copy of the module, and everything in safestore and wasmtime that holds the module is given that
copy: to them, wasmtime stays what it is.

A new module in `sys.modules` would seem simpler, and loses a race: a thread that waits for another
thread's import of wasmtime ends up with the module that stood there when it began to wait.
"""

from __future__ import annotations

import sys
from types import ModuleType

import wasmtime
import wasmtime.component

import safestore
import safestore.component

# Not behind the front door, but it has to find the real wasmtime too: what is imported for the
# first time when the facade is in place does not.
import safestore.unsafe
from safestore.launch.raw_imports import keep_raw
from safestore.objects.store import pin_every_store

_installed: dict[str, ModuleType] = {}


def install(affinity: str) -> dict[str, ModuleType]:
    """Turns the loaded wasmtime into the facade; the second time, does nothing.

    Returns, by name, all modules that must not be executed again.
    """
    if _installed:
        return _installed
    top, component = wasmtime, wasmtime.component
    holders = [
        module
        for name, module in list(sys.modules.items())
        if f"{name}.".startswith(("safestore.", "wasmtime.")) and module not in (top, component)
    ]
    raw = take_aside(top, holders)
    # The facade of the one holds the facade of the other, and the copy the copy.
    vars(raw)["component"] = take_aside(component, holders)
    keep_raw(raw)
    show(top, safestore)
    show(component, safestore.component)
    vars(top)["__safestore__"] = affinity
    if affinity == "pinned":
        pin_every_store()
    _installed.update({"wasmtime": top, "wasmtime.component": component, "safestore": safestore})
    return _installed


def take_aside(module: ModuleType, holders: list[ModuleType]) -> ModuleType:
    """Copies the module, and gives the copy to the holders instead of the module."""
    copy = ModuleType(module.__name__)
    vars(copy).update(vars(module))
    for holder in holders:
        for name, value in list(vars(holder).items()):
            if value is module:
                vars(holder)[name] = copy
    return copy


def show(module: ModuleType, ours: ModuleType) -> None:
    """Puts our names in the place of the module's public names, and adds those that are new.

    What we do not define stays the module's own. `__all__` stays as it is as well, so that
    `from wasmtime import *` binds what it always did.
    """
    names = {*module.__all__, *getattr(ours, "__all__", ())}
    vars(module).update({name: getattr(ours, name) for name in names if hasattr(ours, name)})
