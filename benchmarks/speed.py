"""How much faster the toolkit scores than a plain use of textstat and vaderSentiment, by CPU time.

usage: python benchmarks/speed.py SOURCE_FOLDER [ROUNDS]

Reads up to 500 posts and prints, for each task, the median CPU seconds of both ways over the rounds (5), the median
of their ratios, and the lowest and highest ratio. The two ways alternate. Dictionaries are loaded before; what has been
remembered about single words is forgotten before each run, but where the task says that words were seen before.
The values are compared on the way: a faster wrong answer is none.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import pandas as pd
import pyphen
import textstat
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from toolkit.posts import read_posts
from toolkit.readability import FORMULAS, KNOWN, score_readability
from toolkit.sentiment import find_sentences, score_strings

ANALYZER = SentimentIntensityAnalyzer()


def apply_textstat(texts: pd.Series) -> list[list[float]]:
    """The sixteen metrics, each by `Series.apply`, as one would write it in a notebook."""
    more = {"text_standard": {"float_output": True}}
    return [texts.apply(getattr(textstat, name), **more.get(name, {})).tolist() for name in FORMULAS]


def apply_toolkit(texts: pd.Series) -> list[list[float]]:
    scores = score_readability(texts, list(FORMULAS))
    return [scores[name].tolist() for name in FORMULAS]


def apply_vader(texts: list[str]) -> list[dict[str, float]]:
    return [ANALYZER.polarity_scores(text) for text in texts]


def forget_words() -> None:
    """Empty the toolkit's memo of words, and the one that textstat's hyphenator keeps."""
    KNOWN.clear()
    pyphen.Pyphen(lang="en_US").hd.cache.clear()


def keep_words() -> None:
    """Leave the memos as the runs before have filled them."""


def run(work: Callable[[Any], Any], data: Any) -> tuple[float, Any]:
    began = time.process_time()
    result = work(data)
    return time.process_time() - began, result


def compare(task: str, before: Callable[[], None], theirs: Any, ours: Any, data: Any, rounds: int) -> None:
    pairs = []
    for _ in range(rounds):
        before()
        slow, expected = run(theirs, data)
        before()
        fast, result = run(ours, data)
        if result != expected:
            raise SystemExit(f"{task}: the values differ")
        pairs.append((slow, fast))
    slow, fast = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(slow / fast for slow, fast in pairs)
    print(f"{task:<36}{slow:9.3f}{fast:9.3f}{statistics.median(ratios):8.1f}x   {ratios[0]:.1f}-{ratios[-1]:.1f}")


def main(source: str, rounds: str = "5") -> None:
    texts = read_posts(source, on_problem="ignore")["text"].dropna().head(500).astype(object)
    texts = texts[texts.map(textstat.lexicon_count) > 0]
    sentences, posts, n = find_sentences(texts)["text"].tolist(), texts.tolist(), int(rounds)
    apply_toolkit(pd.Series(["Incontrovertibly zzyzx."]))  # loads the dictionaries
    print(f"{len(posts)} posts, {len(sentences)} sentences, {sum(texts.map(textstat.lexicon_count))} words")
    print(f"{'CPU seconds':<36}{'library':>9}{'toolkit':>9}{'ratio':>9}   range")
    compare("sixteen metrics, first time", forget_words, apply_textstat, apply_toolkit, texts, n)
    compare("sixteen metrics, words seen before", keep_words, apply_textstat, apply_toolkit, texts, n)
    compare("sentiment of the same sentences", keep_words, apply_vader, score_strings, sentences, n)
    compare("sentiment of whole posts", keep_words, apply_vader, score_strings, posts, n)


if __name__ == "__main__":
    main(*sys.argv[1:])
