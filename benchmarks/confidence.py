"""How far the confidence of attributions can be trusted.

    python benchmarks/confidence.py GOLD.jsonl
    python benchmarks/confidence.py ATTRIBUTIONS.csv POSTS

GOLD.jsonl: {"id", "text", "attributions"} a line, as for train_attribution.py; or the truth of
posts in a folder, as in data/truth. An attribution is right if an annotator has one whose content
shares half of all its words. Prints, by tenths of the confidence, how many are right (the
reliability curve), the calibration error (the mean distance of confidence and share right, weighted
by size), and precision and recall from each confidence on.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.attribution import find_attributions
from toolkit.intervals import wilson_interval
from toolkit.posts import read_posts
from toolkit.words import split_tokens

Span = Sequence[int]
Content = Sequence[Span]
ALIKE = 0.5  # of all words of two contents
BINS = 10
LEVELS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)


def match_contents(
    words: Sequence[Span], found: Sequence[Content], truth: Sequence[Content]
) -> Iterator[tuple[int, int]]:
    """Pairs of contents (found, true) that share half of all their words, the likest first."""
    starts = np.array([start for start, _ in words])
    ends = np.array([end for _, end in words])

    def words_of(content: Content) -> set[int]:
        own: set[int] = set()
        for start, end in content:
            first = int(np.searchsorted(ends, start, side="right"))
            own.update(range(first, int(np.searchsorted(starts, end, side="left"))))
        return own

    true = [words_of(content) for content in truth]
    holding: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(true):
        for word in own:
            holding[word].append(number)
    pairs = []
    for number, content in enumerate(found):
        own = words_of(content)
        for other in {place for word in own for place in holding[word]}:
            alike = len(own & true[other]) / len(own | true[other])
            if alike >= ALIKE:
                pairs.append((-alike, number, other))
    taken: set[tuple[str, int]] = set()
    for _, number, other in sorted(pairs):
        if not taken & {("found", number), ("true", other)}:
            taken |= {("found", number), ("true", other)}
            yield number, other


def read_gold(path: str) -> tuple[pd.Series, dict[str, list[Content]]]:
    """Texts and the annotators' contents, by document."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines if line.strip()]
    texts = pd.Series({one["id"]: one["text"] for one in documents})
    return texts, {
        one["id"]: [told["content"] for told in one["attributions"]]
        for one in documents
    }


def read_truth(path: str, folder: str) -> tuple[pd.Series, dict[str, list[Content]]]:
    """The same, of posts in a folder."""
    truth = pd.read_csv(path, comment="#")
    contents: dict[str, list[Content]] = defaultdict(list)
    for post_id, spans in zip(truth["post_id"], truth["content_spans"], strict=True):
        contents[post_id].append(json.loads(spans))
    return read_posts(folder).loc[list(contents), "text"], contents


def mark_found(texts: pd.Series, truth: dict[str, list[Content]]) -> pd.DataFrame:
    """The attributions found, with whether each is `right`."""
    found = find_attributions(texts).assign(right=False)
    for post_id, own in found.groupby("post_id"):
        text = texts[post_id]
        words = [span for span in split_tokens(text) if text[span[0]].isalnum()]
        contents = own["content_spans"].tolist()
        hits = [number for number, _ in match_contents(words, contents, truth[post_id])]
        found.loc[own.index[hits], "right"] = True
    return found


def print_curve(found: pd.DataFrame, name: str) -> None:
    """The share right in each tenth of the confidence, and the calibration error."""
    tenth = np.minimum((found["confidence"] * BINS).astype(int), BINS - 1)
    curve = found.groupby(tenth).agg(
        n=("right", "size"),
        confidence=("confidence", "mean"),
        right=("right", "mean"),
        hits=("right", "sum"),
    )
    _, low, high = wilson_interval(curve.pop("hits"), curve["n"])
    distance = (curve["confidence"] - curve["right"]).abs()
    error = np.average(distance, weights=curve["n"])
    print(f"{name}: {len(found)} attributions, calibration error {error:.3f}")
    print(curve.assign(low=low, high=high).round(3).to_string(index=False), "\n")


def main(gold: str, folder: str | None = None) -> None:
    texts, truth = read_truth(gold, folder) if folder else read_gold(gold)
    found = mark_found(texts, truth)
    print_curve(found, "all")
    quoted = found["kind"] != "indirect"
    speech = found["act"] == "speech"
    print_curve(found[quoted], "quotations")
    print_curve(found[~quoted & speech], "other speech")
    print_curve(found[~speech], "attitudes")
    total = sum(map(len, truth.values()))
    for level in LEVELS:
        kept = found[found["confidence"] >= level]["right"]
        print(
            f"confidence {level} or more: {len(kept)} found, precision {kept.mean():.3f}, "
            f"recall {kept.sum() / total:.3f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
