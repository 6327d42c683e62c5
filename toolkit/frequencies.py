"""How often words and phrases are used, by group and period; and which stand together."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.inputs import column_of_texts, need_columns, refuse_names
from toolkit.lexicons import Lexicons, open_lexicons
from toolkit.timeline import group_rows
from toolkit.typography import straighten
from toolkit.words import TOKEN

Names = str | Iterable[str] | None
RESULT = "post period word n of per_1000 posts".split()
THOUSAND = 1000
LONGEST = 5  # words of a phrase


def count_words(
    posts: pd.DataFrame,
    *,
    by: Names = None,
    every: str | None = None,
    length: int = 1,
    stop_words: bool = False,
    least: int = 1,
    lexicons: Lexicons | str | Path | None = None,
) -> pd.DataFrame:
    """How often each word, or phrase of so many words, is used, by group and period.

    Parameters
    ----------
    posts
        With `text`, and the columns that are asked for.
    by
        Columns that make the groups; a post in several counts in each.
    every
        day, week, month, quarter or year of `published`; None: all time at once. Posts without a
        date are then left out.
    length
        Words of a phrase, 1 to 5; no phrase runs over a mark of punctuation.
    stop_words
        Whether those of ``stop_words.csv`` count too, and phrases that begin or end with one.
    least
        Posts that a word stands in, at least, in all groups together.
    lexicons
        A folder of your own, or lexicons already read (``stop_words.csv``).

    Returns
    -------
    DataFrame
        One row a group, period and word, the most frequent first: the groups · `period` (with
        `every`) · `word` (in lower case) · `n` (occurrences) · `of` (all words of the group and
        period, stop words too) · `per_1000` (of these) · `posts` (that it stands in).

    Raises
    ------
    KeyError
        A column of `by` is missing.
    ValueError
        `length` is not 1 to 5, or a column of the posts is missing.

    >>> posts = pd.DataFrame({"text": ["Rain and more rain.", "A storm, then rain."]})
    >>> count_words(posts)[["word", "n", "of", "posts"]].values.tolist()
    [['rain', 3, 8, 2], ['storm', 1, 8, 1]]
    """
    groups = [by] if isinstance(by, str) else list(by or [])
    table = tabulate_words(
        posts, length=length, stop_words=stop_words, least=least, lexicons=lexicons
    )
    refuse_names(groups, RESULT)
    rows = group_rows(posts, groups, every)
    keys = [*groups, "period"] if every else groups
    rows = rows.rename(columns={"_period": "period"}).rename_axis("post")
    # A value that stands twice in a list is one.
    rows = (
        rows.dropna(subset=keys)[keys].reset_index().drop_duplicates(ignore_index=True)
    )
    joined = rows.merge(table.found, on="post")
    sizes = rows.assign(of=table.sizes[rows["post"].to_numpy()])
    if every:
        joined["period"] = joined["period"].dt.start_time
        sizes["period"] = sizes["period"].dt.start_time
    counts = joined.groupby([*keys, "word"], as_index=False, observed=True).agg(
        n=("n", "sum"), posts=("post", "nunique")
    )
    if keys:
        total = sizes.groupby(keys, as_index=False, observed=True)["of"].sum()
        counts = counts.merge(total, on=keys)
    else:
        counts["of"] = sizes["of"].sum()
    counts["word"] = (
        pd.Series(table.words, dtype="str").take(counts["word"].to_numpy()).array
    )
    counts["per_1000"] = counts["n"] / counts["of"] * THOUSAND
    order = [*keys, "n", "word"]
    counts = counts.sort_values(
        order, ascending=[*(True for _ in keys), False, True], ignore_index=True
    )
    return counts[[*keys, "word", "n", "of", "per_1000", "posts"]]


class WordTable(NamedTuple):
    """Which words stand in which posts, by place, and how often."""

    words: list[str]  # by the alphabet
    found: (
        pd.DataFrame
    )  # a row a post and word: `post` (its row), `word` (its place), `n`
    sizes: np.ndarray  # words of each post, stop words too


def tabulate_words(
    posts: pd.DataFrame,
    *,
    length: int = 1,
    stop_words: bool = False,
    least: int = 1,
    lexicons: Lexicons | str | Path | None = None,
) -> WordTable:
    """The words of posts, as `count_words` says; one reading of the texts."""
    if not 1 <= length <= LONGEST:
        raise ValueError(f"length={length}: phrases have 1 to {LONGEST} words")
    need_columns(posts, "text")
    known = read_stop_words(open_lexicons(lexicons))
    left_out = frozenset() if stop_words else known
    texts = column_of_texts(posts["text"]).tolist()
    runs = [list(split_runs(text)) if isinstance(text, str) else [] for text in texts]
    sizes = np.array([sum(map(len, found)) for found in runs], dtype=np.int64)
    counters = [Counter(_list_phrases(found, length, left_out)) for found in runs]
    return _tabulate(counters, sizes, least)


def _tabulate(counters: list[Counter[str]], sizes: np.ndarray, least: int) -> WordTable:
    held = Counter(word for counter in counters for word in counter)
    words = sorted(word for word, number in held.items() if number >= least)
    place_of = {word: place for place, word in enumerate(words)}
    rows = [
        (post, place_of[word], n)
        for post, counter in enumerate(counters)
        for word, n in counter.items()
        if word in place_of
    ]
    found = pd.DataFrame(rows, columns=["post", "word", "n"], dtype="int64")
    return WordTable(words, found, sizes)


@cache
def read_stop_words(lexicons: Lexicons) -> frozenset[str]:
    """The words of ``stop_words.csv``."""
    return frozenset(row["word"] for row in lexicons.rows("stop_words.csv"))


def split_runs(text: str) -> Iterator[list[str]]:
    """The words of a text in lower case, cut where a mark or a number stands between two."""
    run: list[str] = []
    plain = straighten(unicodedata.normalize("NFC", text))
    for match in TOKEN.finditer(plain):
        token = match[0]
        behind_number = plain[max(match.start() - 1, 0)].isdigit()  # the th of 19th
        if token[0].isalpha() and not behind_number:
            run.append(token.casefold())
        elif run:
            yield run
            run = []
    if run:
        yield run


def _list_phrases(
    runs: list[list[str]], length: int, left_out: frozenset[str]
) -> list[str]:
    """The phrases of so many words that neither begin nor end with a word left out."""
    if length == 1:
        return [word for run in runs for word in run if word not in left_out]
    return [
        " ".join(run[start : start + length])
        for run in runs
        for start in range(len(run) - length + 1)
        if run[start] not in left_out and run[start + length - 1] not in left_out
    ]


def count_pairs(
    found: pd.DataFrame,
    name: str = "term",
    *,
    unit: str = "post_id",
    of: int | None = None,
    least: int = 2,
) -> pd.DataFrame:
    """Which terms, topics, names or speakers stand in the same posts, and more than by chance.

    Parameters
    ----------
    found
        A long table with a row a find, such as from `toolkit.find_terms`, `find_topics`
        (`name="topic"`) or `find_attributions` (`name="speaker"`).
    name, unit
        The column that is paired, and the one in which two must meet.
    of
        Posts there are in all, also those in which nothing is found; None: those of the table.
    least
        Posts that both of a pair stand in, at least.

    Returns
    -------
    DataFrame
        One row a pair, those that meet most often first: `one`, `other` · `posts` (that hold
        both) · `posts_one`, `posts_other` · `expected` (posts with both if neither cared for the
        other) · `log_ratio` (base 2 of posts to expected: pointwise mutual information, Church &
        Hanks 1990) · `jaccard` (posts with both, of those with either).

    Raises
    ------
    ValueError
        A column is missing, or `of` is less than the posts of the table.

    >>> found = pd.DataFrame({"post_id": [1, 1, 2, 2, 3], "term": ["tax", "jobs"] * 2 + ["tax"]})
    >>> count_pairs(found, of=4)[["one", "other", "posts", "expected"]].values.tolist()
    [['jobs', 'tax', 2, 1.5]]
    """
    need_columns(found, name, unit)
    once = found[[unit, name]].dropna().drop_duplicates()
    total = once[unit].nunique()
    if of is not None and of < total:
        raise ValueError(f"of={of}: the table has finds in {total} posts")
    number = of or total
    alone = once[name].value_counts().to_dict()
    together: Counter[tuple[str, str]] = Counter()
    for _, names in once.groupby(unit, sort=False)[name]:
        together.update(combinations(sorted(names.tolist(), key=str), 2))
    rows = [
        (one, other, posts, alone[one], alone[other])
        for (one, other), posts in together.items()
        if posts >= least
    ]
    pairs = pd.DataFrame(rows, columns="one other posts posts_one posts_other".split())
    pairs["expected"] = pairs["posts_one"] * pairs["posts_other"] / max(number, 1)
    pairs["log_ratio"] = np.log2((pairs["posts"] / pairs["expected"]).astype(float))
    either = pairs["posts_one"] + pairs["posts_other"] - pairs["posts"]
    pairs["jaccard"] = pairs["posts"] / either
    return pairs.sort_values(
        ["posts", "one", "other"], ascending=[False, True, True], ignore_index=True
    )
