"""The codes, and the words for each: what `--explain` prints and the pages of docs/checks say.

`E:` at the end of a line of an example marks where the finding is, as in the tests.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["RULES", "Rule", "explained"]


class Rule(NamedTuple):
    """One code. `rule` and `mend` are Markdown, `bad` and `good` are whole programs."""

    code: str
    title: str
    rule: str
    bad: str
    good: str
    mend: str


_SEND = Rule(
    "safestore-send",
    "A value that is not Send reaches another thread or process",
    """\
A `Store` and everything made in it (`Func`, `Instance`, `Memory`, `Linker`, `Caller`, ...) is used
by one thread at a time, and a `Pinned[...]` by its own thread only. So neither may be given to a
thread, an executor, a queue, `asyncio.to_thread` or another process: not as an argument, not by a
closure, `functools.partial`, bound method, container or field, not by a module global that the
other thread reads.

`Engine`, `Module`, `Config`, `Component`, the descriptions of types, `Trap` and `TransferToken` may
go. A class of your own may when its fields may, unless it derives from `safestore.NotSend`. A
plain hand-over of a store that is not pinned, `t = Thread(target=run); t.start(); t.join()` in one
function, is fine.""",
    """\
import threading

from safestore import Pinned, Store


def work(pin: Pinned[Store]) -> None:
    pin.value.gc()


def main() -> None:
    pin = Pinned(Store())
    worker = threading.Thread(target=work, args=(pin,))  # E: safestore-send
    worker.start()
    worker.join()
""",
    """\
import threading

from safestore import Pinned, Store, TransferToken


def work(token: TransferToken[Store]) -> None:
    with token.land() as pin:
        pin.value.gc()


def main() -> None:
    token = Pinned(Store()).transfer()
    worker = threading.Thread(target=work, args=(token,))
    worker.start()
    worker.join()
""",
    """\
Move it: `pin.transfer()` gives a token that may go anywhere, and `token.land()` gives the pin on
the other side. Or let each thread make a store of its own from a shared `Engine` and `Module`. A
class that is safe to send for a reason of its own derives from `safestore.Send`, or stands under
`send` in the settings.""",
)

_MOVED = Rule(
    "safestore-moved",
    "Used after it was moved",
    """\
`pin.transfer()` moves the store and everything made in it: the old pin is a tombstone, and so is
each `Func`, `Instance` or `Memory` that was looked up before. The same holds for a pin that was
handed to an `Owned[...]` parameter or to a function that moves it, and for a token that was landed,
discarded or handed on. On every path to this line that has happened.

`pin.moved`, `pin.is_mine()`, `repr(pin)` and `print(pin)` are no uses.""",
    """\
from safestore import Pinned, Store


def run(pin: Pinned[Store]) -> None:
    token = pin.transfer()
    pin.value.gc()  # E: safestore-moved
    token.land()
""",
    """\
from safestore import Pinned, Store


def run(pin: Pinned[Store]) -> None:
    pin.value.gc()
    token = pin.transfer()
    pin = token.land()
    pin.value.gc()
""",
    """\
Use it before it moves, or go on with what `land()` returned and look functions and memories up
again there. A bundle, `Pinned((store, run))`, takes what was looked up along.""",
)

_MAYBE_MOVED = Rule(
    "safestore-maybe-moved",
    "May have been moved before it is used",
    """\
As `safestore-moved`, but only some of the paths to this line move it: one branch of an `if`, an
earlier round of a loop, an `except`.""",
    """\
from safestore import Pinned, Store


def run(pin: Pinned[Store], away: bool) -> None:
    if away:
        pin.transfer().discard()
    pin.value.gc()  # E: safestore-maybe-moved
""",
    """\
from safestore import Pinned, Store


def run(pin: Pinned[Store], away: bool) -> None:
    if away:
        pin.transfer().discard()
        return
    pin.value.gc()
""",
    """\
Leave the path that moves it (`return`, `continue`), make a new one there, or put the use on the
other path.""",
)

_CLOSED = Rule(
    "safestore-closed",
    "Used after it was closed",
    """\
After `close()`, or after the `with` that closes it, a store cannot be used, nor can anything made
in it. The same where only some paths close it. It holds for plain wasmtime too. A second `close()`
is fine.""",
    """\
from safestore import Store


def run() -> None:
    with Store() as store:
        store.gc()
    store.gc()  # E: safestore-closed
""",
    """\
from safestore import Store


def run() -> None:
    with Store() as store:
        store.gc()
        store.gc()
""",
    """\
Move the use in front of the `close()`, or into the `with`. What has to live on is copied out
before: `bytes(view)`, `global_.value(store)`.""",
)

_LEAK = Rule(
    "safestore-leak",
    "A token that is never landed, discarded or handed on",
    """\
Nobody owns a store between `transfer()` and `land()`. A token that is lost closes the store from a
finalizer, with a `ResourceWarning`. So on every path out of the function the token is landed,
discarded, returned, yielded, stored or passed on. Printing or logging it is not passing it on.""",
    """\
from safestore import Pinned, Store


def run(pin: Pinned[Store], ready: bool) -> None:
    token = pin.transfer()  # E: safestore-leak
    if ready:
        token.land()
""",
    """\
from safestore import Pinned, Store


def run(pin: Pinned[Store], ready: bool) -> None:
    token = pin.transfer()
    if ready:
        token.land()
    else:
        token.discard()
""",
    """\
Transfer where it is known that somebody lands, or `token.discard()` on the other paths: it closes
the store.""",
)

_BORROW = Rule(
    "safestore-borrow",
    "A view or a Caller used where it is not valid any more",
    """\
A view of a memory is good inside its `with`, until the memory grows or its store moves. It may not
be returned, yielded, stored or captured by what outlives the block, and its store is not
transferred meanwhile. In plain wasmtime the same holds for the array of `get_buffer_ptr`.

A `Caller` is good inside the call of the host function that got it, and may not be stored, returned
or captured either.""",
    """\
from safestore import Memory, Store


def first(store: Store, memory: Memory) -> int:
    with memory.view(store) as view:
        view[0] = 1
    return view[0]  # E: safestore-borrow
""",
    """\
from safestore import Memory, Store


def first(store: Store, memory: Memory) -> int:
    with memory.view(store) as view:
        view[0] = 1
        return view[0]
""",
    """\
Copy what has to live on (`bytes(view)`, `view.tobytes()`, `memory.read(store, ...)`), and take a
new view after a `grow()`. In a host function take what is needed from the `Caller` while it
runs.""",
)

_ASYNC = Rule(
    "safestore-async",
    "An asynchronous call that is not awaited, or whose store is used meanwhile",
    """\
`func.call_async(store, ...)` runs when it is awaited, and until it is done nothing else may use its
store: no second call in the same `gather` or `TaskGroup`, no plain call beside a task.""",
    """\
import asyncio

from safestore import Func, Store


async def both(store: Store, first: Func, second: Func) -> None:
    await asyncio.gather(first.call_async(store), second.call_async(store))  # E: safestore-async
""",
    """\
from safestore import Func, Store


async def both(store: Store, first: Func, second: Func) -> None:
    await first.call_async(store)
    await second.call_async(store)
""",
    """\
Await one call after the other, or give each task a store of its own, from one `Engine` and
`Module`.""",
)

_UNSAFE = Rule(
    "safestore-unsafe",
    "An escape hatch outside the modules that may use one",
    """\
`safestore.unsafe`, raw pointers (`ptr()`, `data_ptr()`, plain wasmtime's `get_buffer_ptr()`),
`wasmtime._ffi` and `wasmtime._bindings`, private attributes of wasmtime's objects, and
`deserialize()`, which runs whatever native code it is given, go past every check. They belong in
few modules, which somebody reads with care. A plain `import wasmtime` is no finding;
`safestore check --inventory` lists that as well.""",
    """\
from safestore import Memory, Store


def address(store: Store, memory: Memory) -> object:
    return memory.data_ptr(store)  # E: safestore-unsafe
""",
    """\
from safestore import Memory, Store


def head(store: Store, memory: Memory) -> bytes:
    with memory.view(store) as view:
        return bytes(view[:16])
""",
    """\
Use the checked twin: `memory.view()` for pointers, `Module(engine, wasm)` for native code from
elsewhere. Where it has to be, put it in a module of its own, and name that in pyproject.toml:
`[tool.safestore]`, `allow_unsafe = ["app.native.*"]`.""",
)

_UNUSED_IGNORE = Rule(
    "safestore-unused-ignore",
    "A `# type: ignore[safestore-...]` that nothing needs",
    """\
Reported with `--warn-unused-ignores`, or `warn_unused_ignores = true` in the settings: the comment
names a code of ours, and there is no such finding on its lines. It would hide the next one. A plain
`# type: ignore` is not reported, since mypy may need it.""",
    """\
from safestore import Store


def run(store: Store) -> None:
    store.gc()  # type: ignore[safestore-closed] # E: safestore-unused-ignore
""",
    """\
from safestore import Store


def run(store: Store) -> None:
    store.gc()
""",
    """\
Remove the comment, or the code from its list. Where mypy runs without the plugin and warns of
unused ignores, write `# type: ignore[safestore-closed, unused-ignore]`: that is left alone.""",
)

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        _SEND,
        _MOVED,
        _MAYBE_MOVED,
        _CLOSED,
        _LEAK,
        _BORROW,
        _ASYNC,
        _UNSAFE,
        _UNUSED_IGNORE,
    )
}


def explained(rule: Rule) -> str:
    """What `--explain` prints."""
    return "\n".join(
        (
            f"{rule.code}: {rule.title}",
            "",
            rule.rule,
            "",
            "Wrong:",
            "",
            _indented(rule.bad),
            "Right:",
            "",
            _indented(rule.good),
            "What to do:",
            "",
            rule.mend,
        )
    )


def _indented(program: str) -> str:
    return "".join(f"    {line}".rstrip() + "\n" for line in program.splitlines())
