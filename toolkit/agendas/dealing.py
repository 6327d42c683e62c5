"""What groups would both cover if their running stories were dealt out anew.

As many running stories stay with each group, and as many groups with each story (fixed margins:
Gotelli 2000, Ecology 81:2606-2621), by trades between pairs of groups (Strona et al. 2014, Nature
Communications 5:4114). A group that takes a story over has those of its events that the other had:
what is dealt is a whole story, as events of one story are no independent evidence.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

DEALS = 999
TRADES = 5  # a deal and group, after which nothing is left of the deal before (Strona et al.)
NONE = -1
Ints = npt.NDArray[np.int64]


class Agendas(NamedTuple):
    """What each group covers, by their numbers."""

    holder: Ints  # group, story: the group itself, or NONE
    common: Ints  # story, group, group: items that both have
    allowed: npt.NDArray[np.bool_]  # group, story: it published while the story ran


def make_agendas(
    rows: pd.DataFrame, level: str, by: str, names: list[object]
) -> Agendas:
    """The agendas of the groups `names`, of rows as `collect_rows` gives them."""
    group = pd.Index(names).get_indexer(pd.Index(rows[by]))
    story, stories = pd.factorize(rows["running_story"])
    item, items = pd.factorize(rows[level])
    holder = np.full((len(names), len(stories)), NONE, dtype=np.int64)
    holder[group, story] = group
    has = np.zeros((len(names), len(items)), dtype=np.int64)
    has[group, item] = 1
    story_of = np.zeros(len(items), dtype=np.int64)
    story_of[item] = story
    common = np.zeros((len(stories), len(names), len(names)), dtype=np.int64)
    for one in range(len(names)):
        for other in range(len(names)):
            both = (has[one] * has[other]).astype(float)
            common[:, one, other] = np.bincount(story_of, both, len(stories))
    return Agendas(holder, common, _find_allowed(rows, group, story, holder.shape))


def _find_allowed(
    rows: pd.DataFrame, group: Ints, story: Ints, shape: tuple[int, ...]
) -> npt.NDArray[np.bool_]:
    """Whether each group published anything from the first to the last day of each story."""
    day = (rows["published"] - rows["published"].min().normalize()).dt.days.to_numpy()
    days = pd.Series(day).groupby(story).agg(["min", "max"])
    first = days["min"].to_numpy()
    last = days["max"].to_numpy()
    allowed = np.zeros(shape, dtype=bool)
    for number in range(shape[0]):
        own = np.unique(day[group == number])
        until = np.searchsorted(own, last, "right")
        allowed[number] = until > np.searchsorted(own, first, "left")
    return allowed


def count_common(agendas: Agendas, holder: Ints) -> Ints:
    """How many items each pair of groups both have, of dealt stories; pairs as combinations."""
    stories = np.arange(holder.shape[1])
    found = []
    for one, other in zip(*np.triu_indices(len(holder), 1), strict=True):
        both = (holder[one] >= 0) & (holder[other] >= 0)
        at = stories[both]
        found.append(agendas.common[at, holder[one, both], holder[other, both]].sum())
    return np.array(found, dtype=np.int64)


def deal_stories(agendas: Agendas, seed: int) -> Ints:
    """What each pair has in common, in each of DEALS deals."""
    random = np.random.default_rng(seed)
    holder = agendas.holder.copy()
    groups = len(holder)
    found = []
    for _ in range(DEALS):
        one = random.integers(groups, size=TRADES * groups)
        # Any of the others: the next ones, from the first again behind the last.
        other = (one + random.integers(1, groups, size=len(one))) % groups
        for pair in zip(one, other, strict=True):
            _trade(holder, agendas.allowed, *pair, random)
        found.append(count_common(agendas, holder))
    return np.array(found)


def _trade(
    holder: Ints,
    allowed: npt.NDArray[np.bool_],
    one: int,
    other: int,
    random: np.random.Generator,
) -> None:
    """Two groups mix the stories that only one of them has, and take as many back."""
    open_to_both = allowed[one] & allowed[other]
    alone = ((holder[one] >= 0) != (holder[other] >= 0)) & open_to_both
    stories = np.flatnonzero(alone)
    told = np.where(holder[one] >= 0, holder[one], holder[other])[stories]
    keeps = random.permutation(holder[one, stories] >= 0)
    holder[one, stories] = np.where(keeps, told, NONE)
    holder[other, stories] = np.where(keeps, NONE, told)
