"""Sorting more numbers than memory should hold: blocks of them in a folder, read back in ranges.

A block is an array, in memory or in a file. Its last axis counts entries; of several rows the
first is what is sorted by. What is read in one range is tidied (sorted, or summed) anew, so that a
range is as if all entries had been tidied at once (external merge sort; Knuth 1998, TAOCP 3, 5.4).
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np


class Written(NamedTuple):
    """An array's numbers in a file, row after row."""

    path: Path
    shape: tuple[int, ...]
    dtype: np.dtype


Block = np.ndarray | Written
Tidy = Callable[[np.ndarray], np.ndarray]
# Numbers in memory at a time: 8 MB of 8 bytes each; a tidying takes a few times that.
AT_ONCE = 1_000_000
# Entries whose upper halves are equal stay in one range.
UPPER_HALF = np.uint64(2**64 - 2**32)
SAMPLES_A_RANGE = 512  # from which its borders are guessed


def spill(blocks: list[Block], tidy: Tidy, folder: Path | None) -> list[Block]:
    """The same entries; what is too much for memory is tidied and written as one block.

    Without a folder all stays in memory.
    """
    fresh = [block for block in blocks if isinstance(block, np.ndarray)]
    if folder is None or sum(block.size for block in fresh) <= AT_ONCE:
        return blocks
    written = [block for block in blocks if isinstance(block, Written)]
    block = tidy(np.concatenate(fresh, axis=-1))
    if block.size <= AT_ONCE // 2:  # tidying made it small enough to wait for more
        return [*written, block]
    path = folder / f"block-{len(list(folder.iterdir()))}"
    block.tofile(path)
    return [*written, Written(path, block.shape, block.dtype)]


def settle(blocks: list[Block], tidy: Tidy) -> list[Block]:
    """The same entries, all that is in memory tidied into one last block."""
    fresh = [block for block in blocks if isinstance(block, np.ndarray)]
    written = [block for block in blocks if isinstance(block, Written)]
    return [*written, tidy(np.concatenate(fresh, axis=-1))] if fresh else blocks


def count_entries(block: Block) -> int:
    return block.shape[-1]


def read_slice(block: Block, begin: int, end: int) -> np.ndarray:
    """Some entries of a block, of a file by reading: what is mapped stays with the process."""
    if isinstance(block, np.ndarray):
        return block[..., begin:end]
    width = block.dtype.itemsize
    length = count_entries(block)
    rows = [
        np.fromfile(block.path, block.dtype, end - begin, offset=start * width)
        for start in range(begin, begin + _count_rows(block) * length, length)
    ]
    return np.stack(rows) if len(block.shape) > 1 else rows[0]


def read_in_order(blocks: list[Block], tidy: Tidy) -> Iterator[np.ndarray]:
    """All entries of settled blocks, tidied, range after range of what they are sorted by."""
    if len(blocks) == 1 and isinstance(blocks[0], np.ndarray):
        yield blocks[0]
        return
    borders = _find_borders(blocks)
    cuts = [_find_cuts(block, borders) for block in blocks]
    for place in range(len(borders) + 1):
        slices = [
            read_slice(block, *at[place : place + 2])
            for block, at in zip(blocks, cuts, strict=True)
        ]
        yield tidy(np.concatenate(slices, axis=-1))


def _find_borders(blocks: list[Block]) -> np.ndarray:
    """Where ranges begin, but the first: each holds about as much as memory should."""
    entries = AT_ONCE // max(map(_count_rows, blocks))
    step = max(1, entries // SAMPLES_A_RANGE)
    # Copied, so that no file stays open.
    samples = np.concatenate([np.array(_keys(block)[::step]) for block in blocks])
    samples.sort()
    return np.unique(samples[:: max(1, entries // step)][1:] & UPPER_HALF)


def _find_cuts(block: Block, borders: np.ndarray) -> list[int]:
    """Where a block's slices begin, and where the last one ends."""
    inner = np.searchsorted(_keys(block), borders).tolist()
    return [0, *inner, count_entries(block)]


def _keys(block: Block) -> np.ndarray:
    """What a block is sorted by; that of a file is read where it is looked at."""
    if isinstance(block, np.ndarray):
        keys: np.ndarray = np.atleast_2d(block)[0]
        return keys
    return np.memmap(block.path, block.dtype, "r", shape=block.shape[-1:])


def _count_rows(block: Block) -> int:
    return block.shape[0] if len(block.shape) > 1 else 1
