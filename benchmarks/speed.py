"""How much faster the toolkit scores than a plain use of textstat and vaderSentiment, by CPU time.

usage: python benchmarks/speed.py FOLDER_OF_MARKDOWN_POSTS [ROUNDS]

Takes up to 500 posts and prints, for each task, the median CPU seconds of the plain way and of the toolkit over the
rounds (5), the median of their ratios, the lowest and highest, and the ratio aimed at. The two ways alternate in one
process. Dictionaries are loaded before; what was remembered about single words is forgotten before each run, but where
the task says that words were seen before. The values are compared on the way (not from files: the plain way cleans
less): a faster wrong answer is none. Needs python-frontmatter and beautifulsoup4 for the plain way to read.
"""

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frontmatter
import pandas as pd
import pyphen
import textstat
from bs4 import BeautifulSoup
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from toolkit.posts import read_posts
from toolkit.readability import FORMULAS, KNOWN, score_readability
from toolkit.sentiment import find_sentences, score_sentiment, score_strings

ANALYZER = SentimentIntensityAnalyzer()
MORE: dict[str, dict[str, bool]] = {"text_standard": {"float_output": True}}


def apply_textstat(texts: pd.Series) -> list[list[float]]:
    """The sixteen metrics, each by `Series.apply`, as one would write it in a notebook."""
    return [
        texts.apply(getattr(textstat, name), **MORE.get(name, {})).tolist()
        for name in FORMULAS
    ]


def loop_textstat(texts: pd.Series) -> list[list[float]]:
    """The sixteen metrics post by post, which textstat's caches of 128 texts like better."""
    rows = [
        [getattr(textstat, name)(text, **MORE.get(name, {})) for name in FORMULAS]
        for text in texts
    ]
    return [list(column) for column in zip(*rows, strict=True)]


def apply_toolkit(texts: pd.Series) -> list[list[float]]:
    scores = score_readability(texts, list(FORMULAS))
    return [scores[name].tolist() for name in FORMULAS]


def apply_vader(texts: list[str]) -> list[dict[str, float]]:
    return [ANALYZER.polarity_scores(text) for text in texts]


def read_plainly(folder: Path) -> pd.DataFrame:
    """Files to scored frame with the usual libraries, each called the usual way."""
    posts = [frontmatter.load(str(path)) for path in sorted(folder.glob("*.md"))]
    frame = pd.DataFrame([post.metadata for post in posts])
    frame["text"] = [
        BeautifulSoup(post.content, "html.parser").get_text() for post in posts
    ]
    for name in FORMULAS:
        frame[name] = frame["text"].apply(getattr(textstat, name), **MORE.get(name, {}))
    return frame.join(pd.DataFrame(apply_vader(frame["text"].tolist())))


def read_with_toolkit(folder: Path) -> pd.DataFrame:
    posts = read_posts(folder, on_problem="ignore")
    return posts.join(score_readability(posts["text"], list(FORMULAS))).join(
        score_sentiment(posts["text"])
    )


def forget_words() -> None:
    """Empty the toolkit's memo of words, and the one that textstat's hyphenator keeps."""
    KNOWN.clear()
    pyphen.Pyphen(lang="en_US").hd.cache.clear()


def keep_words() -> None:
    """Leave the memo as the runs before have filled it; sentiment has none."""


def run(work: Callable[[Any], Any], data: Any) -> tuple[float, Any]:
    began = time.process_time()
    result = work(data)
    return time.process_time() - began, result


def report(task: str, pairs: list[tuple[float, float]], aim: str) -> None:
    first, second = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratios = sorted(one / other for one, other in pairs)
    spread = f"{ratios[0]:.1f}-{ratios[-1]:.1f}"
    print(
        f"{task:<44}{first:9.3f}{second:9.3f}{statistics.median(ratios):8.1f}x  {spread:<12}{aim}",
        flush=True,
    )


def compare(
    task: str,
    aim: str,
    before: Callable[[], None],
    ways: tuple[Any, Any],
    data: Any,
    rounds: int,
) -> None:
    """Time the plain way and the toolkit's in turn; the values must be the same, unless they are frames."""
    pairs = []
    for _ in range(rounds):
        before()
        slow, expected = run(ways[0], data)
        before()
        fast, result = run(ways[1], data)
        if not isinstance(result, pd.DataFrame) and result != expected:
            raise SystemExit(f"{task}: the values differ")
        pairs.append((slow, fast))
    report(task, pairs, aim)


def compare_lengths(
    task: str, work: Callable[[Any], Any], text: str, rounds: int
) -> None:
    """Time a text of 32,000 words against its first half."""
    words = re.findall(r"\S+\s*", text)
    words = (words * (32_000 // len(words) + 1))[:32_000]
    half, whole = "".join(words[:16_000]), "".join(words)
    work([whole])
    repeated = [
        (run(work, [whole] * 4)[0], run(work, [half] * 4)[0]) for _ in range(rounds)
    ]
    report(task, repeated, "at most 2.2")


def look_up_words(texts: pd.Series, known: dict[str, int]) -> int:
    """The practical floor: find the words of each text and look each up in a dictionary."""
    return sum(
        len([known.get(word) for word in re.findall(r"\w+", text)]) for text in texts
    )


def main(source: str, rounds: str = "5") -> None:
    n = int(rounds)
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(Path(source).glob("*.md"))[:500]:
            shutil.copy(path, folder)
        texts = read_posts(folder, on_problem="ignore")["text"].dropna().astype(object)
        texts = texts[texts.map(textstat.lexicon_count) > 0]
        sentences, posts = find_sentences(texts)["text"].tolist(), texts.tolist()
        apply_toolkit(pd.Series(["Incontrovertibly zzyzx."]))  # loads the dictionaries
        print(
            f"{len(posts)} posts, {len(sentences)} sentences, {sum(texts.map(textstat.lexicon_count))} words"
        )
        print(
            f"{'CPU seconds':<44}{'plain':>9}{'toolkit':>9}{'ratio':>9}  {'range':<12}aim"
        )
        columns, by_post, vader = (
            (apply_textstat, apply_toolkit),
            (loop_textstat, apply_toolkit),
            apply_vader,
        )
        compare("sixteen metrics, first time", "15", forget_words, columns, texts, n)
        compare(
            "sixteen metrics, words seen before", "45", keep_words, columns, texts, n
        )
        compare(
            "sixteen metrics post by post, first time",
            "",
            forget_words,
            by_post,
            texts,
            n,
        )
        compare(
            "sixteen metrics post by post, seen before",
            "",
            keep_words,
            by_post,
            texts,
            n,
        )
        compare(
            "sentiment of the same sentences",
            "4",
            keep_words,
            (vader, score_strings),
            sentences,
            n,
        )
        compare(
            "sentiment of whole posts",
            "25",
            keep_words,
            (vader, score_strings),
            posts,
            n,
        )
        compare(
            "files to scored frame",
            "12",
            forget_words,
            (read_plainly, read_with_toolkit),
            Path(folder),
            n,
        )

    known = dict.fromkeys(re.findall(r"\w+", " ".join(posts)), 1)
    floor = [
        (
            run(apply_toolkit, texts)[0],
            run(lambda data: look_up_words(data, known), texts)[0],
        )
        for _ in range(2 * n)
    ]
    print(
        f"\n{'CPU seconds':<44}{'toolkit':>9}{'other':>9}{'ratio':>9}  {'range':<12}aim"
    )
    report("sixteen metrics, seen before, to the floor", floor, "at most 2.5")
    text = "\n\n".join(posts)
    for task, work in (
        ("metrics", score_readability),
        ("sentences", find_sentences),
        ("sentiment", score_sentiment),
    ):
        compare_lengths(f"{task} of 32,000 words to 16,000", work, text, 2 * n)


if __name__ == "__main__":
    main(*sys.argv[1:])
