"""Runs of five words that texts share (w-shingling; Broder 1997), counted for pairs of texts.

All runs are sorted once, so that those of one wording stand side by side: only texts that share
some are paired. Counts of a pair add up over ranges of runs, so that memory need not hold all.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

import numpy as np

from toolkit.spilling import Block, read_in_order, settle, spill

WORDS = re.compile(r"\w+")
# Words of a run: fewer are shared by texts on one subject, more are broken by one edited word.
RUN = 5
# A run held by so many texts is furniture, or a story carried by many: it pairs each text with the
# first ones only, so that the work grows with the texts and not with their square.
MANY_HOLDERS = 30
FIRST_HOLDERS = 10
# By place in its run a word weighs a power of this; the product's upper half is well mixed.
WEIGHT = 0x9E3779B97F4A7C15
HALF = np.uint64(32)
LOWER_HALF = np.uint64(2**32 - 1)


def hash_runs(text: object) -> np.ndarray:
    """Hashes of a text's runs, each once: four bytes a word, so that a large collection fits."""
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


def sort_runs(
    runs: Iterable[tuple[np.ndarray, np.ndarray]], folder: Path | None
) -> list[Block]:
    """Sorted blocks of run and text in one number, from arrays of runs and of their texts."""
    blocks: list[Block] = []
    for run, text in runs:
        held = run.astype(np.uint64)
        held <<= HALF
        held |= text.astype(np.uint64)
        blocks = spill([*blocks, held], _sort, folder)
    return settle(blocks, _sort)


def count_pairs(
    held: list[Block], texts: int, folder: Path | None
) -> tuple[list[Block], np.ndarray]:
    """How many runs pairs of texts share: blocks of two rows, the pair in one number and the count.

    The second holds of how many of its runs a text may be left unpaired with others that hold them:
    a text of so many runs that many hold may share more than is counted.
    """
    blocks: list[Block] = [np.empty((2, 0), dtype=np.uint64)]
    uncounted = np.zeros(texts, dtype=int)
    for some in read_in_order(held, _sort):
        shared, place, many = _find_shared(some)
        text = shared & LOWER_HALF
        uncounted += np.bincount(text[many].astype(int), minlength=texts)
        for pairs in _pair_holders(text, place):
            blocks = spill([*blocks, pairs], sum_counts, folder)
    return settle(blocks, sum_counts), uncounted


def sum_counts(pairs: np.ndarray) -> np.ndarray:
    """Each pair once, sorted, with the sum of its counts."""
    if not pairs.size:
        return pairs
    order = pairs[0].argsort()
    pair = pairs[0][order]
    begins = np.ones(len(pair), dtype=bool)
    begins[1:] = pair[1:] != pair[:-1]
    starts = np.flatnonzero(begins)
    return np.stack((pair[starts], np.add.reduceat(pairs[1][order], starts)))


def _sort(held: np.ndarray) -> np.ndarray:
    held.sort()  # in place: it is as large as memory allows
    return held


def _pair_holders(text: np.ndarray, place: np.ndarray) -> Iterator[np.ndarray]:
    """Each holder of a run with those before it, by their place among the run's holders."""
    for before in range(MANY_HOLDERS):
        most = len(text) if before < FIRST_HOLDERS else MANY_HOLDERS
        later = np.flatnonzero((place > before) & (place <= most))
        earlier = later - place[later] + before
        pairs = text[earlier] << HALF | text[later]
        found, counts = np.unique(pairs, return_counts=True)
        yield np.stack((found, counts.astype(np.uint64)))


def _find_shared(held: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What texts share of sorted runs and texts, and its place among the run's holders.

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
