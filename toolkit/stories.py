"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling, Broder 1997, "On
the resemblance and containment of documents"). To stay near-linear, texts are compared only if they share some of a
sample of their runs, and by the shorter one's sample.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from zlib import crc32

import numpy as np
import pandas as pd

CONTAINED = (
    0.30  # of the shorter text's shingles: background recycled over weeks stays below
)
DAYS_APART = 4
WORD = re.compile(r"\w+")


def group_stories(posts: pd.DataFrame) -> pd.DataFrame:
    """Which posts tell the same story, and which of them came first.

    Needs the columns text and published; outlet and wrong_body are used if there. Returns a frame with the index of
    `posts` and the columns story (the post_id of its first post), role (original, update: reworked by the same outlet,
    copy: nearly the same text or another outlet's, single) and similarity (estimated share of the shorter text's
    five-word runs that the most similar post of the story holds; NaN for single posts).

    A pair belongs together if at least 30% of the shorter text's runs are shared within four days, or 80% at any
    distance. A post with a wrong body is always single: a shared body under another title is no story. Texts under
    eight words have to share all.

    >>> text = "the ferry left the harbour at nine and never came back to the pier it had left that day " * 3
    >>> posts = pd.DataFrame({"text": [text, text + "Police search."],
    ...                       "published": pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)}, index=["a", "b"])
    >>> group_stories(posts)[["story", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy']]
    """
    ordered = posts.reset_index(drop=True).assign(
        published=pd.to_datetime(posts["published"].to_numpy(), utc=True)
    )
    ordered = ordered.sort_values(
        "published", kind="stable"
    )  # so a story's first is its least
    published, absent = ordered["published"].tolist(), pd.Series(False, ordered.index)
    texts = ordered["text"].mask(
        ordered.get("wrong_body", absent).eq(True).fillna(False).astype(bool)
    )
    runs = [
        _runs(text) if isinstance(text, str) else np.array([], dtype=np.uint32)
        for text in texts
    ]
    first = np.arange(len(posts))  # of the story that each post belongs to
    best = np.full(
        len(posts), np.nan
    )  # each post's similarity to the nearest of its story
    for i, j in _candidates([_sample(values) for values in runs]):
        # The shorter text's sample against all of the longer's runs: an estimate of what the longer contains.
        short, long = sorted((runs[i], runs[j]), key=len)
        contained = np.isin(_sample(short), long).mean()
        days = (
            abs((published[i] - published[j]).total_seconds()) / 86_400
        )  # NaN where a date is missing
        if contained >= 0.8 or (contained >= CONTAINED and days <= DAYS_APART):
            best[[i, j]] = np.fmax(best[[i, j]], contained)
            earlier, later = sorted((first[i], first[j]))
            if earlier != later:
                first[first == later] = earlier
    outlets = ordered.get("outlet", absent).astype("str").to_numpy()
    copied = (best >= 0.9) | (outlets != outlets[first])
    role = np.select(
        [np.isnan(best), first == np.arange(len(posts)), copied],
        ["single", "original", "copy"],
        "update",
    )
    found = pd.DataFrame(
        {"story": posts.index[ordered.index[first]], "role": role, "similarity": best},
        ordered.index,
    )
    return found.sort_index().set_axis(posts.index)


def _runs(text: str) -> np.ndarray:
    """Hashes of a text's five-word runs, each once: four bytes a word, so that a large collection fits."""
    words = WORD.findall(text.lower())
    hashes = [
        crc32(" ".join(words[i : i + 5]).encode())
        for i in range(max(1, len(words) - 4))
    ]
    return np.unique(np.array(hashes, dtype=np.uint32))


def _sample(runs: np.ndarray) -> np.ndarray:
    """Every eighth run by its hash, the same eighth in all texts; all runs of a short text."""
    return runs if len(runs) < 100 else runs[runs % 8 == 0]


def _candidates(samples: list[np.ndarray]) -> Iterator[tuple[int, int]]:
    """Pairs that may belong together: those that share three sampled runs, or all.

    A run in many texts is furniture, or the text of a story carried by many: there each text is paired with the first
    ten only, so that the work grows with the texts and not with their square.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for i, sample in enumerate(samples):
        for run in sample.tolist():
            held = holders[run]
            shared.update((j, i) for j in (held if len(held) <= 30 else held[:10]))
            held.append(i)
    return (
        pair
        for pair, n in shared.items()
        if n >= min(3, *(len(samples[i]) for i in pair))
    )
