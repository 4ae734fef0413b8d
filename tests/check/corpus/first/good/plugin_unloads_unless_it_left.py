"""A plugin's store leaves for another worker when that is idle; else it is closed here."""

import queue

import safestore as wasmtime


def rebalance(
    pin: "wasmtime.Pinned[wasmtime.Store]",
    elsewhere: "queue.Queue[wasmtime.TransferToken[wasmtime.Store]]",
    load: float,
) -> None:
    spent = pin.value.get_fuel()
    if load > 0.8 and elsewhere.empty():
        print("moving away a store with fuel", spent)
        elsewhere.put(pin.transfer())
    else:
        print("staying with load", load)
    if pin.moved:
        print("gone:", pin)
        return
    pin.close()
