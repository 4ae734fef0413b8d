"""What is found in the tests, and looked at: by path and code, how many, and why.

Marks in the code would be a hundred comments in tests that are about something else.
"""

from __future__ import annotations

from typing import NamedTuple


class Listed(NamedTuple):
    """Findings that were judged: `path` and `code` have that many, and no more."""

    why: str
    # The runtime allows it, and the checks do not: no mistake of the test's.
    stricter: bool
    found: dict[tuple[str, str], int]


LISTED = [
    Listed(
        "uses an escape hatch, since that is what is tested, or a way to see what is",
        stricter=False,
        found={
            ("property_tests/calls.py", "safestore-unsafe"): 1,
            ("property_tests/ownership/judge.py", "safestore-unsafe"): 2,
            ("property_tests/ownership/world.py", "safestore-unsafe"): 1,
            ("property_tests/test_malformed.py", "safestore-unsafe"): 1,
            ("property_tests/world.py", "safestore-unsafe"): 3,
            ("tests/component/test_region.py", "safestore-unsafe"): 1,
            ("tests/component/test_resources.py", "safestore-unsafe"): 1,
            ("tests/component/test_types.py", "safestore-unsafe"): 3,
            ("tests/native/guests.py", "safestore-unsafe"): 3,
            ("tests/native/programs/moves.py", "safestore-unsafe"): 1,
            ("tests/native/programs/trap_handlers.py", "safestore-unsafe"): 8,
            ("tests/native/test_externrefs.py", "safestore-unsafe"): 1,
            ("tests/native/test_library.py", "safestore-unsafe"): 2,
            ("tests/objects/storelikes.py", "safestore-unsafe"): 4,
            ("tests/objects/test_engine.py", "safestore-unsafe"): 1,
            ("tests/objects/test_fitness.py", "safestore-unsafe"): 2,
            ("tests/objects/test_instance.py", "safestore-unsafe"): 2,
            ("tests/objects/test_linker.py", "safestore-unsafe"): 2,
            ("tests/objects/test_memory.py", "safestore-unsafe"): 4,
            ("tests/objects/test_memory_lending.py", "safestore-unsafe"): 2,
            ("tests/objects/test_module.py", "safestore-unsafe"): 6,
            ("tests/objects/test_pinned_host_state.py", "safestore-unsafe"): 1,
            ("tests/objects/test_pinned_process.py", "safestore-unsafe"): 3,
            ("tests/objects/test_pinned_store.py", "safestore-unsafe"): 4,
            ("tests/objects/test_shared_memory.py", "safestore-unsafe"): 5,
            ("tests/objects/test_store.py", "safestore-unsafe"): 1,
            ("tests/ownership/exploring/world.py", "safestore-unsafe"): 1,
            ("tests/ownership/test_on_land.py", "safestore-unsafe"): 2,
            ("tests/ownership/test_orphan.py", "safestore-unsafe"): 9,
            ("tests/ownership/test_pin_messages.py", "safestore-unsafe"): 1,
            ("tests/ownership/test_pinned_strikes.py", "safestore-unsafe"): 1,
            ("tests/ownership/test_pins_end.py", "safestore-unsafe"): 1,
            ("tests/ownership/test_undone.py", "safestore-unsafe"): 3,
            ("tests/typing/cases/guarded/making.py", "safestore-unsafe"): 1,
            ("tests/typing/cases/guarded/pinned_stores.py", "safestore-unsafe"): 1,
            ("tests/typing/cases/guarded/pins.py", "safestore-unsafe"): 1,
            ("tests/typing/cases/plain/entering.py", "safestore-unsafe"): 1,
            ("tests/typing/cases/plain/objects.py", "safestore-unsafe"): 2,
        },
    ),
    Listed(
        "drops a token, to see what becomes of its store",
        stricter=False,
        found={
            ("tests/objects/test_pinned_process.py", "safestore-leak"): 1,
            ("tests/objects/test_pinned_store.py", "safestore-leak"): 2,
            ("tests/ownership/test_pins_end.py", "safestore-leak"): 1,
            ("tests/ownership/test_token.py", "safestore-leak"): 2,
            ("tests/ownership/test_undone.py", "safestore-leak"): 1,
            ("tests/typing/cases/guarded/pins.py", "safestore-leak"): 4,
        },
    ),
    Listed(
        "keeps a `Caller` or what wasmtime lends, to see what it does afterwards",
        stricter=False,
        found={
            ("property_tests/world.py", "safestore-borrow"): 1,
            ("tests/native/test_lifetime.py", "safestore-borrow"): 1,
            ("tests/objects/test_caller.py", "safestore-borrow"): 1,
            ("tests/objects/test_memory_lending.py", "safestore-borrow"): 3,
        },
    ),
    Listed(
        "a thread uses a store that was made for it, or a finished linker with a store of its own",
        stricter=True,
        found={
            ("tests/component/test_linker.py", "safestore-send"): 2,
            ("tests/native/programs/raising.py", "safestore-send"): 2,
        },
    ),
    Listed(
        "gives threads what they may not have, to see that they are refused",
        stricter=False,
        found={
            ("property_tests/things.py", "safestore-send"): 1,
            ("tests/component/guests.py", "safestore-send"): 1,
            ("tests/component/test_linker.py", "safestore-send"): 2,
            ("tests/native/test_lifetime.py", "safestore-send"): 1,
            ("tests/objects/test_pin_hooks.py", "safestore-send"): 1,
            ("tests/objects/test_pinned_process.py", "safestore-send"): 1,
            ("tests/objects/test_threads.py", "safestore-send"): 4,
            ("tests/objects/test_view.py", "safestore-send"): 3,
            ("tests/ownership/test_bundle_limits.py", "safestore-send"): 1,
            ("tests/ownership/test_orphan.py", "safestore-send"): 1,
            ("tests/ownership/test_pinned.py", "safestore-send"): 1,
            ("tests/typing/cases/guarded/pins.py", "safestore-send"): 2,
        },
    ),
    Listed(
        "uses what was moved where it is the owner's again, or looks at a field of it",
        stricter=True,
        found={
            ("tests/objects/test_every_switch.py", "safestore-moved"): 1,
            ("tests/objects/test_pinned_host_state.py", "safestore-moved"): 4,
            ("tests/objects/test_pinned_process.py", "safestore-moved"): 2,
            ("tests/objects/test_pinned_store.py", "safestore-moved"): 3,
            ("tests/ownership/test_asked_twice.py", "safestore-moved"): 3,
            ("tests/ownership/test_bundle.py", "safestore-maybe-moved"): 4,
            ("tests/ownership/test_bundle_limits.py", "safestore-moved"): 1,
            ("tests/ownership/test_hostile_captures.py", "safestore-maybe-moved"): 1,
            ("tests/ownership/test_known.py", "safestore-maybe-moved"): 1,
            ("tests/ownership/test_on_land.py", "safestore-maybe-moved"): 1,
            ("tests/ownership/test_pin_messages.py", "safestore-maybe-moved"): 1,
            ("tests/ownership/test_pinned.py", "safestore-closed"): 2,
            ("tests/ownership/test_pinned.py", "safestore-maybe-moved"): 3,
            ("tests/ownership/test_pinned.py", "safestore-moved"): 2,
            ("tests/ownership/test_pins_end.py", "safestore-closed"): 2,
            ("tests/ownership/test_pins_end.py", "safestore-moved"): 3,
            ("tests/ownership/test_token.py", "safestore-maybe-moved"): 4,
            ("tests/ownership/test_token.py", "safestore-moved"): 12,
            ("tests/ownership/test_undone.py", "safestore-moved"): 12,
            ("tests/typing/cases/guarded/pins.py", "safestore-moved"): 3,
        },
    ),
    Listed(
        "hands something to another thread by a helper that waits for it, as the runtime allows",
        stricter=True,
        found={
            ("property_tests/things.py", "safestore-send"): 1,
            ("property_tests/world.py", "safestore-send"): 2,
            ("tests/native/test_externrefs.py", "safestore-send"): 1,
            ("tests/objects/test_every_switch.py", "safestore-send"): 3,
            ("tests/objects/test_fitness.py", "safestore-send"): 8,
            ("tests/objects/test_pin_hooks.py", "safestore-send"): 1,
            ("tests/objects/test_pinned_host_state.py", "safestore-send"): 7,
            ("tests/objects/test_pinned_process.py", "safestore-send"): 4,
            ("tests/objects/test_pinned_store.py", "safestore-send"): 14,
            ("tests/objects/test_threads.py", "safestore-send"): 4,
            ("tests/ownership/exploring/world.py", "safestore-send"): 2,
            ("tests/ownership/test_asked_twice.py", "safestore-send"): 4,
            ("tests/ownership/test_on_land.py", "safestore-send"): 14,
            ("tests/ownership/test_orphan.py", "safestore-send"): 5,
            ("tests/ownership/test_pinned.py", "safestore-send"): 14,
            ("tests/ownership/test_pins_end.py", "safestore-send"): 3,
            ("tests/typing/cases/guarded/sendable.py", "safestore-send"): 2,
        },
    ),
    Listed(
        "uses again what a helper's thread moved, landed or gave back",
        stricter=True,
        found={
            ("tests/ownership/test_on_land.py", "safestore-moved"): 1,
            ("tests/ownership/test_pinned.py", "safestore-moved"): 2,
            ("tests/ownership/test_token.py", "safestore-moved"): 2,
        },
    ),
    Listed(
        "uses an array over a view that is over, since the array holds the memory",
        stricter=True,
        found={
            ("tests/objects/test_view.py", "safestore-borrow"): 1,
        },
    ),
]
