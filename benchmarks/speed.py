"""How much faster the toolkit scores than a plain use of textstat and vaderSentiment, by CPU time.

    python benchmarks/speed.py SOURCE_FOLDER

Reads up to 500 posts and prints, for each task, the median CPU seconds of both ways and of their ratio. The two ways
alternate, each run in a process of its own, forked after the dictionaries are loaded, so that neither profits from
what the other has remembered. Values are compared on the way: a faster wrong answer is none.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import textstat
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from toolkit.posts import read_posts
from toolkit.readability import FORMULAS, score_readability
from toolkit.sentiment import find_sentences, score_strings

ANALYZER = SentimentIntensityAnalyzer()


def apply_textstat(texts: pd.Series) -> list[list[float]]:
    """The sixteen metrics, each by `Series.apply`, as a notebook would have it."""
    return [texts.apply(getattr(textstat, name)).tolist() for name in FORMULAS if name != "text_standard"] + [
        texts.apply(textstat.text_standard, float_output=True).tolist()
    ]


def apply_toolkit(texts: pd.Series) -> list[list[float]]:
    scores = score_readability(texts, list(FORMULAS))
    return [scores[name].tolist() for name in FORMULAS if name != "text_standard"] + [scores["text_standard"].tolist()]


def time_once(work: Callable[[], object], before: Callable[[], object] | None) -> tuple[float, object]:
    """CPU seconds of the work and its result, in a process of its own; `before` is run there first, untimed."""

    def run(pipe: multiprocessing.connection.Connection) -> None:
        if before:
            before()
        start = time.process_time()
        result = work()
        pipe.send((time.process_time() - start, result))

    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=run, args=(theirs,))
    process.start()
    seconds, result = ours.recv()
    process.join()
    return seconds, result


def compare(
    task: str,
    library: Callable[[], object],
    toolkit: Callable[[], object],
    rounds: int,
    before: Callable[[], object] | None = None,
) -> None:
    pairs = []
    for _ in range(rounds):
        slow, expected = time_once(library, None)
        fast, result = time_once(toolkit, before)
        if result != expected:
            raise SystemExit(f"{task}: the values differ")
        pairs.append((slow, fast))
    slow, fast = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(slow / fast for slow, fast in pairs)
    print(f"{task:<42} {slow:8.3f} {fast:8.3f} {statistics.median(ratios):7.1f}x   {ratios[0]:.1f}-{ratios[-1]:.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("--posts", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    texts = read_posts(options.source, on_problem="ignore")["text"].dropna().head(options.posts).reset_index(drop=True)
    texts = texts[texts.map(textstat.lexicon_count) > 0].astype(object)
    sentences, posts = find_sentences(texts)["text"].tolist(), texts.tolist()
    score_readability(["Incontrovertibly zzyzx."], list(FORMULAS))  # loads the dictionaries
    words = int(texts.map(textstat.lexicon_count).sum())
    print(
        f"{len(texts)} posts, {len(sentences)} sentences, {words} words; medians of {options.rounds} rounds, CPU seconds"
    )
    print(f"{'':<42} {'library':>8} {'toolkit':>8} {'ratio':>8}   range")
    run = options.rounds
    compare("sixteen metrics, first time", lambda: apply_textstat(texts), lambda: apply_toolkit(texts), run)
    compare(
        "sixteen metrics, words seen before",
        lambda: apply_textstat(texts),
        lambda: apply_toolkit(texts),
        run,
        before=lambda: apply_toolkit(texts),
    )
    library = lambda strings: [ANALYZER.polarity_scores(string) for string in strings]  # noqa: E731
    compare("sentiment of the same sentences", lambda: library(sentences), lambda: score_strings(sentences), run)
    compare("sentiment of whole posts", lambda: library(posts), lambda: score_strings(posts), run)


if __name__ == "__main__":
    main()
