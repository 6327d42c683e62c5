"""Furniture that no rule knows: what stands near the edges of many different posts of one outlet.

The posts are gone through twice, so that not all of them need be in memory: `note_edges` keeps a
few numbers of each block, `find_recurring` says which recur, `take_out` takes them out of a post.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

EDGE = 3  # blocks from the start or the end of a text
RECURRING = 4  # different posts of an outlet with the same block
RECURRING_SENTENCE = 10  # the same for what reads like background
RECURRING_SHARE = 0.02  # of the outlet's posts
SENTENCE = 13  # blanks in what reads like background, which ends in a full stop
SHOWN = 500  # characters of a block, in the table of problems

# A block near an edge of a post. Hashes stand for texts: they hold for this process only.
NOTED = np.dtype(
    [
        ("outlet", np.int64),
        ("block", np.int64),  # hash of the outlet and the block
        ("longest", np.int64),  # hash of the post's longest block
        ("least", np.int8),  # in how many different posts it must stand
    ]
)
Row = dict[str, Any]


def drop_recurring(rows: list[Row]) -> list[dict[str, str]]:
    """Take out of the rows what stands near the edges of many different posts of one outlet.

    Many: four (ten, if it reads like a sentence of background) and 2 % of the outlet's posts.
    Different: in their longest paragraph, so that reposts are one.

    Returns
    -------
    list
        The problems: file, place, reason, action.
    """
    posts = count_outlets(rows)
    recurring = find_recurring(note_edges(rows), posts)
    problems: dict[int, dict[str, str]] = {}
    for row in rows if recurring else []:
        take_out(row, recurring, problems)
    return list(problems.values())


def count_outlets(rows: Iterable[Row]) -> Counter[int]:
    """How many posts each outlet has, by the hash of its name."""
    return Counter(hash(_outlet(row)) for row in rows)


def note_edges(rows: Iterable[Row]) -> np.ndarray:
    """The blocks near the edges of posts, each once a post, but for its longest one."""
    noted = []
    for row in rows:
        outlet = _outlet(row)
        blocks, longest = _split(row["text"])
        for block in blocks:
            key = hash((outlet, block))
            noted.append((hash(outlet), key, hash(longest), _least(block)))
    return np.array(noted, dtype=NOTED)


def find_recurring(noted: np.ndarray, posts: Mapping[int, int]) -> dict[int, int]:
    """The blocks that are furniture, by their hashes, and in how many posts each stands.

    Parameters
    ----------
    noted
        As from `note_edges`, of all posts.
    posts
        How many each outlet has, as from `count_outlets`.
    """
    _, group, times = np.unique(noted["block"], return_inverse=True, return_counts=True)
    many = noted[times[group] >= RECURRING]
    found: dict[int, list[tuple[int, int, int]]] = {}
    for outlet, block, longest, least in many.tolist():
        found.setdefault(block, []).append((outlet, longest, least))
    recurring = {}
    for block, holders in found.items():
        outlet, _, least = holders[0]
        different = {longest for _, longest, _ in holders}
        if len(different) >= max(least, RECURRING_SHARE * posts[outlet]):
            recurring[block] = len(holders)
    return recurring


def take_out(
    row: Row, recurring: Mapping[int, int], problems: dict[int, dict[str, str]]
) -> None:
    """Take out of a post the blocks that recur, and tell each block once, under its hash."""
    outlet = _outlet(row)
    for block in _split(row["text"])[0]:
        key = hash((outlet, block))
        if key not in recurring:
            continue
        _remove(block, row)
        told = f"the same block stands in {recurring[key]} posts of {outlet}"
        problem = {
            "file": row["file"],
            "place": "",
            "reason": f"{told}: {block[:SHOWN]!r}",
            "action": "kept without it",
        }
        problems.setdefault(key, problem)


def _split(text: object) -> tuple[list[str], str]:
    """The blocks near the edges, each once, and the longest block, which is not among them."""
    blocks = text.split("\n\n") if isinstance(text, str) else []
    longest = max(blocks, key=len, default="")
    edges = dict.fromkeys(blocks[:EDGE] + blocks[-EDGE:])
    edges.pop(longest, None)
    return list(edges), longest


def _outlet(row: Row) -> str:
    outlet = row["outlet"]
    return outlet if isinstance(outlet, str) else "an unknown outlet"


def _least(block: str) -> int:
    """In how many different posts a block must stand to be furniture."""
    ends = block.endswith((".", '."', ".”"))
    return RECURRING_SENTENCE if ends and block.count(" ") >= SENTENCE else RECURRING


def _remove(block: str, row: Row) -> None:
    kept = [other for other in row["text"].split("\n\n") if other != block]
    row["text"] = "\n\n".join(kept)
    row["words"] = len(row["text"].split())
