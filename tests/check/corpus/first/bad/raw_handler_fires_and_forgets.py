"""An HTTP handler that answers at once and lets a thread call the guest afterwards."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import wasmtime

WAT = '(module (func (export "count") (param i32) (result i32) local.get 0))'


class Handler(BaseHTTPRequestHandler):
    engine = wasmtime.Engine()
    module = wasmtime.Module(engine, WAT)
    store = wasmtime.Store(engine)
    instance = wasmtime.Instance(store, module, [])

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        count = self.instance.exports(self.store)["count"]
        assert isinstance(count, wasmtime.Func)
        store = self.store

        def later() -> None:
            print(count(store, length))

        self.send_response(202)
        self.end_headers()
        threading.Thread(target=later, daemon=True).start()  # E: safestore-send


HTTPServer(("127.0.0.1", 0), Handler).serve_forever()
