"""What shows only when texts are compared: furniture that recurs, a text under a wrong title."""

import string
from collections import Counter, defaultdict
from math import log
from typing import Any

import pandas as pd

from toolkit.language import COMMON_WORDS

EDGE = 3  # blocks from the start or the end of a text
RECURRING = 4  # different posts of an outlet with the same block
RECURRING_SENTENCE = 10  # the same for what reads like background
RECURRING_SHARE = 0.02  # of the outlet's posts
SENTENCE = 13  # blanks in what reads like background, which ends in a full stop

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


def drop_recurring(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Take out of the rows what stands near the edges of many different posts of one outlet.

    That is furniture which no rule knows. Many: four (ten, if it reads like a sentence of
    background) and 2 % of the outlet's posts. Different: in their longest paragraph, so that
    reposts are one.

    Returns
    -------
    list
        The problems: file, place, reason, action.
    """
    posts = Counter(map(_outlet, rows))
    where = defaultdict(list)
    for row in rows:
        outlet = _outlet(row)
        blocks = row["text"].split("\n\n") if isinstance(row["text"], str) else []
        longest = max(blocks, key=len, default="")
        for block in {*blocks[:EDGE], *blocks[-EDGE:]} - {longest}:
            where[outlet, block].append((row, longest))
    problems = []
    for (outlet, block), found in where.items():
        if len(found) < RECURRING:  # as nearly all
            continue
        different = {longest for _, longest in found}
        if len(different) < max(_least(block), RECURRING_SHARE * posts[outlet]):
            continue
        for row, _ in found:
            _remove(block, row)
        problems.append(
            {
                "file": found[0][0]["file"],
                "place": "",
                "reason": f"the same block stands in {len(found)} posts of {outlet}: "
                f"{block[:500]!r}",
                "action": "kept without it",
            }
        )
    return problems


def _outlet(row: dict[str, Any]) -> str:
    outlet = row["outlet"]
    return outlet if isinstance(outlet, str) else "an unknown outlet"


def _least(block: str) -> int:
    """In how many different posts a block must stand to be furniture."""
    ends = block.endswith((".", '."', ".”"))
    return RECURRING_SENTENCE if ends and block.count(" ") >= SENTENCE else RECURRING


def _remove(block: str, row: dict[str, Any]) -> None:
    kept = [other for other in row["text"].split("\n\n") if other != block]
    row["text"] = "\n\n".join(kept)
    row["words"] = len(row["text"].split())


def find_wrong_bodies(posts: pd.DataFrame) -> list[bool]:
    """Whether a text shows (nearly) none of its title's words, or is another title's too.

    Rare words count more: by word stems of five letters, each with the weight log(texts / texts
    that hold it) in a sample of 200. Measured against hand-made labels by
    ``benchmarks/reading.py``; punning titles give false alarms, so short texts are never accused.
    """
    texts = posts["text"].fillna("").tolist()
    datelines = posts["dateline"].fillna("").tolist()
    said = [
        _bare_words(f"{place} {text}")
        for place, text in zip(datelines, texts, strict=True)
    ]
    titles = [
        _stems(_bare_words(title)) for title in posts["title"].fillna("").tolist()
    ]
    sample = said[:: 1 + len(said) // SAMPLE]
    spread = Counter(stem for text in sample for stem in _stems(text))
    sharing = defaultdict(list)
    for i, text in enumerate(texts):
        sharing[text[:SAME_TEXT]].append(i)
    judged = posts["kind"].isin(JUDGED_KINDS) & (posts["words"] >= JUDGED_WORDS)
    flags = []
    for i, (title, long_enough) in enumerate(zip(titles, judged, strict=True)):
        if not long_enough or len(title) < JUDGED_TITLE:
            flags.append(False)
            continue
        same = sharing[texts[i][:SAME_TEXT]][:MOST_SHARING]
        alien = _are_alien(title, [titles[j] for j in same if j != i])
        least = COVERED_IF_SHARED if alien else COVERED
        flags.append(not _is_covered(title, said[i], least, spread, len(sample)))
    return flags


def _is_covered(
    title: frozenset[bytes],
    said: bytes,
    least: float,
    spread: Counter[bytes],
    texts: int,
) -> bool:
    """Whether a text says at least this share of the title's words, each with its weight.

    Two or three words mostly show it: the others are not looked for.
    """
    weights = {stem: log(1 + texts / (1 + spread[stem])) for stem in title}
    total = sum(weights.values())
    covered = 0.0
    for stem, weight in weights.items():
        if stem in said:
            covered += weight
            if covered / total >= least:
                return True
    return False


def _are_alien(title: frozenset[bytes], others: list[frozenset[bytes]]) -> bool:
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
    for mark in "“”‘’—–…":
        text = text.replace(mark, " ")
    return b" %b " % text.lower().encode("utf-8", "replace").translate(UNMARKED)


def _stems(words: bytes) -> frozenset[bytes]:
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
