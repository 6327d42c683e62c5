"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling,
Broder 1997, "On the resemblance and containment of documents"). To stay near-linear, texts are
compared only if they share some of a sample of their runs, and by the shorter one's sample.
"""

import re
from collections import Counter, defaultdict
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
# Every eighth run of a text is compared, an eighth of the work; all of one with under a hundred
# runs, where an eighth would tell little.
SAMPLED = 8
SAMPLED_FROM = 100
# Sampled runs in common that make two texts worth comparing: one or two may be a set phrase.
SHARED = 3
# A run held by so many texts is furniture, or a story carried by many: it pairs each text with the
# first ones only, so that the work grows with the texts and not with their square.
MANY_HOLDERS = 30
FIRST_HOLDERS = 10
SECONDS_A_DAY = 86_400


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
        `single`) · `similarity` (estimated share of the shorter text's runs that the most similar
        post of the story holds, 0 to 1; NaN for single posts).

    Raises
    ------
    ValueError
        A column is missing.

    Notes
    -----
    Broder 1997, "On the resemblance and containment of documents". Shares of texts of over a
    hundred words are estimated from every eighth run. Wording alone decides: a story told anew in
    other words is another.

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
    runs = [_hash_runs(text) for text in ordered["text"].mask(wrong)]
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
    for i, j in _find_candidates([_sample(values) for values in runs]):
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
    """An estimate of what the longer text holds: the shorter one's sample in all its runs."""
    short, long = sorted((runs, others), key=len)
    return float(np.isin(_sample(short), long).mean())


def _hash_runs(text: object) -> np.ndarray:
    """Hashes of a text's runs, each once: four bytes a word, so that a large collection fits."""
    if not isinstance(text, str):
        return np.array([], dtype=np.uint32)
    words = WORDS.findall(text.lower())
    starts = range(max(1, len(words) - RUN + 1))
    hashes = [crc32(" ".join(words[at : at + RUN]).encode()) for at in starts]
    return np.unique(np.array(hashes, dtype=np.uint32))


def _sample(runs: np.ndarray) -> np.ndarray:
    """Every eighth run by its hash, the same eighth in all texts; all runs of a short text."""
    return runs if len(runs) < SAMPLED_FROM else runs[runs % SAMPLED == 0]


def _find_candidates(samples: list[np.ndarray]) -> list[tuple[int, int]]:
    """Pairs that may belong together: those that share three sampled runs, or all they have."""
    holders: dict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for i, sample in enumerate(samples):
        for run in sample.tolist():
            held = holders[run]
            paired = held if len(held) <= MANY_HOLDERS else held[:FIRST_HOLDERS]
            shared.update((j, i) for j in paired)
            held.append(i)
    return [
        (i, j)
        for (i, j), n in shared.items()
        if n >= min(SHARED, len(samples[i]), len(samples[j]))
    ]
