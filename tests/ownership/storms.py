"""Signals whose handlers raise, in numbers, at moments that nobody chose.

A storm strikes only between `armed = True` and `armed = False`: what comes earlier or later would
strike the test itself, and is sent again.
"""

from __future__ import annotations

import ctypes
import gc
import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

# How many times as many signals as usual: STORM=10 for a longer look.
SCALE = int(os.environ.get("STORM", "1"))


class Hit(BaseException):
    """What a handler of a storm raises; each one is an object of its own."""


class Storm:
    """Sends signals to the main thread, whose handlers raise `Hit`.

    SIGALRM comes from a timer after a random time; the others from a thread, all of one `ride` at
    once, so that they are pending together.
    """

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.armed = False
        self.hits: list[Hit] = []
        # The code that each hit struck.
        self.struck: list[str] = []
        # What has not struck yet in this ride.
        self._left: set[int] = set()
        self._early: list[int] = []
        self._orders: SimpleQueue[list[int]] = SimpleQueue()
        self._random = random.Random(7)

    @contextmanager
    def brewing(self) -> Iterator[Storm]:
        """The handlers are in place, and the sending thread runs."""
        before = {number: signal.signal(number, self._strike) for number in self.numbers}
        sender = threading.Thread(target=self._send_all, name="sender")
        sender.start()
        # Python code that the collector runs is no place to raise: CPython swallows it there.
        gc.disable()
        try:
            yield self
        finally:
            gc.enable()
            self._orders.put([])
            sender.join()
            for number, handler in before.items():
                signal.signal(number, handler)

    def ride(self, action: Callable[[], object]) -> list[BaseException]:
        """Repeat `action` until each signal has struck it once; what came out of it."""
        caught: list[BaseException] = []
        first = len(self.hits)
        self._left = set(self.numbers)
        self._send(list(self.numbers))
        while self._left:
            self._catch(action, caught, len(self.numbers))
            early, self._early = self._early, []
            if early:
                self._send(early)
        lost = set(self.hits[first:]) - {each for error in caught for each in chained(error)}
        assert not lost, f"{len(lost)} of {len(self.numbers)} were lost"
        return caught

    def _catch(
        self, action: Callable[[], object], caught: list[BaseException], levels: int
    ) -> None:
        # One `try` for each signal: 3.10 delivers at the entry of an exception handler too.
        try:
            if levels:
                self._catch(action, caught, levels - 1)
            else:
                self._repeat(action)
        except Hit as hit:
            # Before any call: from here on nothing strikes.
            self.armed = False
            caught.append(hit)
        self.armed = False

    def _repeat(self, action: Callable[[], object]) -> None:
        # Not in the `try`: 3.13 does not let it cover the jump back of a `while` at its end.
        self.armed = True
        rounds = 0
        while self._left and not self._early:
            action()
            rounds += 1
            if not rounds % 100_000:
                # CPython was seen to forget the second of two signals that were pending together,
                # until it is asked for signals: sending none to oneself does that. If it does not
                # help, what has not struck yet is sent again.
                signal.pthread_kill(threading.get_ident(), 0)
                self._send(list(self._left))

    def _strike(self, number: int, frame: FrameType | None) -> None:
        if number not in self._left:
            # It was sent twice.
            return
        if not self.armed or (frame is not None and frame.f_code is Storm._strike.__code__):
            # It came too early or too late, or struck this handler at its work for another.
            self._early.append(number)
            return
        self._left.discard(number)
        hit = Hit(number)
        self.hits.append(hit)
        self.struck.append("" if frame is None else frame.f_code.co_name)
        raise hit

    def _send(self, numbers: list[int]) -> None:
        if signal.SIGALRM in numbers:
            signal.setitimer(signal.ITIMER_REAL, self._random.uniform(5e-6, 2e-4))
        others = [number for number in numbers if number != signal.SIGALRM]
        if others:
            self._orders.put(others)

    def _send_all(self) -> None:
        main = threading.main_thread().ident
        assert main is not None
        while numbers := self._orders.get():
            # This thread has the GIL throughout: they are pending together.
            for number in numbers:
                signal.pthread_kill(main, number)


def chained(error: BaseException | None) -> Iterator[BaseException]:
    """The exception and everything it came with."""
    seen: set[int] = set()
    todo = [error]
    while todo:
        each = todo.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            todo += [each.__context__, each.__cause__]


def _repeat_for_ever(action: Callable[[], object]) -> None:
    while True:
        action()


def interrupt_from_elsewhere(action: Callable[[], object], times: int) -> int:
    """Repeat `action` while another thread interrupts it with PyThreadState_SetAsyncExc.

    Returns how many interruptions came out, each exactly one.
    """
    orders: SimpleQueue[bool] = SimpleQueue()
    ident = ctypes.c_ulong(threading.get_ident())

    def interrupt() -> None:
        while orders.get():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(Hit))

    thread = threading.Thread(target=interrupt)
    thread.start()
    came_out = 0
    gc.disable()
    try:
        for _ in range(times):
            try:
                orders.put(True)
                _repeat_for_ever(action)
            except Hit:
                came_out += 1
    finally:
        gc.enable()
        orders.put(False)
        thread.join()
    return came_out
