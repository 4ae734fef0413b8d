"""What a store's host objects hold travels along with it: found wherever it is kept (T4).

Each path to it is given word by word: it is what a user has to go by.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
import sqlite3
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import safestore as wasmtime
from safestore import component
from safestore.errors import LandingError, NotSendError, WrongThreadError
from safestore.ownership.lock import hold
from safestore.ownership.pinned import Pinned
from tests.component.guests import CALLS, RESOURCES
from tests.ownership.elsewhere import Elsewhere

from .guests import EXTERNREF, NOTHING, exports, host

_CALLING = '(module (import "env" "log" (func)) (func (export "run") call 0))'
_KEEPING = """(module (table (export "table") 2 externref)
  (global (export "global") (mut externref) (ref.null extern)))"""
SQLITE = "sqlite3.Connection: SQLite refuses it on any thread but its own (see check_same_thread)"


@pytest.fixture
def conn() -> Iterator[sqlite3.Connection]:
    with contextlib.closing(sqlite3.connect(":memory:")) as made:
        yield made


def path(pin: Pinned[Any]) -> str:
    """The path in the refusal of a transfer, which leaves everything as it was."""
    with pytest.raises(NotSendError) as info:
        pin.transfer()
    assert not pin.moved and pin.is_mine()
    for region in pin._bundle.regions:
        assert hold(region.lock) == (0, 0)
        assert region.state == "idle"
    message = str(info.value)
    found = re.search(r"would travel along: (.*?: [^;]*); (.*)$", message)
    assert found is not None, message
    return found[1]


class Logger:
    def __init__(self, conn: sqlite3.Connection) -> None:
        self.conn = conn

    def log(self) -> None:
        self.conn.execute("select 1")


def logging_to(conn: sqlite3.Connection) -> dict[str, tuple[Callable[..., Any], str]]:
    """Host functions that hold a connection, and the path from each to it."""

    def closes() -> None:
        conn.execute("select 1")

    def defaults(to: Any = conn) -> None: ...

    def keywords(*, to: Any = conn) -> None: ...

    def annotated() -> None: ...

    annotated.to = conn  # type: ignore[attr-defined]
    return {
        "closure": (closes, "closure 'conn' -> "),
        "default": (defaults, "default 'to' -> "),
        "keyword default": (keywords, "default 'to' -> "),
        "attribute": (annotated, ".to -> "),
        "bound self": (Logger(conn).log, "self -> .conn -> "),
        "method of the connection": (conn.commit, "self -> "),
        "partial": (functools.partial(print, conn), "argument 0 -> "),
        "partial keyword": (functools.partial(print, file=conn), "argument 'file' -> "),
        "nested": (
            functools.partial(lambda rows: None, [{"to": (conn,)}]),
            "argument 0 -> [0] -> ['to'] -> [0] -> ",
        ),
        "callable object": (Calls(conn), ".to -> "),
    }


class Calls:
    def __init__(self, to: Any) -> None:
        self.to = to

    def __call__(self) -> None: ...


KINDS = list(logging_to(sqlite3.connect(":memory:")))


class TestWhereItIsKept:
    @pytest.mark.parametrize("kind", KINDS)
    def test_a_function_of_a_linker(self, conn: sqlite3.Connection, kind: str) -> None:
        function, words = logging_to(conn)[kind]
        store = wasmtime.Store()
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, function)
        pin = Pinned(store)
        pin = pin.transfer().land()
        linker.instantiate(pin, wasmtime.Module(store.engine, _CALLING))
        assert path(pin) == f"callback env.log -> {words}{SQLITE}"

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_func(self, conn: sqlite3.Connection, kind: str) -> None:
        function, words = logging_to(conn)[kind]
        store = wasmtime.Store()
        host(store, function)
        name = getattr(function, "__name__", type(function).__name__)
        assert path(Pinned(store)) == f"callback {name} -> {words}{SQLITE}"

    def test_store_data(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store(None, {"db": conn})
        assert path(Pinned(store)) == f"store data -> ['db'] -> {SQLITE}"

    def test_an_attribute_of_the_store(self, conn: sqlite3.Connection) -> None:
        class MyStore(wasmtime.Store):
            def __init__(self) -> None:
                super().__init__()
                self.conn = conn

        assert path(Pinned(MyStore())) == f".conn -> {SQLITE}"

    @pytest.mark.parametrize("where", ["table", "global", "argument"])
    def test_an_externref(self, conn: sqlite3.Connection, where: str) -> None:
        store = wasmtime.Store()
        found = exports(store, _KEEPING)
        if where == "table":
            found["table"].set(store, 1, [conn])
        elif where == "global":
            found["global"].set_value(store, [conn])
        else:
            kind = wasmtime.GlobalType(EXTERNREF, True)
            wasmtime.Global(store, kind, wasmtime.Val.externref([conn]))
        pin = Pinned(store)
        assert path(pin) == f"externref -> [0] -> {SQLITE}"

    def test_an_externref_that_the_guest_let_go_of(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store()
        found = exports(store, _KEEPING)
        found["table"].set(store, 1, conn)
        found["table"].set(store, 1, None)
        pin = Pinned(store)
        pin.value.gc()
        pin.transfer().discard()

    @pytest.mark.parametrize("stream", ["stdout_custom", "stderr_custom"])
    def test_an_output_callback(self, conn: sqlite3.Connection, stream: str) -> None:
        store = wasmtime.Store()
        config = wasmtime.WasiConfig()
        setattr(config, stream, lambda data: conn and None)
        store.set_wasi(config)
        assert path(Pinned(store)) == f"output callback -> closure 'conn' -> {SQLITE}"

    def test_a_function_of_a_components_linker(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store()
        linker = component.Linker(store.engine)
        with linker.root() as root:
            root.add_func("x", lambda context: conn and None)
        linker.instantiate(store, component.Component(store.engine, CALLS))
        assert path(Pinned(store)) == f"callback x -> closure 'conn' -> {SQLITE}"

    def test_a_destructor_of_a_resource(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store()
        linker = component.Linker(store.engine)
        with linker.root() as root:
            root.add_resource(
                "t", component.ResourceType.host(2), lambda context, rep: conn and None
            )
            for name in ("mk", "borrow", "own"):
                root.add_func(name, lambda *_: None)
        linker.instantiate(store, component.Component(store.engine, RESOURCES))
        assert path(Pinned(store)) == f"callback destructor of t -> closure 'conn' -> {SQLITE}"

    def test_a_hook(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store()
        store.on_land(lambda pin: conn and None)
        assert path(Pinned(store)) == f"hook of on_land -> closure 'conn' -> {SQLITE}"

    def test_what_an_instance_pre_resolved(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store()
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, lambda: conn and None)
        pre = linker.instantiate_pre(wasmtime.Module(store.engine, _CALLING))
        pin = Pinned(store)
        pre.instantiate(pin)
        assert path(pin) == f"callback env.log -> closure 'conn' -> {SQLITE}"

    def test_a_linker_of_the_bundle_that_was_not_used_yet(self, conn: sqlite3.Connection) -> None:
        store = wasmtime.Store()
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, lambda: conn and None)
        assert path(Pinned((store, linker))) == f"callback env.log -> closure 'conn' -> {SQLITE}"
        components = component.Linker(store.engine)
        with components.root() as root:
            root.add_func("x", lambda context: conn and None)
        pin = Pinned([wasmtime.Store(store.engine), components])
        assert path(pin) == f"callback x -> closure 'conn' -> {SQLITE}"

    def test_a_function_that_was_defined_after_the_linker_was_used(
        self, conn: sqlite3.Connection
    ) -> None:
        store = wasmtime.Store()
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, lambda: None)
        linker.instantiate(store, wasmtime.Module(store.engine, _CALLING))
        pin = Pinned(store).transfer().land()
        linker.define_func("env", "late", NOTHING, lambda: conn and None)
        assert path(pin) == f"callback env.late -> closure 'conn' -> {SQLITE}"

    def test_what_stands_beside_the_store_in_a_bundle(self, conn: sqlite3.Connection) -> None:
        assert path(Pinned({"store": wasmtime.Store(), "db": conn})) == f"['db'] -> {SQLITE}"


class TestWhatIsBound:
    def test_another_store(self) -> None:
        store, other = wasmtime.Store(), wasmtime.Store()
        host(store, lambda: other)
        pin = Pinned(store)
        assert path(pin) == (
            "callback <lambda> -> closure 'other' -> safestore.Store: it belongs to "
            f"{other._region}, which does not move along"
        )
        pin.unpin()
        token = Pinned((store, other)).transfer()
        assert token.land().value == (store, other)

    def test_a_handle_of_another_store(self) -> None:
        store, other = wasmtime.Store(), wasmtime.Store()
        func = host(other, lambda: None)
        host(store, lambda: func)
        assert "closure 'func' -> safestore.Func: it belongs to " in path(Pinned(store))

    def test_its_own_handles_are_not(self) -> None:
        store = wasmtime.Store()
        kept: dict[str, Any] = {}
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, lambda: kept["run"](store))
        instance = linker.instantiate(store, wasmtime.Module(store.engine, _CALLING))
        kept.update(instance.exports(store), store=store, instance=instance)
        Pinned(store).transfer().discard()

    def test_a_linker_that_stays_behind(self) -> None:
        store = wasmtime.Store()
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, lambda: linker and None)
        linker.instantiate(store, wasmtime.Module(store.engine, _CALLING))
        pin = Pinned(store)
        assert path(pin) == (
            "callback env.log -> closure 'linker' -> safestore.Linker: it does not "
            "move along (pin it together with the store, as one bundle)"
        )
        pin.unpin()
        Pinned((store, linker)).transfer().discard()

    def test_the_pin_itself(self) -> None:
        store = wasmtime.Store()
        pin = Pinned(store)
        host(pin, lambda: pin and None)
        assert path(pin).startswith("callback <lambda> -> closure 'pin' -> safestore.Pinned")
        assert "a pin is for its thread (a host function has its Caller" in path(pin)

    def test_a_view_in_a_closure(self) -> None:
        store, other = wasmtime.Store(), wasmtime.Store()
        memory = exports(other, '(module (memory (export "m") 1))')["m"]
        view = memory.view(other)
        host(store, lambda: view and None)
        assert "MemoryView: it is a view of a memory of this thread's" in path(Pinned(store))
        view.release()

    def test_a_lock_that_is_held(self) -> None:
        lock = threading.Lock()
        store = wasmtime.Store(None, lock)
        pin = Pinned(store)
        with lock:
            assert (
                path(pin)
                == "store data -> threading.Lock: it is held, and its holder cannot follow"
            )
        pin.transfer().discard()

    def test_thread_locals(self) -> None:
        local = threading.local()
        store = wasmtime.Store()
        host(store, lambda: local and None)
        assert path(Pinned(store)) == (
            "callback <lambda> -> closure 'local' -> threading.local: it holds something else on "
            "each thread"
        )

    def test_an_event_loop(self) -> None:
        async def main() -> None:
            loop = asyncio.get_running_loop()
            store = wasmtime.Store()
            host(store, lambda: loop.call_soon(print) and None)
            found = path(Pinned(store))
            assert found.startswith("callback <lambda> -> closure 'loop' -> asyncio.")
            assert found.endswith("it belongs to the thread that runs its event loop")

        asyncio.run(main())

    def test_what_is_fine(self) -> None:
        engine = wasmtime.Engine()
        module = wasmtime.Module(engine, "(module)")
        event, values = threading.Event(), [1, "two", {3: (4.0,)}]
        store = wasmtime.Store(engine, {"module": module, "engine": engine, "values": values})
        host(store, lambda: print(event, module, values, store))
        Pinned(store).transfer().discard()


class TestStrict:
    def test_what_is_not_known_is_refused(self) -> None:
        pattern = iter([])
        store = wasmtime.Store()
        host(store, lambda: pattern and None)
        Pinned(store).transfer().land().unpin()
        assert path(Pinned(store, strict=True)) == (
            "callback <lambda> -> closure 'pattern' -> list_iterator: nothing is known of its "
            "type, and `strict` asks for more"
        )

    def test_what_is_registered_may_go(self) -> None:
        class Unknown:
            __slots__ = ()

        @wasmtime.Send.register
        class Told:
            def __init__(self) -> None:
                self.pattern = iter([])

        told = Told()
        store = wasmtime.Store(None, told)
        pin = Pinned(store, strict=True)
        pin = pin.transfer().land()
        pin.transfer().discard()

    def test_a_store_with_everything_in_it(self) -> None:
        store = wasmtime.Store()
        linker = wasmtime.Linker(store.engine)
        linker.define_func("env", "log", NOTHING, lambda: None)
        instance = linker.instantiate(store, wasmtime.Module(store.engine, _CALLING))
        bundle = (store, linker, instance, instance.exports(store))
        instance.exports(store)["run"](store)  # type: ignore[operator]
        Pinned(bundle, strict=True).transfer().discard()

    def test_it_stays_strict_where_it_lands(self, elsewhere: Elsewhere) -> None:
        store = wasmtime.Store()
        pin = elsewhere.run(Pinned(store, strict=True).transfer().land)
        elsewhere.run(host, store, functools.partial(print, iter([])))
        with pytest.raises(NotSendError, match=r"list_iterator: nothing is known"):
            elsewhere.run(pin.transfer)


class TestConnections:
    def test_one_that_is_for_one_thread(self, conn: sqlite3.Connection) -> None:
        pin = Pinned(conn)
        assert path(pin) == SQLITE
        assert pin.value.execute("select 1").fetchone() == (1,)

    def test_one_that_is_for_any(self, elsewhere: Elsewhere) -> None:
        conn = sqlite3.connect(":memory:", check_same_thread=False)
        conn.execute("create table t (n)")
        pin = Pinned(conn)
        with pytest.raises(WrongThreadError, match="this Connection belongs to MainThread"):
            elsewhere.run(lambda: pin.value)
        landed = elsewhere.run(pin.transfer().land)
        elsewhere.run(lambda: landed.value.execute("insert into t values (1)"))
        elsewhere.run(landed.close)
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            conn.execute("select 1")

    def test_a_store_and_its_connection(self, elsewhere: Elsewhere) -> None:
        conn = sqlite3.connect(":memory:", check_same_thread=False)
        store = wasmtime.Store()
        host(store, lambda: conn and None)
        landed = elsewhere.run(Pinned({"store": store, "db": conn}).transfer().land)
        assert elsewhere.run(lambda: landed.value["db"].execute("select 2").fetchone()) == (2,)
        elsewhere.run(landed.close)
        conn.close()

    def test_made_anew_on_the_landing_thread(self, tmp_path: Any, elsewhere: Elsewhere) -> None:
        """What on_land is for: the hook opens the connection again, where it is needed."""
        database = str(tmp_path / "log.db")

        @wasmtime.Send.register
        class Log:
            """Its connection is made by whoever owns the store."""

            def open(self, pin: Any = None) -> None:
                self.conn = sqlite3.connect(database, isolation_level=None)
                self.conn.execute("create table if not exists log (line)")

            def write(self) -> None:
                self.conn.execute("insert into log values (?)", (threading.get_ident(),))

        log = Log()
        log.open()
        store = wasmtime.Store()
        store.on_land(log.open)
        found = exports(
            store, '(module (import "" "" (func)) (export "run" (func 0)))', host(store, log.write)
        )
        found["run"](store)
        first = log.conn
        landed = elsewhere.run(Pinned(store).transfer().land)
        elsewhere.run(found["run"], landed)
        rows = elsewhere.run(lambda: log.conn.execute("select count(*) from log").fetchone())
        assert rows == (2,)
        first.close()
        elsewhere.run(log.conn.close)

    def test_a_hook_that_cannot(self, elsewhere: Elsewhere) -> None:
        store = wasmtime.Store()
        store.on_land(lambda pin: sqlite3.connect("/nowhere/at/all.db"))
        token = Pinned(store).transfer()
        with pytest.raises(LandingError, match="OperationalError: unable to open") as info:
            elsewhere.run(token.land)
        assert isinstance(info.value.__cause__, sqlite3.OperationalError)
        token.discard()
