"""Which calls hand what to another thread or process.

All arguments of such a call are handed over, but for those that its entry skips. Methods and
constructors are known by the class that they come from, so that subclasses count; what mypy could
not find, because a library is not installed, by the words of the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mypy.nodes import (
    ArgKind,
    CallExpr,
    Expression,
    FuncDef,
    MemberExpr,
    MypyFile,
    NameExpr,
    TypeInfo,
)
from mypy.types import (
    AnyType,
    FunctionLike,
    TypeType,
)
from mypy.types import get_proper_type as proper

from ..program import Program, classes_of, function_of
from .obstacle import Destination

__all__ = ["Sink", "sink_of"]


class Sink(NamedTuple):
    """Where a call hands its arguments.

    `skip` are the positions of those that stay. `result` is the position of the function, or of
    the coroutine, whose result comes back to the caller; None when none does. `is_thread`: it is
    a thread that can be joined. `only` are the keywords that count, when not all do. `runs` is
    what a class of the program's own does on its thread.
    """

    destination: Destination
    skip: frozenset[int] = frozenset()
    result: int | None = None
    is_thread: bool = False
    only: frozenset[str] | None = None
    runs: FuncDef | None = None


_T, _P, _C = Destination.THREAD, Destination.PROCESS, Destination.CALLBACK
_HAND = Sink(_T)
_RUN = Sink(_T, result=0)
_POOL = Sink(_P, result=0)

# By the class whose `__init__` it is.
_MADE: dict[str, Sink] = {
    "threading.Thread": Sink(_T, is_thread=True),
    "threading.Timer": Sink(_T, is_thread=True),
    "multiprocessing.dummy.DummyProcess": Sink(_T, is_thread=True),
    "multiprocessing.process.BaseProcess": Sink(_P),
    "concurrent.futures.thread.ThreadPoolExecutor": _HAND,
    "concurrent.futures.process.ProcessPoolExecutor": Sink(_P),
    "concurrent.futures.interpreter.InterpreterPoolExecutor": Sink(_P),
    "multiprocessing.pool.ThreadPool": _HAND,
    "multiprocessing.pool.Pool": Sink(_P),
    "weakref.finalize": Sink(_C, frozenset((0,))),
    "weakref.ReferenceType": Sink(_C, frozenset((0,))),
    "_weakref.ReferenceType": Sink(_C, frozenset((0,))),
}
_POOL_METHODS = (
    *("apply", "apply_async", "map", "map_async", "imap", "imap_unordered"),
    *("starmap", "starmap_async"),
)
_CALLS: dict[str, Sink] = {
    "_thread.start_new_thread": _HAND,
    "_thread.start_new": _HAND,
    "concurrent.futures._base.Executor.submit": _RUN,
    "concurrent.futures._base.Executor.map": _RUN,
    "concurrent.futures._base.Future.set_result": _HAND,
    "concurrent.futures._base.Future.set_exception": _HAND,
    "concurrent.futures._base.Future.add_done_callback": _HAND,
    "asyncio.threads.to_thread": _RUN,
    "asyncio.events.AbstractEventLoop.run_in_executor": Sink(_T, result=1),
    "asyncio.events.AbstractEventLoop.call_soon_threadsafe": _HAND,
    "asyncio.tasks.run_coroutine_threadsafe": _RUN,
    "queue.Queue.put": _HAND,
    "queue.Queue.put_nowait": _HAND,
    "_queue.SimpleQueue.put": _HAND,
    "_queue.SimpleQueue.put_nowait": _HAND,
    "queue.SimpleQueue.put": _HAND,
    "queue.SimpleQueue.put_nowait": _HAND,
    "multiprocessing.queues.Queue.put": Sink(_P),
    "multiprocessing.queues.Queue.put_nowait": Sink(_P),
    "multiprocessing.queues.SimpleQueue.put": Sink(_P),
    "multiprocessing.connection._ConnectionBase.send": Sink(_P),
    "multiprocessing.connection.Connection.send": Sink(_P),
    "multiprocessing.context.BaseContext.Pool": Sink(_P),
    "multiprocessing.Pool": Sink(_P),
    "multiprocessing.dummy.Pool": _HAND,
    "multiprocessing.managers.BaseProxy.append": Sink(_P),
    "multiprocessing.managers.BaseProxy.extend": Sink(_P),
    "multiprocessing.managers.BaseProxy.insert": Sink(_P),
    "multiprocessing.managers.BaseProxy.update": Sink(_P),
    "multiprocessing.managers.BaseProxy.setdefault": Sink(_P),
    **{f"multiprocessing.pool.Pool.{name}": _POOL for name in _POOL_METHODS},
    "atexit.register": Sink(_C),
    "signal.signal": Sink(_C),
    "asyncio.events.AbstractEventLoop.add_signal_handler": Sink(_C),
    # Of other libraries, which may be missing when the check runs.
    "anyio.to_thread.run_sync": _RUN,
    "anyio.from_thread.run": _RUN,
    "anyio.from_thread.run_sync": _RUN,
    "anyio.from_thread.BlockingPortal.call": _RUN,
    "anyio.from_thread.BlockingPortal.start_task_soon": _RUN,
    "anyio.to_process.run_sync": _POOL,
    "anyio.to_interpreter.run_sync": _POOL,
    "trio.to_thread.run_sync": _RUN,
    "trio._threads.to_thread_run_sync": _RUN,
    "trio.from_thread.run": _RUN,
    "trio.from_thread.run_sync": _RUN,
    "trio._threads.from_thread_run": _RUN,
    "trio._threads.from_thread_run_sync": _RUN,
    "starlette.concurrency.run_in_threadpool": _RUN,
    "fastapi.concurrency.run_in_threadpool": _RUN,
}
# Methods whose names say enough when nothing is known of the receiver.
_UNMISTAKABLE: dict[str, Sink] = {
    name.rpartition(".")[2]: sink
    for name, sink in _CALLS.items()
    if name.endswith((".run_in_executor", ".call_soon_threadsafe"))
}
_PROCESS_EXECUTORS = (
    "concurrent.futures.process.ProcessPoolExecutor",
    "concurrent.futures.interpreter.InterpreterPoolExecutor",
)
_METHODS = frozenset(name.rpartition(".")[2] for name in _CALLS)
_PARAMETERS = frozenset(("target", "args", "kwargs", "function", "initializer", "initargs"))


def sink_of(program: Program, call: CallExpr, imported: Mapping[str, str]) -> Sink | None:
    """Where a call hands its arguments; None when it hands them nowhere.

    `imported` says what the names that the module imports stand for.
    """
    callee = call.callee
    configured = program.settings.sinks
    if isinstance(callee, MemberExpr):
        receiver = program.type_of(callee.expr)
        for info in classes_of(receiver):
            sink = _method(program, info, callee.name, call, configured)
            if sink is not None:
                return sink
        if callee.name == "__init__":
            return _explicit(program, call)
        if (receiver is None or isinstance(receiver, AnyType)) and callee.name in _UNMISTAKABLE:
            return _UNMISTAKABLE[callee.name]
    made = _made(program, call)
    if made is not None:
        return _constructor(made, configured)
    if type(callee).__name__ == "SuperExpr" and getattr(callee, "name", "") == "__init__":
        return _explicit(program, call)
    target = program.target(callee)
    for name in (target.fullname, _text(callee, imported)):
        if name in _CALLS:
            return _CALLS[name]
        if name in _MADE:
            return _MADE[name]
        if name in configured:
            return _RUN
    return None


def _method(
    program: Program, info: TypeInfo, name: str, call: CallExpr, configured: tuple[str, ...]
) -> Sink | None:
    if name not in _METHODS and not configured:
        return None
    bases = {base.fullname for base in info.mro}
    for base in info.mro:
        full = f"{base.fullname}.{name}"
        if full in configured:
            return _RUN
        sink = _CALLS.get(full)
        if sink is None:
            continue
        if not bases.isdisjoint(_PROCESS_EXECUTORS):
            return sink._replace(destination=Destination.PROCESS)
        if "multiprocessing.pool.ThreadPool" in bases:
            return sink._replace(destination=Destination.THREAD)
        if name == "run_in_executor" and call.args:
            executors = {
                base.fullname
                for executor in classes_of(program.type_of(call.args[0]))
                for base in executor.mro
            }
            if not executors.isdisjoint(_PROCESS_EXECUTORS):
                return sink._replace(destination=Destination.PROCESS)
        return sink
    return None


def _made(program: Program, call: CallExpr) -> TypeInfo | None:
    """The class of which a call makes an instance."""
    type = program.type_of(call.callee)
    if isinstance(type, FunctionLike) and type.is_type_obj():
        return type.type_object()
    if isinstance(type, TypeType):
        return next(classes_of(proper(type.item)), None)
    callee = call.callee
    if isinstance(callee, NameExpr) and isinstance(callee.node, TypeInfo):
        return callee.node
    return None


def _constructor(made: TypeInfo, configured: tuple[str, ...]) -> Sink | None:
    initializer: FuncDef | None = None
    for base in made.mro:
        if base.fullname in configured:
            return _RUN
        sink = _MADE.get(base.fullname)
        if sink is not None:
            sink = sink._replace(runs=_own_run(made, base))
            if initializer is None:
                return sink
            # Its own parameters, which it may hand on by name.
            handed_on = ArgKind.ARG_STAR2 in initializer.arg_kinds
            return sink._replace(only=_PARAMETERS if handed_on else frozenset())
        entry = base.names.get("__init__")
        if entry is not None and initializer is None:
            initializer = function_of(entry.node)
            if initializer is None:
                return None
    return None


def _own_run(made: TypeInfo, thread: TypeInfo) -> FuncDef | None:
    for base in made.mro:
        if base is thread:
            break
        entry = base.names.get("run")
        if entry is not None:
            return function_of(entry.node)
    return None


def _explicit(program: Program, call: CallExpr) -> Sink | None:
    """`super().__init__(...)`, `Thread.__init__(self, ...)`."""
    target = program.target(call.callee)
    name = target.fullname
    if not name.endswith(".__init__"):
        return None
    sink = _MADE.get(name.removesuffix(".__init__"))
    if sink is not None and target.receiver is None:
        sink = sink._replace(skip=frozenset((0,)))
    return None if sink is None else sink._replace(is_thread=False)


def _text(callee: Expression, imported: Mapping[str, str]) -> str:
    """The words of a call, with what the module's imports say of the first."""
    names: list[str] = []
    at = callee
    while isinstance(at, MemberExpr):
        names.append(at.name)
        at = at.expr
    if not isinstance(at, NameExpr) or at.name not in imported:
        return ""
    if isinstance(at.node, MypyFile):
        return ".".join((at.node.fullname, *reversed(names)))
    return ".".join((imported[at.name], *reversed(names)))
