"""Whether a text belongs under its title: judged by what all posts' texts and titles say.

The posts are gone through more than once, so that not all of them need be in memory:
`gather_context` keeps what all of them tell, `judge_bodies` judges some of them by it.
"""

import string
from collections import Counter
from collections.abc import Callable, Iterable
from math import log
from typing import NamedTuple

import numpy as np
import pandas as pd

from toolkit.language import COMMON_WORDS

UNMARKED = bytes.maketrans(
    f"{string.punctuation}\n".encode(), b" " * (len(string.punctuation) + 1)
)
SAMPLE = 200  # texts that tell how rare a word is
JUDGED_KINDS = ("article", "gallery", "live blog")
JUDGED_WORDS = 100  # shorter texts are never accused
JUDGED_TITLE = 3  # different stems: shorter titles are no evidence
# Of the title's weight: a text that covers less has a title not its own.
COVERED = 0.2
COVERED_IF_SHARED = 0.5  # where the text stands under another story's title too
SAME_TEXT = 500  # characters by which two texts are the same
MOST_SHARING = 20  # texts compared with one

Stems = frozenset[bytes]


class Context(NamedTuple):
    """What all posts tell of one."""

    spread: Counter[bytes]  # in how many texts of the sample a stem stands
    texts: int  # of the sample
    # By the hash of how a text starts, where several start so: the first posts' places and titles.
    sharing: dict[int, list[tuple[int, Stems]]]


def find_wrong_bodies(posts: pd.DataFrame) -> list[bool]:
    """Whether a text shows (nearly) none of its title's words, or is another title's too.

    Rare words count more: by word stems of five letters, each with the weight log(texts / texts
    that hold it) in a sample of 200. Measured against hand-made labels by
    ``benchmarks/reading.py``; punning titles give false alarms, so short texts are never accused.
    """
    places = np.arange(len(posts))
    context = gather_context(lambda: [posts], places)
    return judge_bodies(posts, places, context)


def gather_context(
    parts: Callable[[], Iterable[pd.DataFrame]], places: np.ndarray
) -> Context:
    """What all posts tell: how rare words are, and which texts stand under several titles.

    Parameters
    ----------
    parts
        Gives the posts in their order, some at a time, each time it is called.
    places
        The place of each post in the order of the source, in which they may not come.
    """
    step = 1 + len(places) // SAMPLE
    spread = Counter[bytes]()
    texts = 0
    starts = []
    for first, part in _count(parts()):
        starts.append(_hash_starts(part))
        sampled = part[places[first : first + len(part)] % step == 0]
        texts += len(sampled)
        for said in _say(sampled):
            spread.update(_stems(said))
    return Context(spread, texts, _find_sharing(parts(), starts, places))


def _find_sharing(
    parts: Iterable[pd.DataFrame], starts: list[np.ndarray], places: np.ndarray
) -> dict[int, list[tuple[int, Stems]]]:
    none = np.array([], dtype=np.int64)
    found, times = np.unique(np.concatenate([none, *starts]), return_counts=True)
    shared = set(found[times > 1].tolist())
    sharing: dict[int, list[tuple[int, Stems]]] = {}
    if not shared:
        return sharing
    for (first, part), of_part in zip(_count(parts), starts, strict=True):
        for i, start in enumerate(of_part.tolist()):
            if start not in shared:
                continue
            same = sharing.setdefault(start, [])
            title = part["title"].iloc[i]
            same.append((int(places[first + i]), _stems_of_title(title)))
            if len(same) > 2 * MOST_SHARING:
                same.sort(key=_place)
                del same[MOST_SHARING:]
    return {
        start: sorted(same, key=_place)[:MOST_SHARING]
        for start, same in sharing.items()
    }


def _place(titled: tuple[int, Stems]) -> int:
    return titled[0]


def _count(parts: Iterable[pd.DataFrame]) -> Iterable[tuple[int, pd.DataFrame]]:
    """Parts with the number of posts before each."""
    first = 0
    for part in parts:
        yield first, part
        first += len(part)


def judge_bodies(
    part: pd.DataFrame, places: np.ndarray, context: Context
) -> list[bool]:
    """Whether posts have wrong bodies (`find_wrong_bodies`); `places` are theirs in the source."""
    judged = part["kind"].isin(JUDGED_KINDS) & (part["words"] >= JUDGED_WORDS)
    starts = _hash_starts(part).tolist()
    rows = zip(places.tolist(), part["title"], _say(part), starts, judged, strict=True)
    flags = []
    for place, heading, said, start, long_enough in rows:
        title = _stems_of_title(heading) if long_enough else frozenset()
        if len(title) < JUDGED_TITLE:
            flags.append(False)
            continue
        same = context.sharing.get(start, [])
        alien = _are_alien(title, [stems for other, stems in same if other != place])
        least = COVERED_IF_SHARED if alien else COVERED
        flags.append(not _is_covered(title, said, least, context))
    return flags


def _hash_starts(part: pd.DataFrame) -> np.ndarray:
    """A number for the start of each text: it holds for this process only."""
    texts = part["text"].fillna("").tolist()
    return np.array([hash(text[:SAME_TEXT]) for text in texts], dtype=np.int64)


def _say(part: pd.DataFrame) -> list[bytes]:
    """The words of each post, behind its dateline."""
    texts = part["text"].fillna("").tolist()
    datelines = part["dateline"].fillna("").tolist()
    return [
        _bare_words(f"{place} {text}")
        for place, text in zip(datelines, texts, strict=True)
    ]


def _stems_of_title(title: object) -> Stems:
    return _stems(_bare_words(title)) if isinstance(title, str) else frozenset()


def _is_covered(title: Stems, said: bytes, least: float, context: Context) -> bool:
    """Whether a text says at least this share of the title's words, each with its weight.

    Two or three words mostly show it: the others are not looked for.
    """
    weights = {
        stem: log(1 + context.texts / (1 + context.spread[stem])) for stem in title
    }
    total = sum(weights.values())
    covered = 0.0
    for stem, weight in weights.items():
        if stem in said:
            covered += weight
            if covered / total >= least:
                return True
    return False


def _are_alien(title: Stems, others: list[Stems]) -> bool:
    """Whether the titles over the same text are of other stories.

    Of each, under a third of the shorter title's words is shared.
    """
    return bool(others) and all(
        3 * len(title & other) < min(len(title), len(other)) for other in others
    )


def _bare_words(text: str) -> bytes:
    """The words in lower case, each behind a blank.

    As bytes, which is several times faster than a regular expression.
    """
    # The half of a contraction would count as a rare word: can, isn, doesn.
    text = text.replace("n’t", " not").replace("n't", " not")
    for mark in "“”‘’—–…":
        text = text.replace(mark, " ")
    return b" %b " % text.lower().encode("utf-8", "replace").translate(UNMARKED)


def _stems(words: bytes) -> Stems:
    """The words' first five letters, or a shorter word with the blank behind it.

    Without the commonest words.
    """
    rare = set(words.split()) - COMMON_WORDS
    # In brackets a list: half as slow as what is made one by one.
    return frozenset(
        [
            b" " + (word + b" ")[:5]
            for word in rare
            if len(word) > 2 and not word.isdigit()
        ]
    )
