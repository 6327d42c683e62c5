"""What shows only when texts are compared: furniture that recurs, a text under a title not its own."""

import string
from collections import Counter, defaultdict
from math import log
from typing import Any

import pandas as pd

from toolkit.language import COMMON_WORDS

UNMARKED = bytes.maketrans(
    f"{string.punctuation}\n".encode(), b" " * (len(string.punctuation) + 1)
)
EDGE = 3  # blocks from the start or the end of a text


def drop_recurring(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Take out of the rows what stands near the edges of many different posts of one outlet; returns it as problems.

    That is furniture which no rule knows. Many: four (ten, if it reads like a sentence of background) and 2 % of the
    outlet's posts. Different: in their longest paragraph, so that reposts are one.
    """
    outlets = [
        row["outlet"] if isinstance(row["outlet"], str) else "an unknown outlet"
        for row in rows
    ]
    posts = Counter(outlets)
    where = defaultdict(list)
    for row, outlet in zip(rows, outlets, strict=True):
        blocks = row["text"].split("\n\n") if isinstance(row["text"], str) else []
        for block in {*blocks[:EDGE], *blocks[-EDGE:]} - {
            longest := max(blocks, key=len, default="")
        }:
            where[outlet, block].append((row, longest))
    problems = []
    for (outlet, block), found in where.items():
        sentence = block.endswith((".", '."', ".”")) and block.count(" ") > 12
        if len({longest for _, longest in found}) >= max(
            10 if sentence else 4, 0.02 * posts[outlet]
        ):
            for row, _ in found:
                row["text"] = "\n\n".join(
                    kept for kept in row["text"].split("\n\n") if kept != block
                )
                row["words"] = len(row["text"].split())
            reason = f"the same block stands in {len(found)} posts of {outlet}: {block[:500]!r}"
            problems.append(
                {
                    "file": found[0][0]["file"],
                    "place": "",
                    "reason": reason,
                    "action": "kept without it",
                }
            )
    return problems


def find_wrong_bodies(posts: pd.DataFrame) -> list[bool]:
    """Whether a text shows (nearly) none of its title's words, rare words counting more, or is another title's too.

    Word stems of five letters; a word's weight is log(texts / texts that hold it), in a sample of 200. Measured
    against hand-made labels by ``benchmarks/reading.py``; punning titles give false alarms, so short texts are never
    accused.
    """
    texts = posts["text"].fillna("").tolist()
    said = [
        _plain(f"{place} {text}")
        for place, text in zip(posts["dateline"].fillna(""), texts, strict=True)
    ]
    wanted = [_stems(_plain(title)) for title in posts["title"].fillna("")]
    sample = said[:: 1 + len(said) // 200]
    spread = Counter(stem for text in sample for stem in _stems(text))
    sharing = defaultdict(list)
    for i, text in enumerate(texts):
        sharing[text[:500]].append(i)
    flags = []
    for i, (kind, words) in enumerate(zip(posts["kind"], posts["words"], strict=True)):
        weights = {
            stem: log(1 + len(sample) / (1 + spread[stem])) for stem in wanted[i]
        }
        cover = sum(weight for stem, weight in weights.items() if stem in said[i]) / (
            sum(weights.values()) or 1
        )
        judged = (
            kind in ("article", "gallery", "live blog")
            and len(wanted[i]) >= 3
            and words >= 100
        )
        others = (
            [wanted[j] for j in sharing[texts[i][:500]][:20] if j != i]
            if judged
            else []
        )
        # The same body under a title of its own: under a third of the shorter title's words is shared.
        alien = bool(others) and all(
            3 * len(wanted[i] & o) < min(len(wanted[i]), len(o)) for o in others
        )
        flags.append(judged and cover < (0.5 if alien else 0.2))
    return flags


def _plain(text: str) -> bytes:
    """The words in lower case, each behind a blank; as bytes, which is several times faster than a regex."""
    for mark in "“”‘’—–…":
        text = text.replace(mark, " ")
    return b" %b " % text.lower().encode("utf-8", "replace").translate(UNMARKED)


def _stems(plain: bytes) -> frozenset[bytes]:
    """The words' first five letters, or a shorter word with the blank behind it, but for the commonest words."""
    words = (
        word
        for word in set(plain.split()) - COMMON_WORDS
        if len(word) > 2 and not word.isdigit()
    )
    return frozenset((b" %b " % word)[:6] for word in words)
