"""Moves a store with its instance, and takes both from the new pin's value on the other side."""

import threading

from safestore import Engine, Instance, Module, Pinned, Store, TransferToken

Guest = tuple[Store, Instance]
WAT = '(module (func (export "a") (result i32) i32.const 7))'


def work(token: TransferToken[Guest], out: list[int]) -> None:
    pin = token.land()
    store, instance = pin.value
    out.append(int(instance.exports(store).func("a")(store)))
    store, instance = pin.transfer().land().value
    out.append(int(instance.exports(store).func("a")(store)))


def main() -> list[int]:
    engine = Engine()
    store = Store(engine)
    instance = Instance(store, Module(engine, WAT), [])
    out: list[int] = []
    thread = threading.Thread(target=work, args=(Pinned((store, instance)).transfer(), out))
    thread.start()
    thread.join()
    return out


print(main())
