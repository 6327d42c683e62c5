"""Updates, reposts and syndicated copies of one story -> one story id.

Two texts belong together when they share much of their wording: runs of five words (w-shingling, Broder 1997, "On
the resemblance and containment of documents"). To stay near-linear, only every eighth shingle by hash is kept as a
sketch of a text, and only texts that share a rare one are compared.
"""

import re
from collections import Counter, defaultdict
from itertools import combinations
from zlib import crc32

import pandas as pd

CONTAINED = 0.30  # of the shorter text's shingles: background recycled over weeks stays below
DAYS_APART = 4
WORD = re.compile(r"\w+")


def group_stories(posts: pd.DataFrame) -> pd.DataFrame:
    """Which posts tell the same story, and which of them came first.

    Needs the columns text, title and published; outlet and wrong_body are used if there. Returns a frame with the
    index of `posts` and the columns story (the post_id of its first post), role (original, update: reworked by the
    same outlet, copy: nearly the same text or another outlet's, single) and similarity (share of the shorter text's
    five-word runs that the most similar post of the story holds; NaN for single posts).

    A pair belongs together if at least 30% of the shorter text's runs are shared within four days, or 80% at any
    distance. A post with a wrong body is always single: a shared body under another title is no story.

    >>> text = "the ferry left the harbour at nine and never came back to the pier it had left that day " * 3
    >>> posts = pd.DataFrame({"title": ["Ferry", "Ferry lost"], "text": [text, text + "Police search."],
    ...                       "published": pd.to_datetime(["2024-03-01", "2024-03-02"], utc=True)}, index=["a", "b"])
    >>> group_stories(posts)[["story", "role"]].values.tolist()
    [['a', 'original'], ['a', 'copy']]
    """
    published = posts["published"].tolist()
    wrong = posts["wrong_body"].tolist() if "wrong_body" in posts else [False] * len(posts)
    sketches = [
        frozenset() if bad or not isinstance(text, str) else _sketch(text)
        for text, bad in zip(posts["text"], wrong, strict=True)
    ]
    parent = list(range(len(posts)))
    best: dict[int, float] = {}
    for (i, j), shared in _shared(sketches).items():
        contained = shared / min(len(sketches[i]), len(sketches[j]))
        days = abs((published[i] - published[j]).total_seconds()) / 86_400  # NaN where a date is missing
        if contained >= 0.8 or (contained >= CONTAINED and shared >= 3 and days <= DAYS_APART):
            parent[_root(parent, i)] = _root(parent, j)
            for k in (i, j):
                best[k] = max(best.get(k, 0.0), contained)
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


def _sketch(text: str) -> frozenset[int]:
    """Hashes of every eighth five-word run of a text; of all runs where the text is short."""
    words = WORD.findall(text.lower())
    hashes = [crc32(" ".join(words[i : i + 5]).encode()) for i in range(len(words) - 4)]
    kept = frozenset(value for value in hashes if value % 8 == 0)
    return kept if len(kept) >= 8 else frozenset(hashes) if len(hashes) <= 100 else kept


def _shared(sketches: list[frozenset[int]]) -> Counter[tuple[int, int]]:
    """How many kept runs each pair of texts shares; runs in more than thirty texts are furniture."""
    holders: dict[int, list[int]] = defaultdict(list)
    for i, sketch in enumerate(sketches):
        for value in sketch:
            holders[value].append(i)
    return Counter(pair for held in holders.values() if 2 <= len(held) <= 30 for pair in combinations(held, 2))


def _root(parent: list[int], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i
