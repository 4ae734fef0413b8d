"""A plugin on its own thread behind a mailbox, which is marked Send: it only queues for others."""

import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from safestore import Engine, Func, Instance, Module, Pinned, Send, Store

WAT = '(module (func (export "f") (param i32) (result i32) local.get 0))'


class Mailbox(Send):
    def __init__(self, pin: Pinned[Store], func: Func) -> None:
        self._pin = pin
        self._func = func
        self._letters: queue.Queue[tuple[int, Future[int]]] = queue.Queue()
        self._owner = threading.get_ident()

    def ask(self, argument: int) -> int:
        answer: Future[int] = Future()
        self._letters.put((argument, answer))
        return answer.result()

    def deliver(self) -> None:
        assert threading.get_ident() == self._owner
        argument, answer = self._letters.get()
        answer.set_result(int(self._func(self._pin, argument)))


def ask_twice(mailbox: Mailbox) -> int:
    return mailbox.ask(1) + mailbox.ask(2)


def main() -> None:
    engine = Engine()
    pin = Pinned(Store(engine))
    mailbox = Mailbox(pin, Instance(pin, Module(engine, WAT), []).exports(pin).func("f"))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask_twice, mailbox)
        mailbox.deliver()
        mailbox.deliver()
        print(answer.result())


main()
