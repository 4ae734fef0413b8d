"""An asyncio server sends the slow call of each connection to the loop's default executor."""

import asyncio
from functools import partial

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "f") (param i32) (result i32) local.get 0))'


def slow(func: Func, n: int) -> str:
    return f"{n} {func!r}\n"


class Echo:
    def __init__(self) -> None:
        engine = Engine()
        self.pin = Pinned(Store(engine))
        self.func = Instance(self.pin, Module(engine, WAT), []).exports(self.pin).func("f")

    async def client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while line := await reader.readline():
            call = partial(slow, self.func, len(line))
            answer = await loop.run_in_executor(None, call)  # E: safestore-send
            writer.write(answer.encode())
        writer.close()


async def main() -> None:
    server = await asyncio.start_server(Echo().client, "127.0.0.1", 0)
    async with server:
        await server.serve_forever()


asyncio.run(main())
