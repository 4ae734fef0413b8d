"""What a script can do with an instance: the specification's actions, and those of the Python API.

(invoke $m? "f" args...)          (get $m? "g")               as in the specification's scripts
(call ACTION args...)             calls the function that another action gave
(set $m? "g" value)               Global.set_value
(table.get $m? "t" i)             (table.set $m? "t" i value)
(table.size $m? "t")              (table.grow $m? "t" n value)
(memory.size $m? "m")             (memory.grow $m? "m" n)         (memory.length $m? "m")
(memory.read $m? "m" from to)     (memory.write $m? "m" "bytes" at)      `_`: left out
(typeof $m? "e")                  the extern's type in words
(imports (module ...))            (exports (module ...))      a module's own description
(fuel n) (fuel.left) (deadline n) (tick) (limits (memory_size n) ...) (gc)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .script import Atom, Form, Node, ScriptError, String
from .session import Session
from .values import argument, encode, name_of_type

# Results as they are recorded.
Results = list[str]


def perform(session: Session, form: Form) -> Results:
    """Do one action. Whatever the API raises passes through."""
    action = _ACTIONS.get(form.head)
    if action is None:
        raise ScriptError(f"unknown action {form.head!r}")
    return action(session, list(form.items[1:]))


def is_action(form: Form) -> bool:
    return form.head in _ACTIONS


def _invoke(session: Session, items: list[Node]) -> Results:
    func = session.take_export(items)
    return _call_func(session, func, items)


def _call(session: Session, items: list[Node]) -> Results:
    inner = items.pop(0)
    if not isinstance(inner, Form):
        raise ScriptError(f"expected an action, not {inner}")
    if inner.head == "invoke":
        inner_items = list(inner.items[1:])
        func = session.take_export(inner_items)
        found = func(session.store, *_arguments(session, inner_items))
    elif inner.head == "table.get":
        inner_items = list(inner.items[1:])
        table = session.take_export(inner_items)
        found = table.get(session.store, _number(inner_items[0]))
    elif inner.head == "get":
        found = session.take_export(list(inner.items[1:])).value(session.store)
    else:
        raise ScriptError(f"{inner.head!r} gives no function")
    return _call_func(session, found, items)


def _call_func(session: Session, func: Any, items: list[Node]) -> Results:
    given = func(session.store, *_arguments(session, items))
    kinds = [name_of_type(session.api, ty) for ty in func.type(session.store).results]
    values = [] if not kinds else [given] if len(kinds) == 1 else given
    if given is not None and not kinds:
        return [f"none?{given!r}"]
    if len(values) != len(kinds):
        return [f"count?{len(values)}"]
    return [encode(session.api, kind, value) for kind, value in zip(kinds, values, strict=True)]


def _get(session: Session, items: list[Node]) -> Results:
    extern = session.take_export(items)
    kind = name_of_type(session.api, extern.type(session.store).content)
    return [encode(session.api, kind, _unwrap(session, extern.value(session.store)))]


def _set(session: Session, items: list[Node]) -> Results:
    extern = session.take_export(items)
    extern.set_value(session.store, *_arguments(session, items))
    return []


def _table_get(session: Session, items: list[Node]) -> Results:
    table = session.take_export(items)
    kind = name_of_type(session.api, table.type(session.store).element)
    return [
        encode(session.api, kind, _unwrap(session, table.get(session.store, _number(items[0]))))
    ]


def _table_set(session: Session, items: list[Node]) -> Results:
    table = session.take_export(items)
    index = _number(items.pop(0))
    table.set(session.store, index, *_arguments(session, items))
    return []


def _table_size(session: Session, items: list[Node]) -> Results:
    return [encode(session.api, "int", session.take_export(items).size(session.store))]


def _table_grow(session: Session, items: list[Node]) -> Results:
    table = session.take_export(items)
    amount = _number(items.pop(0))
    before = table.grow(session.store, amount, *_arguments(session, items))
    return [encode(session.api, "int", before)]


def _memory_size(session: Session, items: list[Node]) -> Results:
    return [encode(session.api, "int", session.take_export(items).size(session.store))]


def _memory_length(session: Session, items: list[Node]) -> Results:
    return [encode(session.api, "int", session.take_export(items).data_len(session.store))]


def _memory_grow(session: Session, items: list[Node]) -> Results:
    memory = session.take_export(items)
    return [encode(session.api, "int", memory.grow(session.store, _number(items[0])))]


def _memory_read(session: Session, items: list[Node]) -> Results:
    memory = session.take_export(items)
    start, stop = (_optional(item) for item in items)
    return [encode(session.api, "bytes", memory.read(session.store, start, stop))]


def _memory_write(session: Session, items: list[Node]) -> Results:
    memory = session.take_export(items)
    data, at = items
    if not isinstance(data, String):
        raise ScriptError(f"expected bytes, not {data}")
    return [encode(session.api, "int", memory.write(session.store, data.data, _optional(at)))]


def _typeof(session: Session, items: list[Node]) -> Results:
    ty = session.take_export(items).type(session.store)
    return [f"text:{_describe(session.api, ty)}"]


def _imports(session: Session, items: list[Node]) -> Results:
    (form,) = items
    assert isinstance(form, Form)
    found = session.compile(form).imports
    return [f"text:{i.module}.{i.name}: {_describe(session.api, i.type)}" for i in found]


def _exports(session: Session, items: list[Node]) -> Results:
    (form,) = items
    assert isinstance(form, Form)
    found = session.compile(form).exports
    return [f"text:{e.name}: {_describe(session.api, e.type)}" for e in found]


def _describe(api: Any, ty: Any) -> str:
    """A type in words: `func i32 i64 -> f32`, `global mut i32`, `memory 1..2`, `table 1.. funcref`.

    `..` is followed by the maximum, if there is one.
    """
    if isinstance(ty, api.FuncType):
        params = [name_of_type(api, each) for each in ty.params]
        results = [name_of_type(api, each) for each in ty.results]
        return " ".join(["func", *params, "->", *results])
    if isinstance(ty, api.GlobalType):
        mutable = "mut " if ty.mutable else ""
        return f"global {mutable}{name_of_type(api, ty.content)}"
    if isinstance(ty, api.TagType):
        return _describe(api, ty.functype).replace("func", "tag", 1)
    limits = f"{ty.limits.min}..{'' if ty.limits.max is None else ty.limits.max}"
    if isinstance(ty, api.MemoryType):
        width = "i64 " if ty.is_64 else ""
        page = "" if ty.page_size == 65536 else f" pages of {ty.page_size}"
        return f"memory {width}{limits}{page}"
    return f"table {limits} {name_of_type(api, ty.element)}"


def _fuel(session: Session, items: list[Node]) -> Results:
    session.store.set_fuel(_number(items[0]))
    return []


def _fuel_left(session: Session, items: list[Node]) -> Results:
    return [encode(session.api, "int", session.store.get_fuel())]


def _deadline(session: Session, items: list[Node]) -> Results:
    session.store.set_epoch_deadline(_number(items[0]))
    return []


def _tick(session: Session, items: list[Node]) -> Results:
    session.engine.increment_epoch()
    return []


def _limits(session: Session, items: list[Node]) -> Results:
    limits = {item.head: _number(item.items[1]) for item in items if isinstance(item, Form)}
    session.store.set_limits(**limits)
    return []


def _gc(session: Session, items: list[Node]) -> Results:
    session.store.gc()
    return []


def _arguments(session: Session, items: list[Node]) -> list[Any]:
    return [argument(session.api, item, session.take_export) for item in items]


def _unwrap(session: Session, value: Any) -> Any:
    # Raw `Table.get` and `Global.value` give a null reference as a Val that holds None, and a
    # call gives the same null as None. Only the value is compared here: a Val is opened.
    return value.value if isinstance(value, session.api.Val) else value


def _number(node: Node) -> int:
    if not isinstance(node, Atom):
        raise ScriptError(f"expected a number, not {node}")
    return int(node.text, 0)


def _optional(node: Node) -> int | None:
    return None if isinstance(node, Atom) and node.text == "_" else _number(node)


_ACTIONS: dict[str, Callable[[Session, list[Node]], Results]] = {
    "invoke": _invoke,
    "get": _get,
    "call": _call,
    "set": _set,
    "table.get": _table_get,
    "table.set": _table_set,
    "table.size": _table_size,
    "table.grow": _table_grow,
    "memory.size": _memory_size,
    "memory.length": _memory_length,
    "memory.grow": _memory_grow,
    "memory.read": _memory_read,
    "memory.write": _memory_write,
    "typeof": _typeof,
    "imports": _imports,
    "exports": _exports,
    "fuel": _fuel,
    "fuel.left": _fuel_left,
    "deadline": _deadline,
    "tick": _tick,
    "limits": _limits,
    "gc": _gc,
}
