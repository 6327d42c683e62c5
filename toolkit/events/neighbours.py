"""The likest posts of each post in time: what is usual of its subject, and words that it lacks.

What a post shares with posts that are older or newer than an event is its subject: a war, a trial.
It is no sign that two posts tell of the same day of it. And posts on one subject may have hardly a
word in common: each takes in some of the words of its likest (document expansion; Singhal and
Pereira 1999, "Document expansion for speech retrieval").
"""

from typing import NamedTuple

import numpy as np

from toolkit.events.merging import Units, compare_near, have_names
from toolkit.events.nearness import find_near
from toolkit.events.rows import (
    Floats,
    Ints,
    Rows,
    choose_rows,
    divide_rows,
    gather,
    keep_heaviest,
    number_rows,
    square_rows,
    stack_rows,
)

MEMORY = 30  # days in which likest posts are looked for
APART = 4  # days from which a post is older or newer than an event
LIKEST = 10  # posts
TAKEN = 0.2  # weight of all that a post takes in, to its own
SURE = 0.3  # sum of similarities below which less is taken in
HELD = 150  # terms of a post that has taken in others
PART = 1000  # posts at once


class Likest(NamedTuple):
    """For each unit (across) the likest others (down): how alike they are, and which."""

    alike: Floats
    which: Ints

    def keep(self, columns: Ints, alike: Floats, which: Ints) -> None:
        """Take in for some units the others that are more alike than what is held."""
        all_alike = np.concatenate([self.alike[:, columns], alike])
        all_which = np.concatenate(
            [self.which[:, columns], np.broadcast_to(which[:, None], alike.shape)]
        )
        best = np.argpartition(all_alike, -LIKEST, axis=0)[-LIKEST:]
        self.alike[:, columns] = np.take_along_axis(all_alike, best, axis=0)
        self.which[:, columns] = np.take_along_axis(all_which, best, axis=0)


def find_likest(units: Units) -> tuple[Likest, Likest]:
    """The likest posts of each, of all and of those apart from it in time."""
    shape = (LIKEST, len(units.size))
    likest = Likest(np.zeros(shape), np.zeros(shape, dtype=np.int64))
    apart = Likest(np.zeros(shape), np.zeros(shape, dtype=np.int64))
    named = have_names(units)
    for near in find_near(units.fields, units.begin, units.end, MEMORY):
        alike = compare_near(near, named)
        alike[~near.earlier | (near.silence > MEMORY)] = 0
        distant = np.where(near.silence > APART, alike, 0)
        for held, found in ((likest, alike), (apart, distant)):
            held.keep(near.across, found, near.down)
            held.keep(near.down, found.T, near.across)
    return likest, apart


def take_in(rows: Rows, likest: Likest) -> Rows:
    """Each row with some of the mean of its likest, of length 1."""
    share = TAKEN * likest.alike / np.maximum(likest.alike.sum(axis=0), SURE)
    count = len(rows.starts) - 1
    parts = []
    for first in range(0, count, PART):
        own = np.arange(first, min(first + PART, count))
        others = np.concatenate([own[None], likest.which[:, own]])
        weight = np.concatenate([np.ones((1, len(own))), share[:, own]])
        taken = choose_rows(rows, others.ravel())
        entry = number_rows(taken)
        weighed = taken.weights * weight.ravel()[entry]
        row = entry % len(own)
        chosen = weighed > 0
        whole = gather(row[chosen], taken.columns[chosen], weighed[chosen], len(own))
        parts.append(keep_heaviest(whole, HELD))
    stacked = stack_rows(parts)
    return divide_rows(stacked, np.sqrt(square_rows(stacked)))
