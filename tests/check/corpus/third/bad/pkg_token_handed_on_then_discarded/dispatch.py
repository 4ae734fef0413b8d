"""Sends tokens to the least busy of the lanes."""

from __future__ import annotations

import queue

from safestore import Store, TransferToken

Lane = queue.Queue[TransferToken[Store]]


def least_busy(lanes: list[Lane]) -> Lane:
    return min(lanes, key=lambda lane: lane.qsize())


def dispatch(token: TransferToken[Store], lanes: list[Lane]) -> int:
    lane = least_busy(lanes)
    lane.put(token)
    return lane.qsize()
