"""Components that the tests run, and how to bring them to life."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import safestore as wasmtime
from safestore.component import Component, Func, Instance, Linker, LinkerInstance

# Exports `run`, which calls the import `x`.
CALLS = """(component
  (import "x" (func $x))
  (core module $m (import "" "x" (func $x)) (func (export "run") call $x))
  (core func $x (canon lower (func $x)))
  (core instance $i (instantiate $m (with "" (instance (export "x" (func $x))))))
  (func (export "run") (canon lift (core func $i "run"))))"""

# Exports `add`, and imports nothing.
ADD = """(component
  (core module $m (func (export "add") (param i32 i32) (result i32)
    local.get 0 local.get 1 i32.add))
  (core instance $i (instantiate $m))
  (func (export "add") (param "a" u32) (param "b" u32) (result u32)
    (canon lift (core func $i "add"))))"""

# Exports `trap`, which traps, and `fine`, which does not.
TRAPS = """(component
  (core module $m (func (export "trap") unreachable) (func (export "fine")))
  (core instance $i (instantiate $m))
  (func (export "trap") (canon lift (core func $i "trap")))
  (func (export "fine") (canon lift (core func $i "fine"))))"""

# Imports the resource `t` and functions that make, borrow and take one; exports the same.
RESOURCES = """(component
  (import "t" (type $t (sub resource)))
  (import "mk" (func $mk (result (own $t))))
  (import "borrow" (func $borrow (param "t" (borrow $t))))
  (import "own" (func $own (param "t" (own $t))))
  (core module $m
    (import "" "mk" (func $mk (result i32)))
    (import "" "borrow" (func $borrow (param i32)))
    (import "" "own" (func $own (param i32)))
    (import "" "drop" (func $drop (param i32)))
    (func (export "mk") (result i32) call $mk)
    (func (export "borrow") (param i32)
      (call $borrow (local.get 0)) (call $drop (local.get 0)))
    (func (export "own") (param i32) local.get 0 call $own)
    (func (export "drop") (param i32) local.get 0 call $drop)
    (func (export "two") (param i32 i32)
      (call $drop (local.get 0)) (call $drop (local.get 1))))
  (core func $mk (canon lower (func $mk)))
  (core func $borrow (canon lower (func $borrow)))
  (core func $own (canon lower (func $own)))
  (core func $drop (canon resource.drop $t))
  (core instance $i (instantiate $m (with "" (instance
    (export "mk" (func $mk)) (export "borrow" (func $borrow))
    (export "own" (func $own)) (export "drop" (func $drop))))))
  (func (export "mk") (result (own $t)) (canon lift (core func $i "mk")))
  (func (export "borrow") (param "x" (borrow $t)) (canon lift (core func $i "borrow")))
  (func (export "own") (param "x" (own $t)) (canon lift (core func $i "own")))
  (func (export "drop") (param "x" (own $t)) (canon lift (core func $i "drop")))
  (func (export "two") (param "x" (own $t)) (param "y" (own $t))
    (canon lift (core func $i "two"))))"""


def echo(kind: str, flat: str) -> str:
    """A component whose `run` passes its one parameter on to the import `x`, and the result back.

    `flat` is the core type, or types, of `kind`, whose values lie on the stack.
    """
    many = " " in flat
    takes = f"(param {flat}{' i32' if many else ''})"
    gives = "" if many else f"(result {flat})"
    passes = " ".join(f"local.get {i}" for i in range(len(flat.split())))
    body = (
        f'(func (export "run") (param {flat}) (result i32) {passes} i32.const 0 call 0 i32.const 0)'
        if many
        else f'(func (export "run") (param {flat}) (result {flat}) local.get 0 call 0)'
    )
    return f"""(component
      (type $t' {kind})
      (import "t" (type $t (eq $t')))
      (import "x" (func $x (param "x" $t) (result $t)))
      (core module $libc (memory (export "mem") 1))
      (core instance $libc (instantiate $libc))
      (alias core export $libc "mem" (core memory $mem))
      (core module $m (import "" "x" (func {takes} {gives})) {body})
      (core func $x (canon lower (func $x) (memory $mem)))
      (core instance $i (instantiate $m (with "" (instance (export "x" (func $x))))))
      (func (export "run") (param "x" $t) (result $t)
        (canon lift (core func $i "run") (memory $mem))))"""


def echo_list(kind: str) -> str:
    """The same for lists and strings, which lie in memory."""
    return f"""(component
      (type $t' {kind})
      (import "t" (type $t (eq $t')))
      (import "x" (func $x (param "x" $t) (result $t)))
      (core module $libc
        (memory (export "mem") 16)
        (global $next (mut i32) (i32.const 128))
        (func (export "realloc") (param i32 i32 i32 i32) (result i32)
          (local $got i32)
          (local.set $got (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
          (global.set $next (i32.add (local.get $got) (local.get 3)))
          local.get $got))
      (core instance $libc (instantiate $libc))
      (alias core export $libc "mem" (core memory $mem))
      (alias core export $libc "realloc" (core func $realloc))
      (core module $m (import "" "x" (func (param i32 i32 i32)))
        (func (export "run") (param i32 i32) (result i32)
          local.get 0 local.get 1 i32.const 0 call 0 i32.const 0))
      (core func $x (canon lower (func $x) (memory $mem) (realloc $realloc)))
      (core instance $i (instantiate $m (with "" (instance (export "x" (func $x))))))
      (func (export "run") (param "x" $t) (result $t)
        (canon lift (core func $i "run") (memory $mem) (realloc $realloc))))"""


class Guest:
    """A component in a store of its own, with host functions by name."""

    def __init__(
        self, wat: str, engine: wasmtime.Engine | None = None, /, **hosts: Callable[..., Any]
    ) -> None:
        self.store = wasmtime.Store(engine)
        self.component = Component(self.store.engine, wat)
        self.linker = Linker(self.store.engine)
        with self.linker.root() as root:
            self.define(root)
            for name, function in hosts.items():
                root.add_func(name, function)
        self.instance: Instance = self.linker.instantiate(self.store, self.component)

    def define(self, root: LinkerInstance) -> None:
        """What else a subclass wants to define."""

    def func(self, name: str) -> Func:
        found = self.instance.get_func(self.store, name)
        assert found is not None
        return found

    def call(self, name: str, *params: Any) -> Any:
        return self.func(name)(self.store, *params)


@contextlib.contextmanager
def thread_inside(guest: Guest, entered: threading.Event, leave: threading.Event) -> Iterator[None]:
    """Another thread calls `run` of the guest, whose host function waits for `leave`."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(guest.call, "run")
        assert entered.wait(10)
        try:
            yield
        finally:
            leave.set()
            future.result(10)
