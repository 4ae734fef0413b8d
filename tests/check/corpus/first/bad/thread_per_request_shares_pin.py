"""Serves each connection on a thread of its own; all of them get the server's one pin."""

import socket
import threading

from safestore import Engine, Instance, Module, Pinned, Store

WAT = '(module (func (export "run") (param i32) (result i32) local.get 0))'


class Server:
    def __init__(self, port: int) -> None:
        engine = Engine()
        self.pin = Pinned(Store(engine))
        self.instance = Instance(self.pin, Module(engine, WAT), [])
        self.listener = socket.create_server(("127.0.0.1", port))

    def forever(self) -> None:
        while True:
            conn, address = self.listener.accept()
            print("connected", address)
            threading.Thread(
                target=answer,
                args=(
                    conn,
                    self.pin,  # E: safestore-send
                ),
                daemon=True,
            ).start()


def answer(conn: socket.socket, pin: Pinned[Store]) -> None:
    with conn:
        conn.sendall(str(pin.value.get_fuel()).encode())


if __name__ == "__main__":
    Server(8080).forever()
