"""Runs a guest for one request, closes its pin, and then reads the answer out of its memory."""

from safestore import Engine, Instance, Module, Pinned, Store

WAT = """
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "hello")
  (func (export "render") (result i32) i32.const 5))
"""


def respond(engine: Engine, module: Module) -> bytes:
    pin = Pinned(Store(engine))
    exports = Instance(pin, module, []).exports(pin)
    memory = exports.memory("memory")
    try:
        size = int(exports.func("render")(pin))
    finally:
        pin.close()
    return bytes(memory.read(pin, 0, size))  # E: safestore-closed


ENGINE = Engine()
print(respond(ENGINE, Module(ENGINE, WAT)))
