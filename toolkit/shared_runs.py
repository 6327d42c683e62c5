"""Which texts share wording: runs of five words as hashes, looked through a range at a time.

A text's runs are four bytes a word. Those of all texts are never sorted at once: each part of the
texts keeps its own sorted, in memory or in a file, and one range of hashes after the other is
gone through in all parts. What two texts share adds up over the ranges.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

WORDS = re.compile(r"\w+")
# Words of a run: fewer are shared by texts on one subject, more are broken by one edited word.
RUN = 5
# Runs in common that make two texts worth comparing: one or two may be a set phrase.
SHARED = 3
# A run held by so many texts is furniture, or a story carried by many: it pairs each text with the
# first ones only, so that the work grows with the texts and not with their square.
MANY_HOLDERS = 30
FIRST_HOLDERS = 10
# By place in its run a word weighs a power of this; the product's upper half is well mixed.
WEIGHT = 0x9E3779B97F4A7C15
HALF = np.uint64(32)
LOWER = np.uint64(2**32 - 1)
AT_ONCE = 2_000_000  # runs, or pairs of texts, that are looked through together

Array = npt.NDArray[np.integer]
Counts = npt.NDArray[np.int64]


Kept = Array | Path  # an array, or a file that holds one


class Pairs(NamedTuple):
    """Pairs of texts, sorted: both in one number, and how many runs they share."""

    pair: Array  # eight bytes
    shared: Counts


def hash_runs(text: object) -> Array:
    """Hashes of a text's runs, each once, sorted: four bytes each."""
    if not isinstance(text, str):
        return np.array([], dtype=np.uint32)
    words = "\n".join(WORDS.findall(text.lower())).encode("utf-8", "replace")
    if not words:
        return np.array([], dtype=np.uint32)
    hashes = np.array(list(map(crc32, words.split(b"\n"))), dtype=np.uint64)
    size = min(RUN, len(hashes))
    last = len(hashes) - size + 1
    runs = np.zeros(last, dtype=np.uint64)
    for place in range(size):
        runs = (runs + hashes[place : place + last]) * np.uint64(WEIGHT)
    return np.unique((runs >> HALF).astype(np.uint32))


def sort_runs(runs: list[Array], texts: Array, folder: Path | None = None) -> Kept:
    """The runs of texts together, sorted: each in one number with that of its text behind it.

    Parameters
    ----------
    runs
        Of each text, as from `hash_runs`.
    texts
        The number of each text.
    folder
        Where they are kept, as a file; None: in memory.
    """
    sizes = [len(of_text) for of_text in runs]
    none = np.array([], dtype=np.uint32)
    held = np.concatenate([none, *runs]).astype(np.uint64)
    held <<= HALF
    held |= np.repeat(texts.astype(np.uint64), sizes)
    held.sort()
    return _keep(held, folder, f"runs-{texts[:1]}")


def runs_of(kept: Kept, text: int) -> Array:
    """The runs of one text, out of those of several."""
    held = _look_into(kept)
    own: Array = held[(held & LOWER) == text]
    return (own >> HALF).astype(np.uint32)


def _keep(values: Array, folder: Path | None, name: str) -> Kept:
    """An array as it is, or the file that it is written to."""
    if folder is None or not len(values):
        return values
    path = folder / f"{name}.npy"
    np.save(path, values)
    return path


def _look_into(kept: Kept) -> Array:
    """An array, or a file as one: what is not looked at is not read."""
    if not isinstance(kept, Path):
        return kept
    # Mapped anew each time, for what was looked at counts as memory as long as it is mapped.
    values: Array = np.load(kept, mmap_mode="r")
    return values


def find_candidates(
    parts: list[Kept],
    sizes: Counts,
    rank: Array,
    contained: float,
    folder: Path | None,
) -> Pairs:
    """Pairs of texts that may belong together, by the runs they share: three at least, or all.

    A text of so many runs that many hold may share more than is counted.

    Parameters
    ----------
    parts
        The runs of all texts, as from `sort_runs`.
    sizes
        How many runs each text has, by its rank.
    rank
        The place of each text in time, by its number; pairs are of ranks, the earlier first.
    contained
        What share of the shorter text's runs a pair must have in common.
    """
    uncounted = np.zeros(len(sizes), dtype=np.int64)
    found = []
    for number, held in enumerate(_read_ranges(parts, rank)):
        pairs, many = _pair_holders(held)
        uncounted += np.bincount(many.astype(np.int64), minlength=len(sizes))
        pair = _keep(pairs.pair, folder, f"pair-{number}")
        found.append((pair, _keep(pairs.shared, folder, f"shared-{number}")))
    close = [_choose(pairs, sizes, uncounted, contained) for pairs in _add_up(found)]
    return _join_pairs(close)


def _read_ranges(parts: list[Kept], rank: Array) -> Iterator[Array]:
    """Run and rank of the text in one number, sorted: one range of runs after the other."""
    total = sum(len(_look_into(part)) for part in parts)
    edges = np.linspace(0, 2**32 - 1, 2 + total // AT_ONCE).astype(np.uint64) << HALF
    edges[-1] = 2**64 - 1
    in_time = bool((np.diff(rank.astype(np.int64)) > 0).all())
    for low, high in pairwise(edges):
        held = []
        for part in parts:
            runs = _look_into(part)
            begin, end = np.searchsorted(runs, np.array([low, high]))
            ranked = runs[begin:end]
            if isinstance(part, Path):
                ranked = np.array(ranked)  # so that the file is let go
            if not in_time:
                ranked = ranked & ~LOWER | rank[(ranked & LOWER).astype(np.int64)]
            held.append(ranked)
        whole = held[0] if len(held) == 1 else np.concatenate([*held, held[0][:0]])
        yield whole if in_time and len(held) == 1 else np.sort(whole)


def _pair_holders(held: Array) -> tuple[Pairs, Array]:
    """The pairs of texts that hold a run both; and the texts of runs that not all are paired by."""
    held, place, many = _find_shared(held)
    text = held & LOWER
    pairs = []
    for before in range(MANY_HOLDERS):
        most = len(held) if before < FIRST_HOLDERS else MANY_HOLDERS
        later = np.flatnonzero((place > before) & (place <= most))
        earlier = later - place[later] + before
        both, times = np.unique(text[earlier] << HALF | text[later], return_counts=True)
        pairs.append(Pairs(both, times))
    return _join_pairs(pairs), text[many]


def _find_shared(held: Array) -> tuple[Array, Counts, npt.NDArray[np.bool_]]:
    """What several texts hold, sorted; its place among the run's holders.

    The third says whether the run has so many holders that not all of them are paired.
    """
    run = (held >> HALF).astype(np.uint32)
    as_before = np.zeros(len(run), dtype=bool)
    as_before[1:] = run[1:] == run[:-1]
    shared = as_before.copy()
    shared[:-1] |= as_before[1:]
    starts = np.flatnonzero(~as_before[shared])
    holders = np.diff(starts, append=np.count_nonzero(shared))
    place = np.arange(np.count_nonzero(shared)) - np.repeat(starts, holders)
    return held[shared], place, np.repeat(holders > MANY_HOLDERS + 1, holders)


def _join_pairs(pairs: list[Pairs]) -> Pairs:
    """Pairs of several lists, each once, with what they share together."""
    none = np.array([], dtype=np.uint64)
    pair = np.concatenate([none, *(part.pair for part in pairs)])
    shared = np.concatenate([none.astype(np.int64), *(part.shared for part in pairs)])
    found, at = np.unique(pair, return_inverse=True)
    return Pairs(found, np.bincount(at, shared, len(found)).astype(np.int64))


def _add_up(found: list[tuple[Kept, Kept]]) -> Iterator[Pairs]:
    """The pairs of all ranges of runs, a range of pairs at a time."""
    sizes = [len(_look_into(pair)) for pair, _ in found]
    ends = [int(_look_into(pair)[-1]) for pair, _ in found if len(_look_into(pair))]
    last = max(ends, default=0)
    edges = np.linspace(0, last, 2 + sum(sizes) // AT_ONCE).astype(np.uint64)
    edges[-1] = last + 1
    for low, high in pairwise(edges):
        yield _join_pairs([_cut(pair, shared, low, high) for pair, shared in found])


def _cut(pair: Kept, shared: Kept, low: np.uint64, high: np.uint64) -> Pairs:
    """The pairs from the one to before the other."""
    pairs = _look_into(pair)
    part = slice(*np.searchsorted(pairs, np.array([low, high], np.uint64)))
    return Pairs(np.array(pairs[part]), np.array(_look_into(shared)[part], np.int64))


def _choose(pairs: Pairs, sizes: Counts, uncounted: Counts, contained: float) -> Pairs:
    """The pairs that share enough, or may do."""
    first = (pairs.pair >> HALF).astype(np.int64)
    second = (pairs.pair & LOWER).astype(np.int64)
    shorter = np.minimum(sizes[first], sizes[second])
    at_most = pairs.shared + np.minimum(uncounted[first], uncounted[second])
    enough = pairs.shared >= np.minimum(SHARED, shorter)
    close = enough & (at_most >= contained * shorter)
    return Pairs(pairs.pair[close], pairs.shared[close])


def measure_containment(runs: Array, others: Array) -> float:
    """What share of the shorter text's runs the longer one holds."""
    short, long = sorted((runs, others), key=len)
    return float(np.isin(short, long).mean())
