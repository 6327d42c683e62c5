"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling,
Broder 1997, "On the resemblance and containment of documents"). All runs are sorted once, so that
those of one wording stand side by side: only texts that share some are compared, and by all they
have.
"""

from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.inputs import need_columns
from toolkit.shared_runs import (
    HALF,
    LOWER,
    Array,
    Counts,
    Kept,
    find_candidates,
    measure_containment,
    runs_of,
    sort_runs,
)
from toolkit.shared_runs import hash_runs as _runs

# Shares of the shorter text's runs. Background recycled over weeks stays below the first, a text
# published again, however late, reaches the second; a copy is another but for dateline and credit.
CONTAINED = 0.30
CONTAINED_EVER = 0.80
NEARLY_SAME = 0.90
DAYS_APART = 4  # a story that moves on is told anew within days
SECONDS_A_DAY = 86_400
KEPT = 500  # texts whose runs are kept while pairs are compared


def group_stories(posts: pd.DataFrame) -> pd.DataFrame:
    """Which posts tell the same story, and which of them came first.

    A pair belongs together if at least 30 % of the shorter text's runs of five words are shared
    within four days, or 80 % at any distance. A post with a wrong body is always single: a shared
    body under another title is no story. Texts under eight words have to share all.

    Parameters
    ----------
    posts
        With the columns `text` and `published`; `outlet` and `wrong_body` are used if there.

    Returns
    -------
    DataFrame
        On the index of `posts`: `story` (the post_id of its first post) · `role` (`original`;
        `update`, reworked by the same outlet; `copy`, nearly the same text or another outlet's;
        `single`) · `similarity` (share of the shorter text's runs that the most similar post of
        the story holds, 0 to 1; NaN for single posts).

    Raises
    ------
    ValueError
        A column is missing.

    Notes
    -----
    Broder 1997, "On the resemblance and containment of documents". Wording alone decides: a story
    told anew in other words is another, and a text without a word is none.

    >>> text = "the ferry left the harbour at nine and never came back to the pier it had left " * 3
    >>> days = pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)
    >>> posts = pd.DataFrame({"text": [text, text + "Police search."], "published": days},
    ...                      index=["a", "b"])
    >>> group_stories(posts)[["story", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy']]
    """
    need_columns(posts, "text", "published")
    return _group([posts], None)


def group_stories_in_parts(
    parts: Iterable[pd.DataFrame], folder: Path | None = None
) -> pd.DataFrame:
    """The stories of posts that do not fit in memory: the same as of all of them together.

    Parameters
    ----------
    parts
        Posts, some hundred at a time, as for `group_stories`.
    folder
        Where the hashes of the texts may be kept meanwhile, four bytes a word and four more.

    Returns
    -------
    DataFrame
        As from `group_stories`, with the index of all parts.
    """
    with TemporaryDirectory(dir=folder) as private:
        return _group(parts, Path(private))


class Texts(NamedTuple):
    """What is kept of all texts, in the order of the posts."""

    published: pd.Series
    outlet: pd.Series
    runs: list[Array]  # of each text, where they are kept in memory
    parts: list[Kept]  # else: of all texts of a part, as from `sort_runs`
    sizes: list[int]  # runs of each text
    firsts: list[int]  # the number of each part's first text


def _group(parts: Iterable[pd.DataFrame], folder: Path | None) -> pd.DataFrame:
    texts = _read_texts(parts, folder)
    # So that a story's first post has the least place in this order.
    times = texts.published.reset_index(drop=True)
    order = times.sort_values(kind="stable").index.to_numpy()
    rank = np.empty(len(order), dtype=np.uint64)
    rank[order] = np.arange(len(order), dtype=np.uint64)
    held = texts.parts
    if folder is None:
        held = [sort_runs(texts.runs, rank)]
        rank = np.sort(rank)  # as the texts are numbered in it
    sizes = np.array(texts.sizes, dtype=np.int64)[order]
    pairs = find_candidates(held, sizes, rank, CONTAINED, folder)
    first, similarity = _join_pairs(pairs.pair, texts, order)
    outlets = texts.outlet.to_numpy()[order]
    is_first = first == np.arange(len(first))
    is_copy = (similarity >= NEARLY_SAME) | (outlets != outlets[first])
    role = np.select(
        [np.isnan(similarity), is_first, is_copy],
        ["single", "original", "copy"],
        "update",
    )
    index = texts.published.index
    stories = index[order[first]]
    found = pd.DataFrame(
        {"story": stories, "role": role, "similarity": similarity}, order
    )
    return found.sort_index().set_axis(index)


def _read_texts(parts: Iterable[pd.DataFrame], folder: Path | None) -> Texts:
    published = []
    outlets = []
    texts = Texts(pd.Series(), pd.Series(), [], [], [], [])
    for posts in parts:
        absent = pd.Series(False, posts.index)
        wrong = posts.get("wrong_body", absent).eq(True).fillna(False).astype(bool)
        runs = [_runs(text) for text in posts["text"].mask(wrong)]
        first = len(texts.sizes)
        texts.firsts.append(first)
        texts.sizes.extend(map(len, runs))
        if folder is None:
            texts.runs.extend(runs)
        else:
            numbers = np.arange(first, first + len(runs), dtype=np.uint64)
            texts.parts.append(sort_runs(runs, numbers, folder))
        times = pd.to_datetime(posts["published"].to_numpy(), utc=True)
        published.append(pd.Series(times, posts.index))
        outlets.append(posts.get("outlet", absent).astype("str"))
    return texts._replace(published=pd.concat(published), outlet=pd.concat(outlets))


def _join_pairs(pairs: Array, texts: Texts, order: Counts) -> tuple[Counts, np.ndarray]:
    """For each rank the first of its story, and its similarity to the nearest one there or NaN."""
    first = np.arange(len(order))
    similarity = np.full(len(order), np.nan)
    moments = texts.published.dt.as_unit("us")
    since_epoch = moments.astype("int64").where(moments.notna()) / 1e6
    seconds = since_epoch.to_numpy()[order]
    read = _Reader(texts)
    for pair in pairs.tolist():
        i = pair >> int(HALF)
        j = pair & int(LOWER)
        contained = measure_containment(read(order[i]), read(order[j]))
        apart = abs(seconds[i] - seconds[j])  # NaN without a date
        near = apart <= DAYS_APART * SECONDS_A_DAY
        if contained >= CONTAINED_EVER or (contained >= CONTAINED and near):
            similarity[[i, j]] = np.fmax(similarity[[i, j]], contained)
            earlier, later = sorted((first[i], first[j]))
            if earlier != later:
                first[first == later] = earlier
    return first, similarity


class _Reader:
    """The runs of single texts, out of their parts; those read last are kept."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.kept: OrderedDict[int, Array] = OrderedDict()

    def __call__(self, number: int) -> Array:
        if self.texts.runs:
            return self.texts.runs[number]
        if number not in self.kept:
            part = np.searchsorted(self.texts.firsts, number, side="right") - 1
            self.kept[number] = runs_of(self.texts.parts[part], number)
            if len(self.kept) > KEPT:
                self.kept.popitem(last=False)
        self.kept.move_to_end(number)
        return self.kept[number]
