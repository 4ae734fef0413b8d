"""Runs a guest for one request; the answer is read in the try, the pin closed in the finally."""

from safestore import Engine, Instance, Module, Pinned, Store

WAT = """
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "hello")
  (func (export "render") (result i32) i32.const 5))
"""


def respond(engine: Engine, module: Module) -> bytes:
    pin = Pinned(Store(engine))
    try:
        exports = Instance(pin, module, []).exports(pin)
        size = int(exports.func("render")(pin))
        if size == 0:
            pin.close()
            return b""
        return bytes(exports.memory("memory").read(pin, 0, size))
    finally:
        pin.close()
        print("closed", pin, pin.is_mine())


ENGINE = Engine()
print(respond(ENGINE, Module(ENGINE, WAT)))
