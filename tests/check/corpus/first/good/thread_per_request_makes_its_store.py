"""Serves each connection on a thread of its own, with a store of its own made on that thread."""

import socket
import threading

from safestore import Engine, Instance, Module, Pinned, Store

WAT = '(module (func (export "run") (param i32) (result i32) local.get 0))'


class Server:
    def __init__(self, port: int) -> None:
        self.engine = Engine()
        self.module = Module(self.engine, WAT)
        self.warm_up = Pinned(Store(self.engine))
        self.listener = socket.create_server(("127.0.0.1", port))

    def forever(self) -> None:
        Instance(self.warm_up, self.module, [])
        while True:
            conn, address = self.listener.accept()
            print("connected", address)
            threading.Thread(target=self._answer, args=(conn,), daemon=True).start()

    def _answer(self, conn: socket.socket) -> None:
        with conn, Pinned(Store(self.engine)) as pin:
            run = Instance(pin, self.module, []).exports(pin).func("run")
            conn.sendall(str(run(pin, len(conn.recv(1024)))).encode())


if __name__ == "__main__":
    Server(8080).forever()
