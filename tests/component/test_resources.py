"""Resources: each belongs to one store, and has one owner."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wasmtime import component as raw

import safestore as wasmtime
from safestore.component import LinkerInstance, ResourceAny, ResourceHost, ResourceType
from safestore.errors import ClosedError, ForeignStoreError
from tests.component.guests import RESOURCES, Guest


class Host(Guest):
    """Makes resources 1, 2, 3, ...; notes which ones were destroyed."""

    def __init__(self, **hosts: Callable[..., Any]) -> None:
        self.destroyed: list[int] = []
        self.made = 0
        functions: dict[str, Callable[..., Any]] = {
            "mk": self.make,
            "borrow": lambda context, resource: resource.drop(context),
            "own": lambda context, resource: resource.drop(context),
        }
        super().__init__(RESOURCES, **{**functions, **hosts})

    def define(self, root: LinkerInstance) -> None:
        root.add_resource("t", ResourceType.host(2), lambda _, rep: self.destroyed.append(rep))

    def make(self, _: Any) -> ResourceHost:
        self.made += 1
        return ResourceHost.own(self.made, 2)


def test_a_resource_goes_to_and_fro() -> None:
    host = Host()
    resource = host.call("mk")
    assert isinstance(resource, ResourceAny)
    assert isinstance(resource, raw.ResourceAny)
    assert resource.owned
    assert resource.type == ResourceType.host(2)
    host.call("borrow", resource)
    host.call("own", resource)
    assert host.destroyed == [1]
    with pytest.raises(ClosedError):
        host.call("own", resource)
    assert host.destroyed == [1]


def test_a_resource_of_another_store_is_refused() -> None:
    here, there = Host(), Host()
    resource = here.call("mk")
    for use in (
        lambda: there.call("own", resource),
        lambda: there.call("borrow", resource),
        lambda: resource.drop(there.store),
        lambda: resource.to_host(there.store),
    ):
        with pytest.raises(ForeignStoreError):
            use()
    resource.drop(here.store)
    assert (here.destroyed, there.destroyed) == ([1], [])


def test_a_resource_passed_twice_is_refused() -> None:
    host = Host()
    resource, other = host.call("mk"), host.call("mk")
    with pytest.raises(ClosedError, match="passed twice"):
        host.call("two", resource, resource)
    # Nothing was given away.
    host.call("two", resource, other)
    assert sorted(host.destroyed) == [1, 2]


def test_a_call_that_does_not_happen_takes_nothing() -> None:
    host = Host()
    resource = host.call("mk")
    with pytest.raises(TypeError):
        host.call("two", resource, "no resource")
    host.call("own", resource)
    assert host.destroyed == [1]


def test_a_resource_that_is_gone_is_an_error_each_time() -> None:
    host = Host()
    resource = host.call("mk")
    resource.drop(host.store)
    assert host.destroyed == [1]
    for use in (
        lambda: resource.drop(host.store),
        lambda: resource.to_host(host.store),
        lambda: host.call("borrow", resource),
    ):
        with pytest.raises(wasmtime.WasmtimeError):
            use()
    resource.close()
    with pytest.raises(ClosedError):
        resource.drop(host.store)
    assert host.destroyed == [1]


def test_a_borrow_is_for_the_length_of_its_call() -> None:
    kept: list[ResourceAny] = []

    def borrow(context: Any, resource: ResourceAny) -> None:
        assert not resource.owned
        kept.append(resource)
        assert resource.to_host(context).rep == 7

    host = Host(borrow=borrow)
    host.call("borrow", ResourceHost.own(7, 2))
    for use in (
        lambda: kept[0].drop(host.store),
        lambda: kept[0].to_host(host.store),
    ):
        with pytest.raises(wasmtime.WasmtimeError):
            use()


def test_host_resources() -> None:
    store = wasmtime.Store()
    resource = ResourceHost.own(42, 1)
    assert (resource.rep, resource.type, resource.owned) == (42, 1, True)
    assert not ResourceHost.borrow(1, 1).owned
    there = resource.to_any(store)
    assert there.owned
    back = there.to_host(store)
    assert (back.rep, back.type) == (42, 1)
    with pytest.raises(wasmtime.WasmtimeError):
        there.to_host(store)
    resource.close()
    for use in (lambda: resource.rep, lambda: resource.to_any(store), resource.ptr):
        with pytest.raises(ClosedError):
            use()


def test_numbers_of_resources_are_words() -> None:
    for make in (
        lambda number: ResourceHost.own(number, 1),
        lambda number: ResourceHost.borrow(1, number),
        ResourceType.host,
    ):
        make(2**32 - 1)
        for wrong in (-1, 2**32, 2**70):
            with pytest.raises(OverflowError):
                make(wrong)
        for strange in ("1", 1.0, None):
            with pytest.raises(TypeError):
                make(strange)


def test_resources_of_plain_wasmtime_are_refused() -> None:
    host = Host()
    plain = raw.ResourceHost.own(1, 2)
    with pytest.raises(TypeError, match="plain wasmtime"):
        host.call("own", plain)


def test_resources_are_handed_out_not_made() -> None:
    for kind in (ResourceAny, ResourceHost, ResourceType):
        with pytest.raises(wasmtime.WasmtimeError):
            kind()
