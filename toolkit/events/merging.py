"""Groups of posts that grow by their likest pair, as long as it is alike enough.

Agglomerative clustering by the mean similarity of all pairs between two groups (Sokal and Michener
1958), which sums of rows tell. Two groups are as alike as their words and as their names are,
whichever is less, and less so the longer nothing was told between them.
"""

from heapq import heapify, heappop, heappush
from itertools import chain
from math import exp
from typing import NamedTuple

import numpy as np

from toolkit.events.nearness import Near, find_near
from toolkit.events.rows import (
    Floats,
    Ints,
    Rows,
    add_up,
    divide_rows,
    square_rows,
    sum_groups,
)

FAINT = 0.03  # similarity that is taken for none
MOST = 30  # groups before it that one is compared with


class Rule(NamedTuple):
    """When two groups are one."""

    least: float  # similarity
    # Days without a post in which similarity falls to 1/e; after more, it is another group.
    rest: float
    # 0: the mean similarity of pairs across. 1: divided by that within; between the two, in part.
    cohesion: float
    background: (
        float  # share of the likeness to older and newer posts that is taken off
    )


class Units(NamedTuple):
    """Posts, or groups of them, in the order of their first posts."""

    fields: list[Rows]  # sums over the posts: words, names
    size: Floats
    begin: Floats  # days
    end: Floats
    background: Floats  # sums over the posts


class Edges(NamedTuple):
    """Pairs of units, and the products of their rows."""

    later: Ints
    earlier: Ints
    products: Floats  # a row a field


def merge_units(units: Units, group: Ints, rule: Rule) -> Ints:
    """The group of each unit, by the place of its first unit; those of `group` stay together.

    Round by round: of very many likely neighbours only some are kept for each, so that what was
    missed is found among the groups that came of it. After the first round only groups that have
    grown are compared anew.
    """
    numbers, which = np.unique(group, return_inverse=True)
    grown = np.arange(len(numbers))
    while len(grown):
        grouped = _sum_units(units, which, len(numbers))
        edges = find_edges(grouped, rule, grown)
        merged = Merging(grouped, edges, rule).run()
        leads, sizes = np.unique(merged, return_counts=True)
        grown = np.flatnonzero(sizes > 1)
        which = np.searchsorted(leads, merged)[which]
        numbers = numbers[leads]
    return numbers[which]


def _sum_units(units: Units, which: Ints, count: int) -> Units:
    begin = np.full(count, np.inf)
    end = np.full(count, -np.inf)
    np.minimum.at(begin, which, units.begin)
    np.maximum.at(end, which, units.end)
    return Units(
        [sum_groups(rows, which, count) for rows in units.fields],
        add_up(which, units.size, count),
        begin,
        end,
        add_up(which, units.background, count),
    )


def measure_lengths(units: Units, rule: Rule) -> list[Floats]:
    """What the rows of each field are divided by, so that their products are similarities."""
    return [
        units.size ** (1 - rule.cohesion) * square_rows(rows) ** (rule.cohesion / 2)
        for rows in units.fields
    ]


def have_names(units: Units) -> np.ndarray:
    """Whether each unit has names."""
    named: np.ndarray = np.diff(units.fields[1].starts) > 0
    return named


def compare_near(near: Near, named: np.ndarray) -> Floats:
    """The lesser of the similarities by words and by names, by words where one has no names."""
    words, names = near.products
    both = named[near.down, None] & named[near.across]
    lesser: Floats = np.where(both, np.minimum(words, names), words)
    return lesser


def find_edges(units: Units, rule: Rule, grown: Ints) -> Edges:
    """The pairs that may be merged, now or as parts of larger groups; one of each has `grown`."""
    lengths = measure_lengths(units, rule)
    fields = [
        divide_rows(rows, length)
        for rows, length in zip(units.fields, lengths, strict=True)
    ]
    named = have_names(units)
    others = np.setdiff1d(np.arange(len(named)), grown)
    near_grown = find_near(fields, units.begin, units.end, rule.rest, grown)
    near_others = find_near(fields, units.begin, units.end, rule.rest, others, grown)
    found = [choose_edges(near, named, rule) for near in chain(near_grown, near_others)]
    later, earlier, products = map(np.concatenate, zip(*found, strict=True))
    scale = [length[later] * length[earlier] for length in lengths]
    return Edges(later, earlier, products.T * scale)


def choose_edges(
    near: Near, named: np.ndarray, rule: Rule
) -> tuple[Ints, Ints, Floats]:
    """The likest pairs of a block: the rows down, those across, their products."""
    alike = compare_near(near, named) * np.exp(-near.silence / rule.rest)
    alike[~near.earlier | (near.silence > rule.rest)] = 0
    if alike.shape[1] > MOST:
        floor = np.partition(alike, -MOST, axis=1)[:, -MOST, None]
        alike[alike < floor] = 0
    down, across = np.nonzero(alike > FAINT)
    products = np.stack([product[down, across] for product in near.products], axis=1)
    return near.down[down], near.across[across], products


class Merging:
    """One run of merging: what is known of each group, and its neighbours with their products."""

    def __init__(self, units: Units, edges: Edges, rule: Rule) -> None:
        self.rule = rule
        self.size = units.size.tolist()
        self.begin = units.begin.tolist()
        self.end = units.end.tolist()
        self.background = units.background.tolist()
        self.squares = [square_rows(rows).tolist() for rows in units.fields]
        self.near: list[dict[int, list[float]]] = [{} for _ in self.size]
        self.changes = [0] * len(self.size)
        self.leads = list(range(len(self.size)))
        pairs = zip(edges.later.tolist(), edges.earlier.tolist(), strict=True)
        for (later, earlier), products in zip(
            pairs, edges.products.T.tolist(), strict=True
        ):
            self.near[later][earlier] = products
            self.near[earlier][later] = products

    def run(self) -> Ints:
        """Of each unit the place of the first one in its group."""
        queue = [
            (-alike, one, other, 0, 0)
            for other, near in enumerate(self.near)
            for one in near
            if one < other and (alike := self.compare(one, other)) >= self.rule.least
        ]
        heapify(queue)
        while queue:
            _, one, other, change, change_of_other = heappop(queue)
            same = (self.changes[one], self.changes[other])
            if same == (change, change_of_other):
                self.merge(one, other)
                for near in self.near[one]:
                    alike = self.compare(one, near)
                    if alike >= self.rule.least:
                        first, second = sorted((one, near))
                        state = (self.changes[first], self.changes[second])
                        heappush(queue, (-alike, first, second, *state))
        # A unit leads to an earlier one, whose first is known by then.
        for unit, lead in enumerate(self.leads):
            self.leads[unit] = self.leads[lead]
        return np.array(self.leads, dtype=np.int64)

    def compare(self, one: int, other: int) -> float:
        """How alike two groups are that are near each other."""
        rule = self.rule
        sizes = (self.size[one] * self.size[other]) ** (1 - rule.cohesion)
        alike = 1.0
        for squares, product in zip(self.squares, self.near[one][other], strict=True):
            within = squares[one] * squares[other]
            if within > 0:
                alike = min(alike, product / (sizes * within ** (rule.cohesion / 2)))
        later = max(self.begin[one], self.begin[other])
        silence = max(0.0, later - min(self.end[one], self.end[other]))
        usual: float = (
            self.background[one] / self.size[one]
            + self.background[other] / self.size[other]
        ) / 2
        faded: float = alike * exp(-silence / rule.rest)
        return faded - rule.background * usual

    def merge(self, one: int, other: int) -> None:
        """Make the later group a part of the earlier."""
        for squares, product in zip(self.squares, self.near[one][other], strict=True):
            squares[one] += squares[other] + 2 * product
        self.size[one] += self.size[other]
        self.background[one] += self.background[other]
        self.begin[one] = min(self.begin[one], self.begin[other])
        self.end[one] = max(self.end[one], self.end[other])
        self.leads[other] = one
        self.changes[one] += 1
        self.changes[other] = -1
        del self.near[one][other]
        del self.near[other][one]
        for near, products in self.near[other].items():
            del self.near[near][other]
            known = self.near[one].get(near, [0.0] * len(products))
            both = [a + b for a, b in zip(known, products, strict=True)]
            self.near[one][near] = both
            self.near[near][one] = both
        self.near[other] = {}
