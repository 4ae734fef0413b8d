"""Two threads raise in host functions of two stores: each exception reaches its own call (C2).

The argument says how many exceptions each thread raises.
"""

from __future__ import annotations

import sys
import threading
import traceback
from typing import Any

from safestore import Store, Trap
from safestore.ownership.thread import here
from tests.native.guests import exports, host, left_alone


class Own(Exception):
    """Raised by one thread only, with a number."""


class OwnInterrupt(BaseException):
    """As Own, and no Exception."""


WAT = """(module
  (import "" "numeric" (func $numeric (param i32)))
  (import "" "reference" (func $reference (param externref)))
  (import "" "caller" (func $caller (param i32)))
  (func (export "numeric") (param i32) (call $numeric (local.get 0)))
  (func (export "reference") (param externref) (call $reference (local.get 0)))
  (func (export "caller") (param i32) (call $caller (local.get 0)))
  (func (export "trap") unreachable))"""

ready = threading.Barrier(2)
wrong: list[str] = []


class Thread(threading.Thread):
    """Raises in its own store, and looks at what comes out."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.store = Store()
        self.guest = exports(
            self.store,
            WAT,
            host(self.store, self.fail, "i32"),
            host(self.store, self.fail, "externref"),
            host(self.store, lambda caller, number: self.fail(number), "i32", access_caller=True),
        )
        self.pending: BaseException | None = None

    def fail(self, number: object) -> None:
        kind = OwnInterrupt if number == 1 else Own
        self.pending = kind(self.name, number)
        raise self.pending

    def run(self) -> None:
        ready.wait()
        try:
            for number in range(self.total):
                self.once(number)
        except BaseException:
            wrong.append(traceback.format_exc())

    def once(self, number: int) -> None:
        name = ("numeric", "reference", "caller")[number % 3]
        argument: Any = number % 5
        try:
            self.guest[name](self.store, argument)
        except (Own, OwnInterrupt) as error:
            assert error is self.pending, f"{error!r} reached {self.name}"
            frames = [frame.name for frame in traceback.extract_tb(error.__traceback__)]
            assert frames[-1] == "fail", frames
            assert "once" in frames, frames
            assert error.__context__ is None
            assert error.__cause__ is None
        else:
            raise AssertionError("nothing was raised")
        self.pending = None
        if number % 7 == 0:
            try:
                self.guest["trap"](self.store)
            except Trap as trap:
                assert "unreachable" in str(trap)
                assert trap.__context__ is None
            else:
                raise AssertionError("no trap")
        assert here.raised is None


def main() -> None:
    sys.setswitchinterval(1e-6)
    threads = [Thread(int(sys.argv[1])) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for thread in threads:
        left_alone(thread.store)
    assert not wrong, "\n".join(wrong)


if __name__ == "__main__":
    main()
