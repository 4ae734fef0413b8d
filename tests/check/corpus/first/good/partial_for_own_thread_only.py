"""An asyncio server: a partial with the pin is called on the loop, one without in the executor."""

import asyncio
from functools import partial

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "f") (param i32) (result i32) local.get 0))'


def quick(func: Func, pin: Pinned[Store], n: int) -> int:
    return int(func(pin, n))


def slow(text: str, n: int) -> str:
    return text.rjust(n) + "\n"


class Echo:
    def __init__(self) -> None:
        engine = Engine()
        pin = Pinned(Store(engine))
        func = Instance(pin, Module(engine, WAT), []).exports(pin).func("f")
        self.quick = partial(quick, func, pin)

    async def client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while line := await reader.readline():
            number = self.quick(len(line))
            call = partial(slow, f"{number} {self.quick.func.__name__}")
            answer = await loop.run_in_executor(None, call, 20)
            loop.call_soon(self.quick, 1)
            writer.write(answer.encode())
        writer.close()
