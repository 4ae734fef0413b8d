"""An echo-like server on raw wasmtime: every request runs in an executor on one shared store."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import wasmtime

WAT = """(module (func (export "double") (param i32) (result i32)
  (i32.add (local.get 0) (local.get 0))))"""


async def serve(host: str, port: int) -> None:
    engine = wasmtime.Engine()
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, wasmtime.Module(engine, WAT), [])
    double = instance.exports(store)["double"]
    assert isinstance(double, wasmtime.Func)
    pool = ThreadPoolExecutor(max_workers=4)
    loop = asyncio.get_running_loop()

    async def on_client(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = int(await reader.readline())
        value = await loop.run_in_executor(pool, lambda: double(store, number))  # E: safestore-send
        writer.write(f"{value}\n".encode())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(on_client, host, port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve("127.0.0.1", 0))
