"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling,
Broder 1997, "On the resemblance and containment of documents"). All runs are sorted once, so that
those of one wording stand side by side: only texts that share some are compared, and by all they
have.
"""

import re
from zlib import crc32

import numpy as np
import pandas as pd

from toolkit.inputs import need_columns

WORDS = re.compile(r"\w+")
# Words of a run: fewer are shared by texts on one subject, more are broken by one edited word.
RUN = 5
# Shares of the shorter text's runs. Background recycled over weeks stays below the first, a text
# published again, however late, reaches the second; a copy is another but for dateline and credit.
CONTAINED = 0.30
CONTAINED_EVER = 0.80
NEARLY_SAME = 0.90
DAYS_APART = 4  # a story that moves on is told anew within days
# Runs in common that make two texts worth comparing: one or two may be a set phrase.
SHARED = 3
# A run held by so many texts is furniture, or a story carried by many: it pairs each text with the
# first ones only, so that the work grows with the texts and not with their square.
MANY_HOLDERS = 30
FIRST_HOLDERS = 10
SECONDS_A_DAY = 86_400
# By place in its run a word weighs a power of this; the product's upper half is well mixed.
WEIGHT = 0x9E3779B97F4A7C15
HALF = np.uint64(32)


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
    ordered = posts.reset_index(drop=True)
    ordered["published"] = pd.to_datetime(posts["published"].to_numpy(), utc=True)
    # So that a story's first post has the least place in this order.
    ordered = ordered.sort_values("published", kind="stable")
    absent = pd.Series(False, ordered.index)
    wrong = ordered.get("wrong_body", absent).eq(True).fillna(False).astype(bool)
    runs = [_runs(text) for text in ordered["text"].mask(wrong)]
    first, similarity = _join_pairs(runs, ordered["published"].tolist())
    outlets = ordered.get("outlet", absent).astype("str").to_numpy()
    is_first = first == np.arange(len(first))
    is_copy = (similarity >= NEARLY_SAME) | (outlets != outlets[first])
    role = np.select(
        [np.isnan(similarity), is_first, is_copy],
        ["single", "original", "copy"],
        "update",
    )
    stories = posts.index[ordered.index[first]]
    found = pd.DataFrame(
        {"story": stories, "role": role, "similarity": similarity}, ordered.index
    )
    return found.sort_index().set_axis(posts.index)


def _join_pairs(
    runs: list[np.ndarray], published: list[pd.Timestamp]
) -> tuple[np.ndarray, np.ndarray]:
    """For each text the first of its story, and its similarity to the nearest one there or NaN."""
    first = np.arange(len(runs))
    similarity = np.full(len(runs), np.nan)
    for i, j in _find_candidates(runs):
        contained = _measure_containment(runs[i], runs[j])
        apart = abs((published[i] - published[j]).total_seconds())  # NaN without a date
        near = apart <= DAYS_APART * SECONDS_A_DAY
        if contained >= CONTAINED_EVER or (contained >= CONTAINED and near):
            similarity[[i, j]] = np.fmax(similarity[[i, j]], contained)
            earlier, later = sorted((first[i], first[j]))
            if earlier != later:
                first[first == later] = earlier
    return first, similarity


def _measure_containment(runs: np.ndarray, others: np.ndarray) -> float:
    """What share of the shorter text's runs the longer one holds."""
    short, long = sorted((runs, others), key=len)
    return float(np.isin(short, long).mean())


def _runs(text: object) -> np.ndarray:
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


def _find_candidates(runs: list[np.ndarray]) -> list[tuple[int, int]]:
    """Pairs of texts that may belong together, by the runs they share: three at least, or all.

    A text of so many runs that many hold may share more than is counted.
    """
    sizes = np.array(list(map(len, runs)), dtype=int)
    held, place, many = _find_shared(runs, sizes)
    text = held & np.uint64(2**32 - 1)
    uncounted = np.bincount(text[many].astype(int), minlength=len(runs))
    pairs = []
    counts = []
    for before in range(MANY_HOLDERS):
        most = len(runs) if before < FIRST_HOLDERS else MANY_HOLDERS
        later = np.flatnonzero((place > before) & (place <= most))
        earlier = later - place[later] + before
        both = np.unique(text[earlier] << HALF | text[later], return_counts=True)
        pairs.append(both[0])
        counts.append(both[1])
    found, at = np.unique(np.concatenate(pairs), return_inverse=True)
    shared = np.bincount(at, np.concatenate(counts), len(found))
    first = (found >> HALF).astype(int)
    second = (found & np.uint64(2**32 - 1)).astype(int)
    shorter = np.minimum(sizes[first], sizes[second])
    at_most = shared + np.minimum(uncounted[first], uncounted[second])
    close = (shared >= np.minimum(SHARED, shorter)) & (at_most >= CONTAINED * shorter)
    return list(zip(first[close].tolist(), second[close].tolist(), strict=True))


def _find_shared(
    runs: list[np.ndarray], sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What texts share, sorted: run and text in one number; its place among the run's holders.

    The third says whether the run has so many holders that not all of them are paired.
    """
    texts = np.repeat(np.arange(len(runs), dtype=np.uint64), sizes)
    held = np.concatenate([np.array([], dtype=np.uint32), *runs]).astype(np.uint64)
    held <<= HALF
    held |= texts
    held.sort()
    run = (held >> HALF).astype(np.uint32)
    as_before = np.zeros(len(run), dtype=bool)
    as_before[1:] = run[1:] == run[:-1]
    shared = as_before.copy()
    shared[:-1] |= as_before[1:]
    starts = np.flatnonzero(~as_before[shared])
    holders = np.diff(starts, append=np.count_nonzero(shared))
    place = np.arange(np.count_nonzero(shared)) - np.repeat(starts, holders)
    return held[shared], place, np.repeat(holders > MANY_HOLDERS + 1, holders)
