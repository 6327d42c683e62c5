"""The ids of a file's records, as `toolkit.naming` gives them, where they are too many to hold.

Of each record a number is kept for each way to name it, in place of the record: 32 bytes.
"""

from array import array

import numpy as np
from numpy.typing import NDArray

from toolkit.formats import Record
from toolkit.naming import find_ways

EMPTY = hash("")
Numbers = NDArray[np.int64]


class ChangedError(Exception):
    """A record is not the one that stood in its place before."""


class Noted:
    """What each record of a file could be called, as records come."""

    def __init__(self, name: str) -> None:
        self.ways = find_ways(name)
        self.hashes = [array("q") for _ in self.ways]

    def add(self, record: Record) -> None:
        """One more record."""
        for hashes, find in zip(self.hashes, self.ways, strict=True):
            hashes.append(hash(find(record)))

    def choose(self) -> "Names":
        """The way by which each record is named, now that all are known."""
        count = len(self.hashes[0])
        way = np.full(count, len(self.ways), np.uint8)
        chosen = np.zeros(count, np.int64)
        for number, hashes in enumerate(self.hashes):
            nameless = np.flatnonzero(way == len(self.ways))
            found = np.frombuffer(hashes, np.int64)[nameless]
            taken = chosen[way != len(self.ways)]
            once = _occur_once(found) & (found != EMPTY) & ~np.isin(found, taken)
            way[nameless[once]] = number
            chosen[nameless[once]] = found[once]
        rank = np.zeros(count, np.uint32)
        left = np.flatnonzero(way == len(self.ways))
        chosen[left] = np.frombuffer(self.hashes[-1], np.int64)[left]
        rank[left] = _rank_alike(chosen[left])
        return Names(self, way, chosen, rank)


class Names:
    """The ids of the records of a file, by their places."""

    def __init__(
        self,
        noted: Noted,
        way: NDArray[np.uint8],
        chosen: Numbers,
        rank: NDArray[np.uint32],
    ) -> None:
        self.ways = [*noted.ways, noted.ways[-1]]
        self.way = way
        self.chosen = chosen
        self.rank = rank

    def name(self, place: int, record: Record) -> str:
        """The id of a record; ChangedError where another stood in its place before."""
        id = self.ways[self.way[place]](record)
        if hash(id) != self.chosen[place]:
            raise ChangedError
        rank = self.rank[place]
        return f"{id}-{rank}" if rank else id


def _occur_once(found: Numbers) -> NDArray[np.bool_]:
    _, places, times = np.unique(found, return_inverse=True, return_counts=True)
    once: NDArray[np.bool_] = times[places] == 1
    return once


def _rank_alike(found: Numbers) -> Numbers:
    """Of each number the how manieth of its kind it is, from 1."""
    order = np.argsort(found, kind="stable")
    ordered = found[order]
    begins = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    lengths = np.diff(np.r_[begins, len(ordered)])
    rank = np.zeros(len(found), np.int64)
    rank[order] = np.arange(len(ordered)) - np.repeat(begins, lengths) + 1
    return rank
