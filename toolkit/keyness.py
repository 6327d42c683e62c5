"""Keyness: which words a group of posts uses more than the others, beyond chance."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from toolkit.frequencies import THOUSAND, WordTable, tabulate_words
from toolkit.inputs import refuse_names
from toolkit.lexicons import Lexicons
from toolkit.timeline import group_rows

Values = npt.NDArray[Any]
RESULT = (
    "word n n_other per_1000 per_1000_other posts log_ratio low high log_odds_z g2"
    " dispersion p"
).split()
SHUFFLES = 999
LOG2 = math.log(2)
Z95 = 1.959964  # normal deviate of a 95 % interval
HALF = 0.5  # added to each count where a ratio would divide by none
LEVEL = 0.05  # over all words of all groups
FEW = 2  # stories of a group that is compared


def compare_words(
    posts: pd.DataFrame,
    by: str,
    *,
    length: int = 1,
    stop_words: bool = False,
    least: int = 3,
    seed: int = 0,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """For each group, the words that it uses more, or less, than all others together.

    What counts as one observation is the post, or with a column `story` the story in its group:
    words come in clusters, and a test of single words, as G2 is by itself, takes the words of one
    long article for many findings.

    Parameters
    ----------
    posts
        With `text`, the column of the groups and, if known, `story`.
    by
        The column of the groups; a post in several counts in each, and a post in none is left out.
    length, stop_words, lexicons
        As for `toolkit.count_words`.
    least
        Posts that a word stands in, at least.
    seed
        Of the shuffles.

    Returns
    -------
    DataFrame
        One row a group and word, by `p`, then by `log_odds_z` from the largest:

        * the group · `word` · `n`, `n_other` (occurrences) · `per_1000`, `per_1000_other` · `posts`
          (of the group that hold it)
        * `log_ratio`: base 2 of the two rates, half an occurrence added to each (Hardie 2014), with
          `low`, `high` (95 %, over posts or stories: the linearised variance of a ratio, Cochran
          1977, chapter 6)
        * `log_odds_z`: log odds with the whole as an informative prior, in standard errors (Monroe,
          Colaresi & Quinn 2008, equations 15, 16, 22)
        * `g2`: log likelihood ratio of the four cells, signed (Dunning 1993)
        * `dispersion`: 0 for a word spread over the group's posts as their lengths are, towards 1
          for one that is all in few (DP: Gries 2008)
        * `p`: how often 999 shuffles of posts or stories over the groups have any word of the group
          as many standard deviations from its due (Westfall & Young 1993), times the number of
          groups: it holds for all words of all groups

    Raises
    ------
    KeyError
        There is no such column.
    ValueError
        Under two groups hold two stories, or `length` is not 1 to 5.

    Notes
    -----
    The interval of one word is a little narrow: with the outlets of 1,784 news articles dealt out
    anew, 8 % of those of words that stand 20 times and more leave out nought, not 5. `p` says of a
    whole vocabulary what chance would not: four of forty such deals had a word under .05 (two are
    due).
    With few posts, or a few that are far longer than the others, it is narrower still: of 40 posts
    11 % leave out nought, of 40 of which ten are long 25 %. A story that is in several groups is
    dealt with all of its groups, to another that is in as many: where groups differ by that alone,
    no word is told.

    Words of a group that stand in one of its posts have a large `log_odds_z` and no small `p`.

    >>> storm = ["Storm winds hit the harbor.", "The storm closed roads.", "Storm damage grows."]
    >>> vote = ["The vote was close.", "Votes are counted; a vote is late.", "They vote today."]
    >>> posts = pd.DataFrame({"text": storm + vote, "desk": ["news"] * 3 + ["politics"] * 3})
    >>> compare_words(posts, "desk")[["desk", "word", "n", "n_other"]].head(2).values.tolist()
    [['news', 'storm', 3, 0], ['politics', 'vote', 3, 0]]
    """
    table = tabulate_words(
        posts, length=length, stop_words=stop_words, least=least, lexicons=lexicons
    )
    cells = _Cells(posts, by, table)
    columns = _describe(cells)
    columns["p"] = _shuffle(cells, np.random.default_rng(seed))
    found = pd.DataFrame({name: values.ravel() for name, values in columns.items()})
    group, word = np.indices(columns["p"].shape).reshape(2, -1)
    found[by] = pd.Index(cells.names).take(group)
    found["word"] = pd.Series(table.words, dtype="str").take(word).to_numpy()
    found = found[[by, *RESULT]]
    return found.sort_values(
        ["p", "log_odds_z", by, "word"],
        ascending=[True, False, True, True],
        ignore_index=True,
    )


class _Cells:
    """The clusters that are compared (a story, or a post, in its group) and the words of each."""

    def __init__(self, posts: pd.DataFrame, by: str, table: WordTable):
        refuse_names([by], ["post", "_story", *RESULT])
        rows = group_rows(posts, [by], None)
        rows = (
            rows.rename_axis("post")
            .dropna(subset=[by])[[by, "_story"]]
            .reset_index()
            # A value that stands twice in a list is one.
            .drop_duplicates(["post", by], ignore_index=True)
        )
        group, names = pd.factorize(rows[by], sort=True)
        keys = pd.DataFrame({"group": group, "story": rows["_story"]})
        cluster = keys.groupby(["group", "story"]).ngroup().to_numpy()
        first = np.unique(cluster, return_index=True)[1]
        self.names = list(names)
        self.group = group[first]  # of each cluster
        stories = np.bincount(self.group, minlength=len(names))
        if (stories >= FEW).sum() < FEW:
            raise ValueError(
                f"{by}: two groups of at least {FEW} posts or stories are wanted, there are"
                f" {int((stories >= FEW).sum())}"
            )
        story = rows["_story"].to_numpy()[first]
        many = pd.Series(story).groupby(story).transform("size").to_numpy()
        by_story = np.argsort(story, kind="stable")
        # The clusters of stories that are in one group, in two, and so on: a row a story.
        self.alike = [
            by_story[many[by_story] == number].reshape(-1, number)
            for number in np.unique(many)
        ]
        self.sizes = np.bincount(cluster, table.sizes[rows["post"].to_numpy()])
        self.words = len(table.words)
        # A row a word of a post in a group.
        rows["cluster"] = cluster
        self.held = rows[["post", "cluster"]].merge(table.found, on="post")
        self.held["size"] = table.sizes[self.held["post"].to_numpy()]
        together = self.held.groupby(["cluster", "word"], as_index=False)["n"].sum()
        self.cluster = together["cluster"].to_numpy()
        self.word = together["word"].to_numpy()
        self.n = together["n"].to_numpy(dtype=float)

        # Of each word, whatever the groups: its rate, and how far clusters are from it, squared.
        lengths = self.sizes.astype(float)
        self.rates = self._sum(self.n) / max(lengths.sum(), 1)
        self.squares = self._sum(self.n**2) + self.rates**2 * (lengths**2).sum()
        self.squares -= 2 * self.rates * self._sum(self.n * lengths[self.cluster])

    def _sum(self, weights: np.ndarray) -> Values:
        return np.bincount(self.word, weights, self.words)

    def deal(self, random: np.random.Generator) -> np.ndarray:
        """Groups by chance: all of a story's at once, to a story that is in as many."""
        dealt = self.group.copy()
        for rows in self.alike:
            dealt[rows] = random.permutation(self.group[rows])
        return dealt

    def add_up(self, group: np.ndarray, weights: np.ndarray) -> Values:
        """Sums by group and word, each cluster in the group that is given for it."""
        place = group[self.cluster] * self.words + self.word
        total = np.bincount(place, weights, len(self.names) * self.words)
        # With no word at all numpy counts in whole numbers.
        return total.reshape(len(self.names), self.words).astype(float)


def log_odds(counts: np.ndarray) -> Values:
    """The log odds of each group against the others, in standard errors; `counts` by group, word.

    The prior is the whole vocabulary as often as all use it, as large as the group.
    """
    whole = counts.sum(axis=0)
    inside = counts.sum(axis=1, keepdims=True)
    prior = whole / max(whole.sum(), 1) * inside
    here = counts + prior
    elsewhere = whole - counts + prior
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = np.log(here / (here.sum(axis=1, keepdims=True) - here))
        odds -= np.log(elsewhere / (elsewhere.sum(axis=1, keepdims=True) - elsewhere))
        z = odds / np.sqrt(1 / here + 1 / elsewhere)
    found: Values = np.nan_to_num(z, posinf=0, neginf=0)
    return found


def _describe(cells: _Cells) -> dict[str, Values]:
    """Counts, rates, log ratio with its interval, G2 and dispersion, by group and word."""
    n = cells.add_up(cells.group, cells.n)
    sizes = _by_group(cells, cells.group, cells.sizes)
    n_other = n.sum(axis=0) - n
    sizes_other = sizes.sum() - sizes
    ratio, error = _log_ratio(cells, cells.group)
    held = cells.held
    group = cells.group[held["cluster"].to_numpy()]
    cell = group * cells.words + held["word"].to_numpy()
    return {
        "n": n.astype(np.int64),
        "n_other": n_other.astype(np.int64),
        "per_1000": n / np.maximum(sizes, 1) * THOUSAND,
        "per_1000_other": n_other / np.maximum(sizes_other, 1) * THOUSAND,
        "posts": np.bincount(cell, minlength=n.size).reshape(n.shape),
        "log_ratio": ratio / LOG2,
        "low": (ratio - Z95 * error) / LOG2,
        "high": (ratio + Z95 * error) / LOG2,
        "log_odds_z": log_odds(n),
        "g2": _g2(n, n_other, sizes, sizes_other),
        "dispersion": _dispersion(cell, held, n, sizes),
    }


def _shuffle(cells: _Cells, random: np.random.Generator) -> Values:
    """How often shuffles have any word of the group as far from its due as each, by all groups."""
    seen = _standardise(cells, cells.group)
    largest = np.array(
        [
            _standardise(cells, cells.deal(random)).max(axis=1, initial=0)
            for _ in range(SHUFFLES)
        ]
    )
    largest.sort(axis=0)
    p: Values = np.ones_like(seen)
    for group in range(len(seen)):
        before = np.searchsorted(largest[:, group], seen[group] - 1e-9)
        p[group] = (SHUFFLES - before + 1) / (SHUFFLES + 1) * len(seen)
    return np.minimum(p, 1)


def _standardise(cells: _Cells, group: np.ndarray) -> Values:
    """How far each group's occurrences are from what its length makes due.

    In standard deviations of what shuffles of the clusters would give, which are exact (sampling
    from a finite population: Cochran 1977, chapter 2).
    """
    due = _by_group(cells, group, cells.sizes) * cells.rates
    clusters = _by_group(cells, group, np.ones(len(group)))
    number = len(group)
    share = clusters * (number - clusters) / number / max(number - 1, 1)
    spread = np.sqrt(np.maximum(share * cells.squares, 1e-12))
    found: Values = np.abs(cells.add_up(group, cells.n) - due) / spread
    return found


def _log_ratio(cells: _Cells, group: np.ndarray) -> tuple[Values, Values]:
    """The natural log of each group's rate to that of the others, and its standard error.

    Linearised: each cluster's occurrences less what its length leads to expect, squared. NaN where
    a side is one cluster.
    """
    lengths = cells.sizes[cells.cluster]
    here = _Sums(
        n=cells.add_up(group, cells.n),
        squares=cells.add_up(group, cells.n**2),
        cross=cells.add_up(group, cells.n * lengths),
        words=_by_group(cells, group, cells.sizes),
        squared_words=_by_group(cells, group, cells.sizes**2),
        clusters=_by_group(cells, group, np.ones(len(group))),
    )
    rest = _Sums(*(values.sum(axis=0) - values for values in here))
    ratio = np.log(_rate(here) / _rate(rest))
    return ratio, np.sqrt(_relative_variance(here) + _relative_variance(rest))


class _Sums(NamedTuple):
    """Of the clusters of one side, by group and word (or by group, for all words)."""

    n: Values
    squares: Values
    cross: Values
    words: Values
    squared_words: Values
    clusters: Values


def _by_group(cells: _Cells, group: np.ndarray, weights: np.ndarray) -> Values:
    return np.bincount(group, weights, len(cells.names))[:, None]


def _rate(side: _Sums) -> Values:
    return (side.n + HALF) / (side.words + 2 * HALF)


def _relative_variance(side: _Sums) -> Values:
    rate = _rate(side)
    spread = side.squares - 2 * rate * side.cross + rate**2 * side.squared_words
    # A word that is nowhere has the spread of the half that was added.
    spread = np.maximum(spread, HALF)
    few = np.where(side.clusters < FEW, np.nan, side.clusters)
    variance: Values = spread * few / (few - 1) / (side.n + HALF) ** 2
    return variance


def _g2(
    n: Values, n_other: np.ndarray, sizes: Values, sizes_other: np.ndarray
) -> Values:
    """Twice the log likelihood ratio of the four cells, below 0 where the word is used less."""
    whole = n + n_other
    total = sizes + sizes_other
    seen = (n, n_other, sizes - n, sizes_other - n_other)
    expected = (
        whole * sizes / total,
        whole * sizes_other / total,
        (total - whole) * sizes / total,
        (total - whole) * sizes_other / total,
    )
    g2 = np.zeros_like(n)
    for observed, chance in zip(seen, expected, strict=True):
        there = observed > 0
        ratio = np.divide(observed, chance, out=np.ones_like(g2), where=there)
        g2 += 2 * observed * np.log(ratio)
    signed: Values = np.where(n < expected[0], -1, 1) * np.maximum(g2, 0)
    return signed


def _dispersion(
    in_group: Values, held: pd.DataFrame, n: Values, sizes: Values
) -> Values:
    """Half the sum, over a group's posts, of how far a word's share is from the post's share."""
    group = in_group // n.shape[1]
    share = held["n"].to_numpy() / n.ravel()[in_group]
    due = held["size"].to_numpy() / sizes.ravel()[group]
    apart = np.bincount(in_group, np.abs(share - due) - due, n.size)
    dispersion = (apart.reshape(n.shape) + 1) / 2
    found: Values = np.where(n > 0, dispersion, np.nan)
    return found
