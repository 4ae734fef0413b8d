"""A session moves its store to a fresh pin between requests, but keeps the function it had."""

from http.server import BaseHTTPRequestHandler

from safestore import Engine, Func, Instance, Module, Pinned, Store

WAT = '(module (func (export "page") (param i32) (result i32) local.get 0))'


class Handler(BaseHTTPRequestHandler):
    engine = Engine()
    module = Module(engine, WAT)

    def do_GET(self) -> None:
        pin = Pinned(Store(self.engine))
        page: Func = Instance(pin, self.module, []).exports(pin).func("page")
        first = int(page(pin, 1))
        fresh = self.park(pin)
        second = int(page(fresh, first))  # E: safestore-moved
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{first} {second}".encode())

    def park(self, pin: Pinned[Store]) -> Pinned[Store]:
        token = pin.transfer()
        print("parked", token)
        return token.land()
