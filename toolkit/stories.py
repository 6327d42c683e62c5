"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling, Broder 1997, "On
the resemblance and containment of documents"). To stay near-linear, texts are compared only if they share some of every
eighth run by hash, and by a sample of the shorter one's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

Hashes = npt.NDArray[np.uint32]

CONTAINED = 0.30  # of the shorter text's shingles: background recycled over weeks stays below
DAYS_APART = 4
WORD = re.compile(r"\w+")


def group_stories(posts: pd.DataFrame) -> pd.DataFrame:
    """Which posts tell the same story, and which of them came first.

    Needs the columns text and published; outlet and wrong_body are used if there. Returns a frame with the index of
    `posts` and the columns story (the post_id of its first post), role (original, update: reworked by the same outlet,
    copy: nearly the same text or another outlet's, single) and similarity (estimated share of the shorter text's
    five-word runs that the most similar post of the story holds; NaN for single posts).

    A pair belongs together if at least 30% of the shorter text's runs are shared within four days, or 80% at any
    distance. A post with a wrong body is always single: a shared body under another title is no story. Texts under 13
    words are compared as a whole only.

    >>> text = "the ferry left the harbour at nine and never came back to the pier it had left that day " * 3
    >>> posts = pd.DataFrame({"text": [text, text + "Police search."],
    ...                       "published": pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)}, index=["a", "b"])
    >>> group_stories(posts)[["story", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy']]
    """
    published = posts["published"].tolist()
    wrong = posts["wrong_body"].tolist() if "wrong_body" in posts else [False] * len(posts)
    runs = [
        np.array([], dtype=np.uint32) if bad or not isinstance(text, str) else _runs(text)
        for text, bad in zip(posts["text"], wrong, strict=True)
    ]
    parent = list(range(len(posts)))
    best: dict[int, float] = {}
    for i, j in _candidates(runs):
        # The shorter text's sample against all of the longer's runs: an estimate of what the longer contains.
        short, long = sorted((i, j), key=lambda k: len(runs[k]))
        sample = _sample(runs[short])
        contained = np.isin(sample, runs[long]).mean()
        days = abs((published[i] - published[j]).total_seconds()) / 86_400  # NaN where a date is missing
        if contained >= 0.8 or (contained >= CONTAINED and days <= DAYS_APART):
            parent[_root(parent, i)] = _root(parent, j)
            for k in (i, j):
                best[k] = max(best.get(k, 0.0), float(contained))
    members: dict[int, list[int]] = defaultdict(list)
    for i in range(len(posts)):
        members[_root(parent, i)].append(i)
    rows: list[tuple[object, str, float]] = [("", "", 0.0)] * len(posts)
    outlets = posts["outlet"].tolist() if "outlet" in posts else [None] * len(posts)
    for group in members.values():
        group.sort(key=lambda i: (published[i] is pd.NaT, published[i] if published[i] is not pd.NaT else 0, i))
        first = group[0]
        for i in group:
            role = "single" if len(group) == 1 else "original" if i == first else "update"
            if role == "update" and (best[i] >= 0.9 or outlets[i] != outlets[first]):
                role = "copy"
            rows[i] = (posts.index[first], role, best.get(i, float("nan")))
    return pd.DataFrame(rows, index=posts.index, columns=["story", "role", "similarity"])


def _runs(text: str) -> Hashes:
    """Hashes of a text's five-word runs, each once: four bytes a word, so that a large collection fits."""
    words = WORD.findall(text.lower())
    hashes = [crc32(" ".join(words[i : i + 5]).encode()) for i in range(max(1, len(words) - 4))]
    return np.unique(np.array(hashes, dtype=np.uint32))


def _sample(runs: Hashes) -> Hashes:
    """Every eighth run by its hash, the same eighth in all texts; all of them where that leaves under eight."""
    kept = runs[runs % 8 == 0]
    return kept if len(kept) >= 8 else runs


def _candidates(runs: list[Hashes]) -> Iterator[tuple[int, int]]:
    """Pairs that may belong together: those that share three sampled runs, or all.

    A run in many texts is furniture, or the text of a story carried by many: there each text is paired with the first
    ten only, so that the work grows with the texts and not with their square.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for i, values in enumerate(runs):
        for value in (values if len(values) < 100 else values[values % 8 == 0]).tolist():
            held = holders[value]
            shared.update((j, i) for j in (held if len(held) <= 30 else held[:10]))
            held.append(i)
    for (i, j), n in shared.items():
        if n >= min(3, len(runs[i]), len(runs[j])):
            yield i, j


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
